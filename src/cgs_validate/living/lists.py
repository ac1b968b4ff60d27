"""The hidden sheet of an armed workbook: lists that its formulas look into, and how it wrote empty ones of its own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from ..checking.row_formulas import PREFIX
from ..editing.markup import text
from ..editing.workbook import WorkbookEditor
from ..ooxml.parts import MAIN
from ..reading.workbook import WorkbookReader
from ..workbook import address, column_letters

SHEET = "_cgs_living"

_VERSION = "cgs-validate/living/1"  # the first cell
_EMPTY = re.compile(r"<([\w.-]+:)?(dxfs|definedNames)[^<>]*(?:/>|>\s*</\1?\2\s*>)")  # a file may say anything

_List = tuple[str, ...]


class Empty(NamedTuple):
    """How a workbook wrote its lists of differential formats and of names, where nothing was in them."""

    formats: str = ""
    names: str = ""


def add_lists(book: WorkbookEditor, lists: Mapping[_List, str], empty: Empty) -> None:
    """Put the sheet and the names of its lists in. empty: to be remembered."""
    sheet = next(name for number in count(1) if (name := f"{SHEET}{number if number > 1 else ''}") not in book.names())
    cells = {(1, column): cell for column, cell in enumerate((_VERSION, *empty), start=1)}
    columns, places = _arranged(lists)
    for column, entries in enumerate(columns, start=1):
        cells |= {(row, column): entry for row, entry in enumerate(entries, start=2)}
    book.add_sheet(sheet, _worksheet({place: cell for place, cell in cells.items() if cell}), hidden=True)
    for entries, name in lists.items():
        column, start = places[entries]
        letters = column_letters(column + 1)
        book.add_names({name: f"'{sheet}'!${letters}${start + 2}:${letters}${start + 1 + len(entries)}"})


def find_lists(reader: WorkbookReader) -> dict[str, Empty]:
    """Return the sheets of that kind by their names, each with what it remembers."""
    opened = reader.opened()
    found = {}
    for sheet in opened.workbook:
        if sheet.name.startswith(SHEET):
            opened.read([sheet])
            first, *memory = (cell.text if (cell := sheet.grid.get(1, column)) else "" for column in (1, 2, 3))
            if first == _VERSION:
                found[sheet.name] = Empty(*(text if _EMPTY.fullmatch(text) else "" for text in memory))
    return found


def is_armed(book: WorkbookEditor) -> bool:
    """Return whether a workbook has names of ours; one that lost them all has nothing that works."""
    return PREFIX.encode() in book.package.read(book.part)


def _arranged(lists: Iterable[_List]) -> tuple[list[_List], dict[_List, tuple[int, int]]]:
    """Return the columns that all lists are in, and the column and the row, from 0, where each begins."""
    columns: list[_List] = []
    places = {}
    for entries in sorted(lists, key=len, reverse=True):
        places[entries] = next(_places(entries, [*columns, entries]))
        if places[entries][0] == len(columns):
            columns.append(entries)
    return columns, places


def _places(entries: _List, columns: Iterable[_List]) -> Iterator[tuple[int, int]]:
    for number, column in enumerate(columns):
        for start in range(len(column) - len(entries) + 1):
            if column[start : start + len(entries)] == entries:
                yield number, start


def _worksheet(cells: Mapping[tuple[int, int], str]) -> bytes:
    rows: dict[int, str] = {}
    for row, column in sorted(cells):
        content = text(cells[row, column])
        space = "" if content == content.strip() else ' xml:space="preserve"'
        cell = f'<c r="{address(row, column)}" t="inlineStr"><is><t{space}>{content}</t></is></c>'
        rows[row] = rows.get(row, "") + cell
    written = "".join(f'<row r="{row}">{content}</row>' for row, content in rows.items())
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>{written}</sheetData></worksheet>".encode()
