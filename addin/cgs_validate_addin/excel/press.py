"""The entry point for VBA: a button of the ribbon, pressed in the calling workbook."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..run_button import LOG, log_error, run_button

if TYPE_CHECKING:
    from ..open_book import OpenBook

_NO_BOOK = "cgs-validate: no book"  # VBA shows a Chinese message instead


def press(button: str) -> None:
    """Run the button's action on the calling workbook. Exits with an error text for VBA if Excel cannot be reached.

    Excel for Mac does not wait for Python: there, a button pressed while another is running does nothing.
    """
    on_mac = sys.platform == "darwin"
    if on_mac and not _lock_home():
        return
    try:
        book = _calling_book()
    except Exception as error:
        log_error(button, error)
        if on_mac:
            _show_alert_without_excel()
        sys.exit(_NO_BOOK)
    run_button(button, book)


def _lock_home() -> bool:
    """Lock the home folder until this process ends; return False where another button holds the lock."""
    import fcntl

    home = os.open(Path.home(), os.O_RDONLY)  # closed with the process, which releases the lock
    try:
        fcntl.flock(home, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # network folders may have no locks
        return True
    return True


def _show_alert_without_excel() -> None:
    """Show, on a Mac, that Excel cannot be reached."""
    from cgs_validate.checking.messages import catalog

    boxes = catalog("zh-TW").sentences["excel"]["boxes"]
    script = "on run texts\nactivate\ndisplay alert (item 1 of texts) message (item 2 of texts)\nend run"
    texts = (boxes["title"], boxes["no_book"].format(log=LOG.name))
    subprocess.run(["/usr/bin/osascript", "-e", script, *texts], check=False)  # noqa: S603 (our own words)


def _calling_book() -> "OpenBook":
    import xlwings

    from .mac import MacExcel
    from .windows import WindowsExcel, is_windows_excel
    from .xlwings_book import XlwingsBook

    book = xlwings.Book.caller()
    return XlwingsBook(book, WindowsExcel() if is_windows_excel(book) else MacExcel())
