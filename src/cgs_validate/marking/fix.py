"""The safe fixes written into a copy of a workbook. All else stays; text never becomes a formula."""

from pathlib import Path
from typing import BinaryIO

from ..atomic_write import deliver
from ..checking.fixes import Fix, all_fixes, safe_fixes
from ..checking.report import Report
from ..editing.formulas import has_formula
from ..editing.sheet import SheetEditor
from ..editing.workbook import WorkbookEditor
from ..errors import errors_in
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from .unmark import own_sheets


class Fixed(list[Fix]):
    """The fixes that were written. ``calculated``: whether formulas are calculated when a program opens the file."""

    calculated = False


def fix(
    source: str | Path | bytes | BinaryIO,
    report: Report,
    target: str | Path | BinaryIO,
    *,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
    probable: bool = False,
) -> Fixed:
    """Write a copy of a workbook with the safe fixes in it, and return them. Arguments and errors as of ``mark``.

    probable: whether those that are due only by what is not stated are written, too. Only ``limits`` bound the time and
    memory: for a file that is not trusted, ``WorkerPool.call`` a function with this.
    """
    fixes = Fixed(all_fixes(report) if probable else safe_fixes(report))
    with errors_in(language or report.language):
        container, _ = open_container(source, limits, report.digest_within((limits or Limits()).allow))
        report.ensure_same_file(container.sha256)
        deliver(_fixed(container, fixes) if fixes else container.data, target, force=force)
    return fixes


def _fixed(container: Container, fixes: Fixed) -> bytes:
    book = WorkbookEditor(container)
    own = own_sheets(WorkbookReader(container).opened())
    unchanged = {name: part for name, part in book.worksheets.items() if name not in own}
    for name in dict.fromkeys(change.place.sheet or "" for change in fixes):
        part = unchanged.pop(name)
        editor = SheetEditor(book.package.read(part), part)
        fixes.calculated |= has_formula(editor.markup.data, part)
        changes = {
            (change.place.row or 0, change.place.column or 0): change for change in fixes if change.place.sheet == name
        }
        for place, cell in editor.locate(changes).items():
            after = changes[place].after
            if isinstance(after, int):
                editor.set_number(cell, after)
            else:
                editor.set_text(cell, after)
        book.package.write(part, *editor.pieces())
    others = (has_formula(book.package.read(part), part) for part in unchanged.values())
    fixes.calculated = fixes.calculated or any(others)
    if fixes.calculated:
        book.calculate_on_opening()
    return book.result().data
