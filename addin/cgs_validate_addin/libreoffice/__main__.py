"""The process that a button of LibreOffice starts: ``python -m cgs_validate_addin.libreoffice BUTTON``."""

import sys

from ..buttons import BUTTONS
from ..run_button import run_button
from .open_document import OpenDocument
from .remote import RemoteOffice


def main() -> None:
    """Run the button's action on the document of the LibreOffice that started this process."""
    (button,) = set(sys.argv[1:]) & set(BUTTONS)
    requests, sys.stdout = sys.stdout, sys.stderr  # nothing else may be written there
    run_button(button, OpenDocument(RemoteOffice(sys.stdin.buffer, requests.buffer)))


if __name__ == "__main__":
    main()
