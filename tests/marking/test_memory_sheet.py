"""The memory in a file says the same whichever way it is written: by the pattern of a row, or row by row."""

from hypothesis import given
from hypothesis import strategies as st

from cgs_validate.marking.memory import Memory
from cgs_validate.marking.memory_sheet import memory_sheet
from cgs_validate.marking.sheet_xml import RowWriter, worksheet
from cgs_validate.workbook import address

NAMES = st.sampled_from(["當月個案", "{1}'s", " {x} & <y>", "_x000A_", "{{", "}"])
CELLS = st.builds(address, st.integers(1, 1_048_576), st.integers(1, 16_384))
MARKS = st.tuples(NAMES, CELLS, st.sampled_from(["<a/>", "<b/>", "<c/>"]), st.sampled_from(["", "【未填】", "{0}"]))


@given(st.lists(MARKS, max_size=9))
def test_patterns_make_the_same_rows(marks: list[tuple[str, str, str, str]]) -> None:
    memory = Memory()
    for mark in marks:
        memory.remember(*mark)
    row = RowWriter().row
    assert memory_sheet(memory) == worksheet(row(number, cells) for number, cells in enumerate(memory.rows(), 1))
