"""The data of a shared teacher's main school (3) and second school (4) belong in two files.

Wrong: 身分 3 and 4 in one file
Right: 3 in one file, 4 in another
Source: «請將主、從聘學校服務資料分開填報及分送各校窗口上傳系統。» (P1, 當月個案 B4).
"""

from collections.abc import Sequence

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD
from ..findings import Hit, Hits, Place, Severity
from ..tables import Table

CODE = "not_mixed"
SEVERITY = Severity.WARNING
OPTIONS = {"field": FIELD, "codes": CODES}


def check(tables: Sequence[Table], rule: RuleSpec) -> Hits:
    field = rule.params["field"]
    places = _first_places(tables, field, rule.params["codes"])
    if len(places) > 1:
        (_, first), (table, second) = sorted(places.values(), key=lambda found: tables.index(found[0]))[:2]
        yield Hit(second, field, {"codes": table.spec.fields[field].labelled(places)}, related=(first,))


def _first_places(tables: Sequence[Table], field: str, codes: list[str]) -> dict[str, tuple[Table, Place]]:
    places: dict[str, tuple[Table, Place]] = {}
    for table in tables:
        column = table.columns[field]
        for code, value in column.by_code.items():  # in the order in which they first occur
            if value.certain and value.codes[0] in codes:
                place = table.place(column.codes.index(code), field)
                places.setdefault(value.codes[0], (table, place))
    return places
