"""``python -m ecs_secretmigrate``."""

from ecs_secretmigrate.commands.app import main

if __name__ == "__main__":
    main()
