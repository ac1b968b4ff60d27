"""Filled-in forms, drawn at random: rows that are right, and rows with some answers that people would not believe."""

import io
import random
from datetime import datetime
from typing import Any, NamedTuple

import openpyxl

from cgs_validate.spec.model import FieldSpec, SheetSpec, TemplateSpec
from cgs_validate.templates.workbook import build_template

ERROR, DATE = object(), datetime(2024, 3, 10)
BLANKS = ["", "  ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u2003", "\n", "\t"]
NASTY: list[Any] = [
    *BLANKS, ERROR, DATE, "同上", "-", "無", "其他", "？", 0, "0", "00", "０", "0.", "0.0", "0,0", "0,3", "0、3",
    1, "1", " 1 ", "1\u3000", "\u200b1", "１", "01", "1.0", "1.00", "1.", "T01", "T1", "(1)", "①", "一", 3, "3.0", 3.0,
    3.1, "3.1", "3,10", "3, 10", "3 ,10", " 3,10 ", "3，10", "3、10", "3;10", "3 10", "3/10", "3,,10", ",3", "3,",
    "3,3", "3,10,12", "3,10.0", "3,99", "99", 99, 310, -1, "-1", "-0", "+5", "5.", "1e3", "1,000", "1/2", "10%",
    "12:00", "12次", "１２", "1 0", "1|2", "|1|", "*", "?", "~", "<5", "=1", 17, 19, "19", "19,19", 6, "6", "1,6", 7,
    10, 12, 13, 14, "男", "女 ", "生理男", "新案", "家庭困擾", "3.家庭困擾", "字" * 300, "1234567890123456", 1e15, 1e20,
    "S001", "S001 ", "s001", "T01", "T02",
]  # fmt: skip


class Drawn(NamedTuple):
    """A workbook. nasty: the sheets, rows and columns of such answers."""

    data: bytes
    nasty: frozenset[tuple[str, int, int]]


def drawn(spec: TemplateSpec, rows: int, chance: random.Random, *, messy: float | None = 0.4) -> Drawn:
    """Return the form's blank with rows. messy: the share of those with any number of nasty answers; others have one.

    None: all answers are right.
    """
    book, places = openpyxl.load_workbook(io.BytesIO(build_template(spec)), rich_text=True), set()
    for sheet in spec.sheets.values():
        paper, first = book[sheet.sheet_name], sheet.layout.first_row
        for row in range(first, first + rows):
            answers = right_row(sheet, chance)
            wrong = 0 if messy is None else chance.randint(0, len(answers)) if chance.random() < messy else 1
            for column in chance.sample(range(len(answers)), wrong):
                answers[column] = chance.choice(NASTY)
                places.add((sheet.sheet_name, row, column + 1))
            for column, value in enumerate(answers, start=1):
                put(paper.cell(row, column), value)
    book.save(made := io.BytesIO())
    return Drawn(made.getvalue(), frozenset(places))


def right_row(sheet: SheetSpec, chance: random.Random) -> list[Any]:
    row = {name: right(item, chance) for name, item in sheet.fields.items()}
    for name, item in sheet.fields.items():
        applies = all(row.get(other) in codes for other, codes in item.applies_when.items())
        if item.otherwise is not None and not applies:
            row[name] = item.otherwise
        elif item.otherwise == row[name]:
            row[name] = chance.choice(list(item.codes.codes)) if item.codes else "說明的文字"
    return list(row.values())


def right(item: FieldSpec, chance: random.Random) -> int | str:
    if item.codes:
        return chance.choice(list(item.codes.codes))
    if item.expects == "integer":
        return str(chance.randint(0, 20))
    if item.otherwise is not None:
        return item.otherwise
    number = chance.randint(1, 40)
    return chance.choice((number, f"{item.name[0].upper()}{number:03}"))


def put(cell: Any, value: Any) -> None:
    if value is ERROR:
        cell.value, cell.data_type = "#N/A", "e"
    elif isinstance(value, str) and value:
        cell.value, cell.data_type = value, "s"
    else:
        cell.value = None if value == "" else value
