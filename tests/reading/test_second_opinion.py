"""Values come out as other readers see them: python-calamine, and openpyxl, on every benign file that these read."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from math import isclose
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hostile_corpus import BENIGN, CORPUS
from marking_corpus import WORKBOOKS
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from workbooks import by_openpyxl, by_xlsxwriter, case, convert, plain_page, workbook

from cgs_validate import Limits
from cgs_validate.ooxml.limits import ACTIVE
from cgs_validate.reading.workbook import read_workbook
from cgs_validate.workbook import Cell, CellKind

Values = dict[tuple[str, int, int], object]
LIMITS = Limits(last_column=16_384, allow=frozenset(ACTIVE))

VALUES = [
    ["text", " blanks around ", "two\nlines", "王小明", "=1+1", "'quoted", "&<>\"'", "１２３", "1_000"],
    [1, -1, 0.1, 1e300, 1e-300, 123456789012345, True, False, date(2024, 9, 1), date(1900, 3, 1)],
    [None, "", "x" * 32_767, "#N/A", "TRUE", "1e5", "0010", "3,10", "\t", "🙂"],
]


def count_from_1904(book: openpyxl.Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


OWN: dict[str, Callable[[], bytes]] = {
    "form": workbook,
    "form by XlsxWriter": lambda: workbook([case(), case(C="S002")], write=by_xlsxwriter),
    "values by openpyxl": lambda: by_openpyxl([plain_page("a", VALUES), plain_page("b", VALUES[::-1])]),
    "values by XlsxWriter": lambda: by_xlsxwriter([plain_page("a", VALUES), plain_page("b", VALUES[::-1])]),
    "days of 1904": lambda: by_openpyxl([plain_page("a", VALUES)], count_from_1904),
}
SHOWING = (
    "number|text '|escape|boolean|error|day |character|encoding|dimension|zip|entities|default content types|stored"
    "|passive|the form"
)
FILES = {
    **OWN,
    **WORKBOOKS,
    **{name: case.make for name, case in CORPUS.items() if case.verdicts == {BENIGN} and re.match(SHOWING, name)},
}
# What the other readers are known to miss.
MISSED_BY_OPENPYXL = "strict|the form, strict|backslashes in|names in another case|escape|values by XlsxWriter"
MISSED_BY_CALAMINE = "CDATA|encoding: utf-16|number ' 7 '|day 2024-09-01T12:30:00.000Z|escape _xD800_|escape _xFFFF_"


@pytest.mark.parametrize("name", FILES)
def test_others_see_the_same(name: str) -> None:
    data = FILES[name]()
    if (
        not name.startswith(tuple(MISSED_BY_CALAMINE.split("|"))) and "far" not in name
    ):  # the far cells of which end calamine's process
        assert list(differences(data, by_calamine)) == []
    if not re.match(MISSED_BY_OPENPYXL, name):
        assert list(differences(data, by_openpyxl_again)) == []


@pytest.mark.program
def test_saved_by_libreoffice(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.xlsx" for name in OWN]
    for file, make in zip(files, OWN.values(), strict=True):
        file.write_bytes(make())
    for before, after in zip(files, convert(files, "xlsx", tmp_path / "profile"), strict=True):
        assert list(differences(after.read_bytes(), by_calamine)) == []
        assert "form" not in before.stem or texts(after.read_bytes()) == texts(before.read_bytes())


def texts(data: bytes) -> list[set[str]]:
    return [{plain(cell.text) for column in sheet.grid.columns.values() for cell in column.distinct[1:]}
            for sheet in read_workbook(data)]  # fmt: skip


def differences(data: bytes, read: Callable[[bytes], Values | None]) -> Iterator[str]:
    """Yield the cells that another reader sees otherwise."""
    own = {
        (sheet.name, row, number): cell
        for sheet in read_workbook(data, limits=LIMITS)
        for number, column in sheet.grid.columns.items()
        for row, cell in column.between()
    }
    others = read(data)
    for place in own.keys() | others.keys() if others is not None else ():
        cell, other = own.get(place), (others or {}).get(place)
        if not agree(cell, other):
            yield f"{read.__name__} {place}: {str(cell)[:80]} {str(other)[:80]!r}"


def agree(cell: Cell | None, other: object) -> bool:
    if cell is None or cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
        return other is None or (cell is not None and other == cell.text)
    if cell.kind is CellKind.BOOLEAN:
        return other is (cell.text == "TRUE")
    if isinstance(other, datetime | date):
        return cell.day == (other.date() if isinstance(other, datetime) else other)
    if isinstance(other, time | timedelta):
        return cell.kind in (CellKind.DATE, CellKind.NUMBER)
    if isinstance(other, int | float):
        return cell.number is not None and isclose(cell.number, other, rel_tol=1e-14)
    return cell.kind is CellKind.TEXT and plain(cell.text) == plain(str(other or ""))


def plain(text: str) -> str:
    """Return text without the pictures of controls, and with one kind of line break, as other readers have it."""
    shown = "".join(chr(ord(letter) - 0x2400) if "\u2400" <= letter <= "\u241f" else letter for letter in text)
    return shown.replace("\r\n", "\n").replace("\r", "\n").strip()


def by_calamine(data: bytes) -> Values | None:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
        sheets = {name: book.get_sheet_by_name(name) for name in names}
        return {
            (name, row, column): value
            for name, sheet in sheets.items()
            for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
    except (python_calamine.CalamineError, OSError):
        return None


def by_openpyxl_again(data: bytes) -> Values | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        except Exception:
            return None
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book.worksheets
        for cell in sheet._cells.values()
        if cell.value is not None
    }
