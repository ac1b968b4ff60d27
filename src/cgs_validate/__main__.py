"""``python -m cgs_validate``: the same as the command ``cgs-validate``."""

from .commands.cli import main

if __name__ == "__main__":
    main()
