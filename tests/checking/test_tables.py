"""A sheet's columns in step with the rows of all of them."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cgs_validate.checking.matching import match_sheets
from cgs_validate.checking.tables import build_table
from cgs_validate.spec.library import load_spec
from cgs_validate.workbook import Cell, Column, Grid, Sheet, Workbook

SPEC = load_spec("cgs/111")
NAMES = [name for name, field in SPEC.sheets["cases"].fields.items() if field.required][:3]
LONG = 200  # rows, several times as many as are compared at once


def column(header: str, cells: dict[int, str]) -> Column:
    made = Column()
    made.append(2, Cell(header))
    for row, text in sorted(cells.items()):
        made.append(row, Cell(text))
    return made


@given(st.lists(st.sampled_from((0.02, 0.5, 0.98)), min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_every_value_is_in_its_row(filled: list[float], chance: Random) -> None:
    written = [
        {row: chance.choice(("1", "T01", " ")) for row in range(3, LONG) if chance.random() < share} for share in filled
    ]
    fields = SPEC.sheets["cases"].fields
    headers = {name: number for number, name in enumerate(fields, 1)}
    columns = {headers[name]: column(fields[name].header, {}) for name in fields}
    columns |= {headers[name]: column(fields[name].header, cells) for name, cells in zip(NAMES, written, strict=True)}
    workbook = Workbook("a.xlsx", "", [Sheet(SPEC.sheets["cases"].label, True, Grid(columns))])
    (match,) = (match for match in match_sheets(SPEC, workbook) if match.sheet)

    table = build_table(match)

    shown = [{row: text for row, text in cells.items() if text.strip()} for cells in written]
    assert list(table.rows) == sorted(set().union(*shown))
    for name, cells in zip(NAMES, shown, strict=True):
        values = [value and value.text for value in table.columns[name].values]
        assert values == [cells.get(row) for row in table.rows]
        assert table.columns[name].blanks == [index for index, text in enumerate(values) if text is None]
