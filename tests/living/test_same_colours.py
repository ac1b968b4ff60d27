"""The colours that LibreOffice shows in an armed workbook are the engine's, but for classes of difference named here.

With LIVING_ROWS, LIVING_SEED and LIVING_SPEC in the environment more rows, others, or those of another form are drawn.
"""

import io
import os
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from living_colours import colours

from cgs_validate import Report, load_spec, validate
from cgs_validate.checking.findings import Sort
from cgs_validate.living.arm import armed
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.spec.model import FieldSpec, SheetSpec
from cgs_validate.templates.workbook import build_template
from cgs_validate.workbook import address

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("living")]

ROWS, SEED = (int(os.environ.get(f"LIVING_{name}", usual)) for name, usual in (("ROWS", "60"), ("SEED", "7")))
SPEC = load_spec(os.environ.get("LIVING_SPEC", "cgs/111"))

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

# No formula says these (docs/living.zh.md).
UNSAID = {"became_date", "date_format", "mangled_code", "shown_otherwise", "stored_otherwise", "national_id"}
# These look at other cells of the row; where one is itself wrong, the engine may know what it means, a formula not.
DEPENDENT = {"placeholder_expected", "answer_expected", "blank_expected", "codes_only_when", "required"}
PALE = {Sort.MISSING: Sort.PROBABLY_MISSING, Sort.INVALID: Sort.PROBABLY_INVALID}


def test_colours_are_those_of_the_engine(tmp_path: Path) -> None:
    data = drawn(random.Random(SEED))
    living, _ = armed(Container(data, Limits()), SPEC)
    report = validate(living.data, SPEC)
    shown = colours(living.data, tmp_path)
    names = [sheet.name for sheet in report.workbook]
    by_sheet = {sheet.sheet_name: shown[names.index(sheet.sheet_name)] for sheet in SPEC.sheets.values()}
    assert list(differences(report, by_sheet)) == []
    assert sum(map(len, by_sheet.values())) > ROWS


def differences(report: Report, shown: dict[str, dict[tuple[int, int], Sort]]) -> Iterator[str]:
    """Whatever is in none of the classes."""
    due = {note.place: (note.sort, {finding.code for finding in note.findings}) for note in report.annotations}
    for table in report.tables:
        first, columns = table.spec.layout.first_row, {name: column.number for name, column in table.columns.items()}
        for row in range(first, first + ROWS):
            if row in table.no_records:  # no formula knows all such rows
                continue
            at = {name: (sort, codes) for name, number in columns.items()
                  for place, (sort, codes) in due.items() if place == (table.sheet, row, number)}  # fmt: skip
            for name, number in columns.items():
                sort, codes = at.get(name, (None, set()))
                colour = shown[table.sheet].get((row, number))
                if colour != sort and not is_known(table.spec.fields[name], sort, codes, colour, at.keys()):
                    value = table.grid.get(row, number)
                    yield f"{address(row, number)} {name} {value and value.text!r}: {sort}, {colour}; {codes}"


def is_known(item: FieldSpec, sort: Sort | None, codes: set[str], colour: Sort | None, wrong: Any) -> bool:
    """Whether a difference is one of the classes: never a colour where the engine has none."""
    if sort is None:
        return False
    if colour is not None:
        return colour == PALE.get(sort)
    others = {name for condition in (item.applies_when, *item.codes_only_when.values()) for name in condition}
    dependent = DEPENDENT | ({"bare_code", "full_width"} if item.otherwise is not None and not item.codes else set())
    return codes - UNSAID <= dependent and (not codes - UNSAID or bool(others & wrong))


def drawn(chance: random.Random) -> bytes:
    """The form's blank with rows in which some answers are nasty."""
    book = openpyxl.load_workbook(io.BytesIO(build_template(SPEC)), rich_text=True)
    for sheet in SPEC.sheets.values():
        paper, first = book[sheet.sheet_name], sheet.layout.first_row
        for row in range(first, first + ROWS):
            for column, value in enumerate(answers(sheet, chance), start=1):
                put(paper.cell(row, column), value)
    book.save(made := io.BytesIO())
    return made.getvalue()


def answers(sheet: SheetSpec, chance: random.Random) -> list[Any]:
    row = {name: right(item, chance) for name, item in sheet.fields.items()}
    for name, item in sheet.fields.items():
        applies = all(row.get(other) in codes for other, codes in item.applies_when.items())
        if item.otherwise is not None and not applies:
            row[name] = item.otherwise
        elif item.otherwise == row[name]:
            row[name] = chance.choice(list(item.codes.codes)) if item.codes else "說明的文字"
    wrong = 1 if chance.random() < 0.6 else chance.randint(0, len(row))
    row |= {name: chance.choice(NASTY) for name in chance.sample(list(row), wrong)}
    return list(row.values())


def right(item: FieldSpec, chance: random.Random) -> str:
    if item.codes:
        return chance.choice(list(item.codes.codes))
    if item.expects == "integer":
        return str(chance.randint(0, 20))
    return item.otherwise if item.otherwise is not None else f"{item.name[0].upper()}{chance.randint(1, 200):03}"


def put(cell: Any, value: Any) -> None:
    if value is ERROR:
        cell.value, cell.data_type = "#N/A", "e"
    elif isinstance(value, str) and value:
        cell.value, cell.data_type = value, "s"
    else:
        cell.value = None if value == "" else value
