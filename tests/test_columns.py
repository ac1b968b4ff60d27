"""Columns of a sheet, which hold each distinct cell once."""

from cgs_validate.workbook import Cell, Column

A, B = Cell("a"), Cell("b")


def column(*cells: Cell) -> Column:
    made = Column()
    for row, cell in enumerate(cells, 1):
        made.append(row, cell)
    return made


def test_a_cell_that_occurs_again_has_the_same_code() -> None:
    assert list(column(A, B, A).codes) == [1, 2, 1]
    assert list(column(A, B, A).between(2)) == [(2, B), (3, A)]


def test_columns_are_equal_whatever_the_codes_of_their_cells() -> None:
    other = Column()
    other.code(B)
    other.append(1, A)
    assert (other == column(A), other == column(B), other == column(A, B)) == (True, False, False)
