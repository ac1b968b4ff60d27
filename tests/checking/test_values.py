"""Values read in one go, and one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgs_validate.checking.values import FieldReader
from cgs_validate.errors import ReadError
from cgs_validate.reading.shown import number_cell
from cgs_validate.spec.library import load_spec
from cgs_validate.spec.model import FieldSpec
from cgs_validate.workbook import Cell, CellKind

FIELDS = [field for sheet in load_spec("cgs/111").sheets.values() for field in sheet.fields.values()]

numbers = st.one_of(st.integers(-3, 40), st.integers(-(10**18), 10**18), st.floats(-50, 50)).map(float)
shown = st.sampled_from(["", "General", "000", "0.0", ";;;", "0-0", "yyyy/m/d", "[h]:mm", "0E+0", "[DBNum1]0"])
number_cells = st.builds(number_cell, numbers, shown)
texts = st.sampled_from(["", " ", "3", " 3 ", "３", "007", "男", "0", "-1", "3.0", "1,2", "9" * 5_000, "\u200b"])
text_cells = st.builds(Cell, texts, st.sampled_from([CellKind.TEXT, CellKind.ERROR, CellKind.UNCALCULATED]))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@settings(deadline=None, max_examples=30)  # the first wrong value imports Cerberus
@given(cells=st.lists(st.one_of(number_cells, text_cells), max_size=8))
def test_many_cells_have_the_values_that_each_has(field: FieldSpec, cells: list[Cell]) -> None:
    together, one_by_one = FieldReader(field).read_all(cells), list(map(FieldReader(field).read, cells))
    assert list(map(repr, together)) == list(map(repr, one_by_one))


def test_long_choices_beyond_all_reason_are_refused_not_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    field = next(field for field in FIELDS if field.name == "category_secondary")
    long, short = Cell("3、10、11、4、5、7、8、9、12"), Cell("3、10")
    monkeypatch.setattr("cgs_validate.checking.values._MOST_CHOICES", len(long.text))
    first, second = FieldReader(field).read_all([long, *[short] * 9])[:2]
    assert (first and first.codes[:2], second and second.fix) == (("3", "10"), "3,10")

    with pytest.raises(ReadError) as raised:
        FieldReader(field).read_all([long, long._replace(text=f"{long.text}。")])
    assert raised.value.code == "too_many_choices"
