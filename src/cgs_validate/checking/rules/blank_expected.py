"""By another column this one does not apply in this row; it stays blank, without a 0.

Wrong: 建議結案 否, but 建議結案事由 返校復學
Right: 建議結案 否, 建議結案事由 blank
Source: «建議結案事由* (if 是)» (S3 L791-801).
"""

from ..findings import Hits
from ..tables import Table

CODE = "blank_expected"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        field = column.spec
        if field.blank_otherwise:
            params = {"condition": table.described(field.applies_when)}
            yield from table.hits_where(name, column.distinct, field.applies_when, params, holds=False)
