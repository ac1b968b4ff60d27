"""An answer where the column does not apply, and the cell is to stay blank.

The form: «建議結案事由* (if 是)» (S3 L791-801): a reason is due only where closing is proposed. Wrong: 返校復學 beside
建議結案 否. Right: a blank cell.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "blank_expected"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for name, column in table.columns.items():
        field = column.spec
        if field.blank_otherwise:
            for index in table.rows_where(name, column.distinct, field.applies_when, holds=False):
                yield Hit(table.place(index, name), name, table.spec.told(field.applies_when))
