"""製作即時檢核檔: saves the workbook, and writes a copy next to it that has the rules in it, and no marks."""

import io

from cgs_validate import arm, unmark
from cgs_validate.checking.messages import catalog
from cgs_validate.commands.file_names import copy_path
from cgs_validate.ooxml.opening import open_container
from cgs_validate.text import printable

from .buttons import BUTTONS
from .messages import LANGUAGE, say
from .open_book import SavableBook


def arm_book(book: SavableBook) -> None:
    """Ask, save, write the copy, and show where it is. Raises ReadError, WriteError."""
    path = book.path
    if path is None:
        book.show_message(say("not_saved", button=BUTTONS["arm"]))
        return
    open_container(path)
    target = copy_path(path.with_stem(f"{path.stem}.armed"), "armed", path.suffix)
    if not book.ask(say("ask_arm", file=book.name, copy=target.name)):
        return
    with book.frozen():
        book.save()
    unmark(path, plain := io.BytesIO(), language=LANGUAGE)
    done = arm(plain.getvalue(), target, language=LANGUAGE)
    text = catalog(LANGUAGE).text
    rows = "、".join(text("armed_rows", sheet=printable(sheet), row=row) for sheet, row in done.rows.items())
    book.show_message(say("armed", copy=target.name, folder=target.parent, rows=rows))
