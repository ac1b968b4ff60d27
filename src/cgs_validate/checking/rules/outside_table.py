"""Something is written where no column has a header, mostly to the right of the table. It is not checked, but uploaded
with the file.

Wrong: a remark about a student in column P
Right: nothing outside the form's columns
"""

from collections.abc import Iterator
from itertools import chain

from ...text import is_blank
from ...workbook import address
from ..findings import Hit, Hits, Place, Severity
from ..sheet_match import SheetMatch

CODE = "outside_table"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Hits:
    if match.sheet is None:
        return
    for columns in _adjacent(match):
        rows = [row for rows in columns.values() for row in rows]
        (first, *_), last = columns, max(columns)
        area = f"{address(min(rows), first)}:{address(max(rows), last)}"
        place = Place(match.sheet.name, columns[first][0], first)
        yield Hit(place, params={"area": area if len(rows) > 1 else place.cell})


def _adjacent(match: SheetMatch) -> Iterator[dict[int, list[int]]]:
    """Yield the filled rows of columns without a header, those of adjacent columns together."""
    assert match.sheet is not None  # noqa: S101 - nothing else is asked of a sheet that was not found
    doubled = chain(*match.duplicates.values())
    headed = {*match.columns.values(), *match.renamed.values(), *match.unknown, *doubled}
    group: dict[int, list[int]] = {}
    for number in sorted(match.sheet.grid.columns.keys() - headed):
        cells = match.sheet.grid.columns[number].between(match.first_row)
        if rows := [row for row, cell in cells if not is_blank(cell.text)]:
            if group and number - 1 not in group:
                yield group
                group = {}
            group[number] = rows
    if group:
        yield group
