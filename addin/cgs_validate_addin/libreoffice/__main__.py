"""What a button of LibreOffice starts: ``python -m cgs_validate_addin.libreoffice BUTTON``."""

import sys

from .. import BUTTONS
from ..run_button import press_in
from .open_document import OpenDocument
from .remote import Conversation


def main() -> None:
    """Do what a button does with the document that LibreOffice answers for."""
    (button,) = set(sys.argv[1:]) & set(BUTTONS)
    questions, sys.stdout = sys.stdout, sys.stderr  # nothing else may be written there
    press_in(button, OpenDocument(Conversation(sys.stdin.buffer, questions.buffer)))


if __name__ == "__main__":
    main()
