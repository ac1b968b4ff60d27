"""The sheets that marking adds, known by their names and their first cells: others may have one of such a name, too."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from itertools import chain, count

from ..checking.findings import COLOURS
from ..checking.matching import named_as_summary
from ..checking.messages import LANGUAGES, catalog
from ..workbook import Column, Grid, parse_address
from . import memory

_MEMORY = re.compile(f"{memory.SHEET}[0-9]*")


def named_as_memory(name: str) -> bool:
    """Return whether a sheet's name is one that the mark memory has."""
    return bool(_MEMORY.fullmatch(name))


def named_as_own(name: str) -> bool:
    """Return whether a sheet's name is one that marking gives to what it adds."""
    return named_as_memory(name) or named_as_summary(name)


def is_own(name: str, first: object) -> bool:
    """Return whether marking added a sheet. first: what is in its first cell."""
    if named_as_memory(name):
        return first == memory.VERSION
    return named_as_summary(name) and first in {catalog(language).text("title") for language in LANGUAGES}


def listed_colours(lists: Iterable[Grid]) -> dict[str, dict[str, set[str]]]:
    """Return the colours that the cells in the lists of findings got, by sheet and cell. lists: of all own sheets."""
    colours: dict[str, dict[str, set[str]]] = {}
    for grid in lists:
        for row, kind in grid.columns.get(1, Column()).between():
            sheet, place = (cell.text if (cell := grid.get(row, column)) else "" for column in (2, 3))
            if (colour := _colours_by_word().get(kind.text)) and parse_address(place):
                colours.setdefault(sheet, {}).setdefault(place, set()).add(colour)
    return colours


@cache
def _colours_by_word() -> dict[str, str]:
    """Return the colours by the words for their sorts, in any language; hints have none."""
    return {catalog(language).text(sort): colour for language in LANGUAGES for sort, colour in COLOURS.items()}


def free_name(usual: str, sheets: Collection[str]) -> str:
    """Return a name for a new sheet. sheets: the names of those that are there, which may not differ in case only."""
    used = {name.casefold() for name in sheets}
    names = chain([usual], (f"{usual}{number}" for number in count(2)))
    return next(name for name in names if name.casefold() not in used)
