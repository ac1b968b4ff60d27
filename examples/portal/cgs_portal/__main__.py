"""The command ``cgs-portal``: ``demo``, or one of Django's management commands."""

import os
import sys


def main() -> None:
    """Run the demo or a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cgs_portal.settings")
    if sys.argv[1:2] == ["demo"]:
        from .demo import main as demo

        demo(sys.argv[2:])
    else:
        from django.conf import settings
        from django.core.management import execute_from_command_line

        os.umask(0o077)
        settings.DATA.mkdir(parents=True, exist_ok=True)
        execute_from_command_line()


if __name__ == "__main__":
    main()
