"""The review: each finding that nobody has decided on is shown, and a person says what becomes of it.

Everything is asked and said on the terminal by stderr, so that stdout stays the report's. No value is shown.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.commands import agenda, settings
from ecs_secretmigrate.commands.showing import Screen
from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.baseline import Choice
from ecs_secretmigrate.operations import baseline
from ecs_secretmigrate.reports.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ecs_secretmigrate.commands.agenda import Item
    from ecs_secretmigrate.commands.flags import ChoosingFlags, ReviewFlags, SourceFlags
    from ecs_secretmigrate.model.baseline import Decision, Identity
    from ecs_secretmigrate.model.finding import Finding
    from ecs_secretmigrate.model.options import Options

_MENU = "[k]eep [s]kip [w]hy [a]ll remaining as proposed [l]ist [q]uit: "
_SEVERAL = "Several at once, such as k 3 5-7, m 2, s 4 (open again); Enter goes back: "
_REASON = "Why does it stay? One line, may be empty: "


def reviewer(review: ReviewFlags, choosing: ChoosingFlags, sources: SourceFlags) -> Reviewer | None:
    """Who asks; None where nobody is to be asked.

    Raises:
        UsageError: there is no terminal to ask on.
    """
    if not review.interactive:
        return None
    if "-" in (sources.files or ()):
        raise UsageError("stdin cannot hold both the document and the answers", cure="name a FILE")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "--interactive needs a terminal", cure="give --baseline FILE with the decisions of an earlier review"
        )
    path = settings.baseline_file(choosing, interactive=True)
    assert path is not None
    return Reviewer(path, hint=path == baseline.DEFAULT_FILE and choosing.baseline is None)


class _Quit(Exception):  # noqa: N818 - an answer, not an error
    """No more questions."""


class Reviewer:
    """Asks about findings and remembers what is decided, as soon as it is.

    Args:
        path: the baseline.
        hint: whether to say that the baseline has to be named from now on.
    """

    def __init__(self, path: Path, *, hint: bool = False) -> None:
        self._path = path
        self._hint = hint
        self._screen = Screen()
        self._items: list[Item] = []
        self._remembered: dict[Identity, Decision] = {}

    def __call__(self, findings: Sequence[Finding], options: Options) -> Options:
        """Ask about what is open; return the options with what is decided.

        Raises:
            SourceError: the baseline cannot be written.
        """
        self._remembered = {decision.identity: decision for decision in options.decisions}
        self._items = agenda.agenda(findings)
        asked = [item for item in self._items if item.is_open]
        if not asked:
            self._screen.say(f"Nothing to review: no finding is open. What is decided stands in {self._path}.")
            return options
        try:
            for position, item in enumerate(asked, 1):
                if item.is_open:
                    self._screen.item(item, position, len(asked))
                    self._ask_about(item)
        except _Quit:
            self._screen.say("")
        self._conclude()
        return replace(options, decisions=tuple(self._remembered.values()))

    def _ask_about(self, item: Item) -> None:
        """Ask until the item is decided or passed over."""
        skipped = False
        while item.is_open and not skipped:
            answer = self._ask(_MENU if item.obstacle else f"[m]ove {_MENU}").lower()
            if self._bulk(answer):
                continue
            match answer:
                case "m" | "move" | "k" | "keep":
                    self._decide([item], Choice.MOVE if answer[0] == "m" else Choice.KEEP)
                case "s" | "skip":
                    skipped = True
                case "w" | "why":
                    self._screen.why(item)
                case "a" | "all":
                    self._as_proposed()
                    raise _Quit
                case "l" | "list":
                    self._list()
                    if item.is_open:
                        self._screen.item(item)
                case "q" | "quit":
                    raise _Quit
                case _:
                    # Not repeated: what was typed may have been meant for elsewhere.
                    self._screen.say("Answer with one of the letters, or with several at once, such as k 3 5-7.")

    def _list(self) -> None:
        self._screen.list(self._items)
        while answer := self._ask(_SEVERAL).lower():
            if self._bulk(answer):
                self._screen.list(self._items)
            else:
                self._screen.say("Say m, k or s and the numbers, such as k 3 5-7.")

    def _bulk(self, answer: str) -> bool:
        """Decide several at once, if that is what was answered."""
        try:
            read = agenda.several(answer, len(self._items))
        except agenda.NotListedError:
            self._screen.say(f"The list has the numbers 1 to {len(self._items)}; nothing was decided.")
            return True
        if read is None:
            return False
        letter, numbers = read
        items = [self._items[number - 1] for number in numbers]
        if letter == "s":
            for item in items:
                self._open_again(item)
            self._save()
        else:
            self._decide(items, Choice.MOVE if letter == "m" else Choice.KEEP)
        return True

    def _decide(self, items: Sequence[Item], choice: Choice) -> None:
        able = []
        for item in items:
            why_not = item.obstacle if choice is Choice.MOVE else item.settled
            if why_not:
                self._screen.cannot(item, why_not)
            else:
                able.append(item)
        if not able:
            return
        why = self._reason() if choice is Choice.KEEP else ""
        for item in able:
            self._note(item, choice, why)
        self._save()

    def _note(self, item: Item, choice: Choice, why: str = "") -> None:
        when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        made = item.decide(choice, why, _who(), when)
        self._remembered[made.identity] = agenda.joined(made, self._remembered.get(made.identity))

    def _open_again(self, item: Item) -> None:
        if item.decision is not None:
            self._remembered.pop(item.decision.identity, None)
            item.decision = None

    def _as_proposed(self) -> None:
        """What would move by itself is to move. To accept plaintext takes a person who names it, one or several."""
        before = sum(item.is_open for item in self._items)
        for item in self._items:
            if item.is_open and item.proposed:
                self._note(item, Choice.MOVE)
        self._save()
        left = sum(item.is_open for item in self._items)
        self._screen.say(f"{plural(before - left, 'finding')} decided to move.")
        if left:
            self._screen.say("The rest stays as it is. That does not accept it: name it with k to do so.")

    def _save(self) -> None:
        baseline.write(self._path, self._remembered.values())

    def _reason(self) -> str:
        while True:
            why = " ".join(self._ask(_REASON).split())
            if not any(finding.placed.value.is_quoted_in(why) for item in self._items for finding in item.findings):
                return why
            self._screen.say("That quotes a value, and the baseline is read by others: say it in other words.")

    def _ask(self, question: str) -> str:
        """One line from the terminal; its end is an end of the review."""
        typer.echo(question, nl=False, err=True)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            return "?"
        if not line:
            raise _Quit
        return line.strip()

    def _conclude(self) -> None:
        moving = sum(item.decision is not None and not item.decision.keeps for item in self._items)
        keeping = sum(item.decision is not None and item.decision.keeps for item in self._items)
        left = sum(item.is_open for item in self._items)
        self._screen.say(f"{moving:,} to move, {keeping:,} kept, {plural(left, 'finding')} left open.")
        if moving or keeping:
            named = f"; give --baseline {self._path} to scan, plan, apply and verify" if self._hint else ""
            self._screen.say(f"Decisions are in {self._path}{named}.")


def _who() -> str:
    import getpass

    try:
        return getpass.getuser() or "unknown"
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return "unknown"
