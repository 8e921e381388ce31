# Two commands do everything on a machine that has Python 3.11 or newer, git and make:
#   make demo    a whole migration on an embedded AWS
#   make test    the tests
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint format clean

demo: $(READY)
	@$(BIN)/ecs-secretmigrate demo

test: $(READY)
	@$(BIN)/pytest

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

# uv where it is present, else venv and pip; made again only when pyproject.toml changes.
$(READY): pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --clear --python '>=3.11' $(VENV) && uv pip install --quiet --python $(BIN)/python -e '.[dev]'; \
	else \
	  $(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: set PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)' && \
	  $(PYTHON) -m venv --clear $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@
