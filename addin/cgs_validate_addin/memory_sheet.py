"""The hidden sheet in which a workbook remembers its marks, in the form that files are marked with."""

from cgs_validate import mark_memory
from cgs_validate.mark_memory import Memory, recall

from .open_book import OpenBook, sheet_named
from .reading import read_sheet


def read_memory(book: OpenBook) -> Memory | None:
    """Return what the workbook remembers of its marks, None where it has none."""
    sheet = sheet_named(book, mark_memory.SHEET)
    return recall(read_sheet(sheet)) if sheet else None


def write_memory(book: OpenBook, memory: Memory) -> None:
    """Put the hidden sheet in, instead of the one that is there."""
    book.remove_sheet(mark_memory.SHEET)
    if memory.cells or memory.places:
        book.add_sheet(mark_memory.SHEET, hidden=True).write(memory.rows())
