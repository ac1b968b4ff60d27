"""The student code, or a description, holds an ID number. Use a code of the school's own, and leave the number out of
the description. The value is shown nowhere.

Wrong: A123456789
Right: S001
Source: «請符合個人資料保護法相關規定，勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4). One in ten codes of a letter and
nine digits passes the check digit by chance: where most codes of that shape do not, they are the school's own.
"""

from ...formats.national_id import LENGTH, contains_national_id, shaped_like_id
from ..columns import FieldColumn
from ..findings import Hit, Hits
from ..shared_checks import where_personal
from ..tables import Table
from ..values import Value

CODE = "national_id"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        if CODE in column.spec.personal_data:
            asked = column.spec.backing.get(
                "personal_data"
            )  # of other columns than students' codes no document says that
            numbers = _numbers(column)
            for index in column.rows_of(numbers) if numbers else ():
                place, hint = table.place(index, name), asked is not None and asked.doubtful
                yield Hit(place, name, where_personal(column.spec), hint=hint)


def _numbers(column: FieldColumn) -> list[Value]:
    shaped = [value for value in column.distinct if len(value.text) >= LENGTH and shaped_like_id(value.text)]
    numbers = [value for value in shaped if contains_national_id(value.text)]
    return numbers if 2 * len(numbers) >= len(shaped) else []
