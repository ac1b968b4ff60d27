"""The rules removed from a workbook again: whatever holds one of our names, and what these names look into."""

from pathlib import Path
from typing import BinaryIO

from ..atomic_write import deliver
from ..checking.row_formulas import PREFIX
from ..editing.differential_formats import DifferentialFormats, referred
from ..editing.markup import utf8
from ..editing.sheet import SheetEditor
from ..editing.sheet_rules import SheetRules
from ..editing.workbook import WorkbookEditor
from ..errors import errors_in
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from .lists import Empty, find_lists, is_armed


def disarm(
    source: str | Path | bytes | BinaryIO,
    target: str | Path | BinaryIO,
    *,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> bool:
    """Write a copy of a workbook without the rules in it, and return whether there were any.

    Arguments and errors as those of ``mark``. Only ``limits`` bound the time and memory.
    """
    with errors_in(language):
        container, _ = open_container(source, limits)
        plain = disarmed(container)
        deliver(plain.data, target, force=force)
    return plain is not container


def disarmed(container: Container) -> Container:
    """Return a workbook without rules; one without any comes back as it is."""
    book = WorkbookEditor(container, small=True)
    if not is_armed(book):
        return container
    lists = find_lists(WorkbookReader(container))
    formats: set[int] = set()
    for name, part in book.worksheets.items():
        data = book.package.read(part)
        if name not in lists and PREFIX.encode() in utf8(data, part):
            sheet = SheetEditor(data, part)
            formats |= SheetRules(sheet).remove(PREFIX)
            book.package.write(part, *sheet.pieces())
    for name in lists:
        book.remove_sheet(name)
    empty = next(iter(lists.values()), Empty())
    book.remove_names(PREFIX, empty.names)
    styles = book.related(book.part, "styles")
    unused = formats - referred(book) if formats else set()
    if styles and unused:
        before = DifferentialFormats(book.package.read(styles), styles).without(unused, empty.formats)
        book.package.write(styles, before)
    return book.result()
