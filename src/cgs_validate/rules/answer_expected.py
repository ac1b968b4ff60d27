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
        for index, value in enumerate(column.values if field.otherwise is not None else ()):
            if value and value.certain and field.otherwise in value.codes and table.holds(field.applies_when, index):
                told = table.spec.told(field.applies_when)
                params = {**field.answer, "expects": field.expects, "placeholder": field.otherwise, **told}
                yield Hit(table.place(index, name), name, params)
