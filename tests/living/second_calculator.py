"""The formulas calculated by another program, which imitates Excel's own results: its colours are the engine's, too.

Run by ``tox -e calculator``. It does not move the cells in names by row as Excel and LibreOffice do, so each name gets
a cell in each row here, and names in formulas become those cells.
"""

import io
import random
import re

import openpyxl
import pytest
from formulon import Workbook
from living_agreement import differences
from living_colours import Colours
from living_rows import drawn

from cgs_validate import list_specs, load_spec, validate
from cgs_validate.checking.engine import match_form, read_needed
from cgs_validate.living.arm import armed
from cgs_validate.living.compiler import LivingForm, compile_form
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.workbook import column_letters

ROWS = 40
NAME, CELL = re.compile(r"\bcgs_live_\w+"), re.compile(r"(!\$[A-Z]+)1\b")


@pytest.mark.parametrize("spec", list_specs())
def test_colours_are_those_of_the_engine(spec: str) -> None:
    form = load_spec(spec)
    living, _ = armed(Container(drawn(form, ROWS, random.Random(3)).data, Limits()), form)
    opened, matches, _, _ = match_form(read_needed(open_workbook(living.data), form), form)
    compiled = compile_form(opened, matches)
    report = validate(living.data, form)
    shown = colours(living.data, compiled, [sheet.name for sheet in report.workbook])
    assert differences(report, shown, ROWS) == []
    assert sum(map(len, shown)) > ROWS


def colours(living: bytes, compiled: LivingForm, sheets: list[str]) -> list[Colours]:
    """Return the colours of each sheet."""
    columns = {name: number for number, name in enumerate(compiled.names, start=1)}
    book = openpyxl.load_workbook(io.BytesIO(living))
    paper = book.create_sheet("calculated")
    last = max(sheet.first_row for sheet in compiled.sheets) + ROWS
    for name, formula in compiled.names.items():
        for row in range(1, last):
            paper.cell(row, columns[name]).value = "=" + in_row(formula, row, columns)
    book.save(saved := io.BytesIO())
    calculated = Workbook.load(saved.getvalue())
    calculated.recalc()
    number, found = len(book.sheetnames) - 1, {name: Colours() for name in sheets}
    for sheet in compiled.sheets:
        for row in range(sheet.first_row, sheet.first_row + ROWS):
            for item in sheet.formats:
                if calculated.get_value(number, row - 1, columns[item.name] - 1).boolean:
                    found[sheet.name].setdefault((row, item.column), item.sort)
    return list(found.values())


def in_row(formula: str, row: int, columns: dict[str, int]) -> str:
    """Return a name's formula as that of a cell of a row."""
    in_cells = NAME.sub(
        lambda name: f"${column_letters(columns[name[0]])}{row}" if name[0] in columns else name[0], formula
    )
    return CELL.sub(rf"\g<1>{row}", in_cells)
