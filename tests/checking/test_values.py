"""Values read in one go, and one by one."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cgs_validate.checking.values import FieldReader
from cgs_validate.formats.number_format import show_number
from cgs_validate.spec.library import load_spec
from cgs_validate.spec.model import FieldSpec
from cgs_validate.workbook import Cell, CellKind

FIELDS = [field for sheet in load_spec("cgs/111").sheets.values() for field in sheet.fields.values()]

numbers = st.one_of(st.integers(-3, 40), st.integers(-(10**18), 10**18), st.floats(-50, 50)).map(float)
shown = st.sampled_from(["", "General", "0", "000", "0.0", ";;;", " 0 "])
number_cells = st.builds(lambda number, code: Cell(show_number(number, code), CellKind.NUMBER, number), numbers, shown)
texts = st.sampled_from(["", " ", "3", " 3 ", "３", "007", "男", "0", "-1", "3.0", "1,2", "9" * 5_000, "\u200b"])
text_cells = st.builds(Cell, texts, st.sampled_from([CellKind.TEXT, CellKind.ERROR, CellKind.UNCALCULATED]))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@given(cells=st.lists(st.one_of(number_cells, text_cells), max_size=8))
def test_many_cells_have_the_values_that_each_has(field: FieldSpec, cells: list[Cell]) -> None:
    together, one_by_one = FieldReader(field).read_all(cells), list(map(FieldReader(field).read, cells))
    assert [value and astuple(value) for value in together] == [value and astuple(value) for value in one_by_one]
