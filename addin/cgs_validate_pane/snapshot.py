"""The snapshot of a workbook that ``book.js`` reads, in JSON: addresses are ``D6``, rows and columns begin at A1."""

from typing import NotRequired, TypedDict


class ErrorValue(TypedDict):
    """An error value, such as ``#N/A``."""

    error: str


class FillData(TypedDict):
    """A cell's fill in Excel's words; colours are ``#RRGGBB``."""

    pattern: str
    color: NotRequired[str | None]
    patternColor: NotRequired[str | None]


class NoteData(TypedDict):
    """A cell's note."""

    cell: str
    text: str
    author: str


Value = str | float | bool | ErrorValue | None


class SheetData(TypedDict):
    """A worksheet.

    ``values`` and ``formats`` have the cells of ``area`` (rows, columns), the other fields only what is no default:
    ``fonts`` says of a cell whether all of its text is struck out, raised, lowered; null where it is some of it.
    """

    name: str
    visible: bool
    protected: bool
    formattable: bool
    filtered: bool
    names: dict[str, str]
    content: tuple[int, int]
    values: list[list[Value]]
    formats: list[list[str]]
    formulas: dict[str, str]
    fills: dict[str, FillData]
    fonts: dict[str, tuple[bool | None, bool | None, bool | None]]
    hiddenRows: list[int]
    hiddenColumns: list[int]
    merged: str
    validations: dict[str, str]
    notes: list[NoteData]
    threads: list[str]


class Snapshot(TypedDict):
    """A workbook. ``notes``: whether this Excel lets an add-in read and write notes; ``active``: the active cell."""

    name: str
    template: str
    locked: bool
    days_from_1904: bool
    notes: bool
    active: tuple[str, str]
    names: dict[str, str]
    sheets: list[SheetData]


Action = dict[str, object]  # ``do`` names a function of ``actions.js``, the other items are its arguments
