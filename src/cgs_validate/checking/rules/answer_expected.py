"""The placeholder (0), alone or beside an answer, where an answer is due.

The form: «若主類別選填19.其他，請於「個案類別(主)其他說明」一欄摘述其他個案類別內容» (P1, 當月個案 J4). Wrong:
``0`` beside 19. Right: a few words.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "answer_expected"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for name, column in table.columns.items():
        field = column.spec
        if field.otherwise is None:
            continue
        told = table.spec.told(field.applies_when)
        params = {**field.answer, "expects": field.expects, "placeholder": field.otherwise, **told}
        placeholders = [value for value in column.distinct if value.certain and field.otherwise in value.codes]
        for index in table.rows_where(name, placeholders, field.applies_when, holds=True):
            yield Hit(table.place(index, name), name, params)
