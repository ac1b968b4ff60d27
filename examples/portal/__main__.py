"""``python -m examples.portal demo``, or one of Django's management commands."""

import os
import sys


def main() -> None:
    """Run the command that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.portal.settings")
    if sys.argv[1:2] == ["demo"]:
        from .demo import main as demo

        demo(sys.argv[2:])
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line()


if __name__ == "__main__":
    main()
