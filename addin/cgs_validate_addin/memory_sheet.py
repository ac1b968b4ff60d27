"""The hidden sheet that stores the mark memory, in the same form as in marked files."""

from collections.abc import Iterator

from cgs_validate.marking import memory as mark_memory
from cgs_validate.marking.memory import Memory, recall, sheet_in
from cgs_validate.marking.own_sheets import free_name, is_own, listed_colours, named_as_memory, named_as_own
from cgs_validate.workbook import Area

from .open_book import OpenBook, OpenSheet
from .reading import read_sheet

_NAME, _TRACKER = 1, 5  # columns of the sheet's name, and of a formula that follows the cell


def read_memory(book: OpenBook) -> Memory:
    """Return the workbook's mark memory, with the current names of renamed sheets."""
    sheet = next(_memory_sheets(book), None)
    if sheet is None:
        return Memory()
    memory = recall(read_sheet(sheet))
    if not memory.sheets() <= {each.name for each in book.sheets()}:
        memory.rename(_current_names(sheet))
    return memory


def read_lists(book: OpenBook) -> dict[str, dict[str, set[str]]]:
    """Return the colours that cells got by the findings lists of earlier checks, by sheet and cell."""
    lists = (sheet for sheet in book.sheets() if is_ours(sheet) and not named_as_memory(sheet.name))
    return listed_colours(map(read_sheet, lists))


def write_memory(book: OpenBook, memory: Memory) -> None:
    """Replace the hidden sheet, or remove it if the memory is empty."""
    for sheet in list(_memory_sheets(book)):
        book.remove_sheet(sheet.name)
    if memory.cells or memory.places:
        name = free_name(mark_memory.SHEET, [sheet.name for sheet in book.sheets()])
        book.add_sheet(name, hidden=True).write(list(memory.rows()))


def is_ours(sheet: OpenSheet) -> bool:
    """Return whether a sheet is the mark memory or a findings list."""
    return named_as_own(sheet.name) and is_own(sheet.name, next(sheet.rows(Area(1, 1, 1, 1))).values[0])


def _memory_sheets(book: OpenBook) -> Iterator[OpenSheet]:
    return (sheet for sheet in book.sheets() if named_as_memory(sheet.name) and is_ours(sheet))


def _current_names(sheet: OpenSheet) -> dict[str, str]:
    """Return the sheets' names in the formulas, which follow a renaming, by the stored names."""
    area = sheet.used()
    rows = [row for row in sheet.rows(area) if len(row.values) > _TRACKER] if area else []
    found = ((str(row.values[_NAME]), sheet_in(row.formulas[_TRACKER] or "")) for row in rows)
    return {stored: name for stored, name in found if name}
