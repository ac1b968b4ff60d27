"""What a person does to rows of an armed workbook in LibreOffice: the colours are still the engine's."""

import random
from collections.abc import Callable

import pytest
from libreoffice import OpenInLibreOffice
from living_agreement import compared
from living_colours import colours_of
from living_rows import drawn

from cgs_validate import load_spec, validate
from cgs_validate.living.arm import armed
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.workbook import address

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("libreoffice")]

SPEC, ROWS = load_spec("cgs/111"), 20
CASES = SPEC.sheets["cases"].sheet_name
Book = OpenInLibreOffice

OPERATIONS: dict[str, Callable[[Book], object]] = {
    "insert before the first": lambda book: (book.person("insert", CASES, 6), wrong(book, 6)),
    "insert inside": lambda book: (book.person("insert", CASES, 12), wrong(book, 12)),
    "delete the first": lambda book: book.person("delete", CASES, 6),
    "delete inside": lambda book: book.person("delete", CASES, 12),
    "sort": lambda book: book.person("sort", CASES, "A6:N25", 2, False),
    "copy a row": lambda book: book.person("copy", CASES, "A8:N8", "A26"),
    "cut and paste a row": lambda book: book.person("move", CASES, "A8:N8", "A26"),
    "drag a cell": lambda book: book.person("move", CASES, "H10:H10", "H26"),
    "fill down": lambda book: book.person("fill_down", CASES, "B8:B15"),
}
# Colours that are missing then, as docs/living.zh.md says; none is wrong.
MISSING = {"insert before the first": {f"{letter}6" for letter in "ABEFHIJLN"}, "drag a cell": {"H10"}}


def wrong(book: Book, row: int) -> None:
    """Begin a row with a code that is none."""
    for letter, answer in {"C": "S099", "D": 7, "H": 99}.items():
        book.person("type", CASES, f"{letter}{row}", answer)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_colour_becomes_wrong(operation: str) -> None:
    data = drawn(SPEC, ROWS, random.Random(5)).data
    book = Book(armed(Container(data, Limits()), SPEC)[0].data)
    OPERATIONS[operation](book)
    shown = colours_of(book.saved("html").decode())
    cells = compared(validate(book.saved(), SPEC), shown, ROWS + 2)
    different = [one for one in cells if one.difference == ""]
    assert {address(*one.place[1:]) for one in different} == MISSING.get(operation, set())
    assert {one.shown for one in different} <= {None}
