"""A button pressed: the calling workbook found, its work done, and whatever goes wrong told in Chinese."""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .open_book import OpenBook

LOG = Path.home() / "cgs-validate-addin.log"
_NO_BOOK = "cgs-validate: no book"  # VBA knows this, and tells it in Chinese whatever the system's language is


def press(button: str) -> None:
    """Do what a button does with the workbook that calls. Never raises but to tell what VBA has to show.

    A Mac's Excel does not wait until Python is done: there a button that is pressed meanwhile does nothing, and VBA
    shows nothing.
    """
    on_a_mac = sys.platform == "darwin"
    if on_a_mac and not _alone():
        return
    try:
        book = _calling_book()
    except Exception as error:
        _log(button, error)
        if on_a_mac:
            _show_without_excel()
        sys.exit(_NO_BOOK)
    press_in(button, book)


def press_in(button: str, book: "OpenBook") -> None:
    """Do what a button does with an open workbook."""
    try:
        from . import actions

        actions.run(getattr(actions, button), book)
    except Exception as error:
        _log(button, error)
        from cgs_validate.checking.messages import catalog

        words = catalog("zh-TW").sentences["addin"]
        book.tell(words["unexpected"].format(log=LOG, **words["programs"][book.program]), wrong=True)


def _alone() -> bool:
    """Tell whether no other button is at work; as long as this Python runs, none is then."""
    import fcntl

    home = os.open(Path.home(), os.O_RDONLY)  # closed when Python ends, which gives the lock back
    try:
        fcntl.flock(home, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a folder on a network may know no locks
        return True
    return True


def _show_without_excel() -> None:
    """Tell on a Mac that Excel cannot be reached."""
    import subprocess

    from cgs_validate.checking.messages import catalog

    boxes = catalog("zh-TW").sentences["excel"]["boxes"]
    show = "on run told\nactivate\ndisplay alert (item 1 of told) message (item 2 of told)\nend run"
    told = (boxes["title"], boxes["no_book"].format(log=LOG.name))
    subprocess.run(["/usr/bin/osascript", "-e", show, *told], check=False)  # noqa: S603 (our own words)


def _calling_book() -> "OpenBook":
    import xlwings

    from .excel.mac import MacExcel
    from .excel.windows import WindowsExcel, is_windows_excel
    from .excel.xlwings_book import XlwingsBook

    book = xlwings.Book.caller()
    return XlwingsBook(book, WindowsExcel() if is_windows_excel(book) else MacExcel())


def _log(button: str, error: Exception) -> None:
    """Note down where it happened. The error's own words stay out: they may hold what is in a cell."""
    from cgs_validate.version import __version__

    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in frames)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    versions = f"cgs-validate {__version__} Python {sys.version.split()[0]}"
    told = f"{when} {versions} {button}: {type(error).__name__}\n{places}"
    try:
        with LOG.open("a", encoding="utf-8") as file:
            file.write(told)
    except OSError:
        return
