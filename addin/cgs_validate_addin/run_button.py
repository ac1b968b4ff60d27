"""Runs a button's action on an open workbook; unexpected errors are logged and shown in Chinese."""

import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .open_book import OpenBook

LOG = Path.home() / "cgs-validate-addin.log"


def run_button(button: str, book: "OpenBook") -> None:
    """Run the button's action on an open workbook. Never raises."""
    try:
        from . import actions  # an error while importing is logged, too

        actions.run(getattr(actions, button), book)
    except Exception as error:
        log_error(button, error)
        from cgs_validate.checking.messages import catalog

        sentences = catalog("zh-TW").sentences["addin"]
        message = sentences["unexpected"].format(log=LOG, **sentences["programs"][book.program])
        book.show_message(message, error=True)


def log_error(button: str, error: Exception) -> None:
    """Log where an error happened. Its own text stays out: it may hold what is in a cell."""
    from cgs_validate.version import __version__

    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in frames)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    versions = f"cgs-validate {__version__} Python {sys.version.split()[0]}"
    entry = f"{when} {versions} {button}: {type(error).__name__}\n{places}"
    try:
        with LOG.open("a", encoding="utf-8") as file:
            file.write(entry)
    except OSError:
        return
