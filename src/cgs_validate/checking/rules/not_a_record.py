"""A row below the headers that is no record: a total, a signature, a note, the headers again, a spare row or a single
stray cell. The portal would read it as a record with blanks.

Wrong: 合計 and a sum below the last student
Right: students only, row after row
Source: «黃底為欄位未填寫» (S0 L257-259): every cell of a row is due.
"""

from ..findings import Hit, Hits
from ..tables import Table

CODE = "not_a_record"


def check(table: Table) -> Hits:
    for found in table.no_records.values():
        due = table.columns[found.unanswered].spec
        yield Hit(found.place, params={"row": found.reason}, rests_on=due.backing.get("required", due))
