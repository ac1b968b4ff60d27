"""The dropdowns of the open workbook's cells, found as in a file."""

import re
from collections.abc import Mapping

from cgs_validate.reading.dropdowns import ListSheets
from cgs_validate.reading.validations import ListSources, Validation
from cgs_validate.workbook import OpenedWorkbook

from .open_book import OpenSheet

_LARGEST_LIST_SHEET = 30_000  # cells; about as many as in the largest sheet of a file that is read for its lists
_NAME = re.compile(r"[\w.\\?]+")
_RELATIVE = re.compile(r"[A-Z]{1,3}\$?[0-9]+|\$[A-Z]{1,3}[0-9]+")


class Dropdowns:
    """Finds the dropdown of a cell, when it is asked for: most checks never do."""

    def __init__(self, sheets: Mapping[str, OpenSheet], opened: OpenedWorkbook) -> None:
        self._sheets = sheets
        self._sources = ListSources(self._named, ListSheets(opened, self._small).grid)

    def offered(self, sheet: str, row: int, column: int) -> tuple[str, ...]:
        """Return the entries of a cell's dropdown, without repetitions; none where its source cannot be followed."""
        source = self._sheets[sheet].list_source((row, column))
        return self._sources.followed(Validation((), "list", source), sheet)[0].offered or ()

    def _named(self, sheet: str, name: str) -> str:
        return self._sheets[sheet].named(name) if _NAME.fullmatch(name) else ""

    def _small(self, sheet: str) -> bool:
        area = self._sheets[sheet].used()
        return area is None or (area.bottom - area.top + 1) * (area.right - area.left + 1) <= _LARGEST_LIST_SHEET


def source_in_file(typed: str) -> str:
    """Return the source of a dropdown as in a file. typed: as Excel's dialog shows it, entries without quotes."""
    if not typed or typed.startswith("="):
        return absolute(typed)
    entries = typed if "," in typed else typed.replace(";", ",")  # between entries in some countries
    return '"{}"'.format(entries.replace('"', '""'))


def absolute(formula: str) -> str:
    """Return a formula, empty for a relative reference: Excel gives that as the active cell would have it."""
    places = formula.rpartition("!")[2].removeprefix("=").split(":")
    relative = any(_RELATIVE.fullmatch(place) or (len(places) > 1 and "$" not in place) for place in places)
    return "" if relative else formula
