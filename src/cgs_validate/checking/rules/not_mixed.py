"""The data of a teacher's main school (3) and second school (4) belong in two files, each sent by its own school.

Wrong: T01 with 身分 3 in one row, 4 in another
Right: T01 with 3 in every row, T02 with 4 in every row
Source: «請將主、從聘學校服務資料分開填報及分送各校窗口上傳系統。» (P1, 當月個案 B4).
"""

from collections.abc import Iterator, Sequence

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD, optional
from ..findings import Hit, Hits, Place, Severity
from ..tables import Table

CODE = "not_mixed"
SEVERITY = Severity.WARNING
OPTIONS = {"field": FIELD, "codes": CODES, "key": optional(FIELD)}


def check(tables: Sequence[Table], rule: RuleSpec) -> Hits:
    field = rule.params["field"]
    first: dict[str, tuple[str, Place]] = {}  # by the key, if any
    for table in tables:
        own = table.columns[field].spec
        for key, code, place in _coded(table, rule):
            known, known_place = first.setdefault(key, (code, place))
            if code != known:
                params = {"codes": own.labelled([known, code]), **_of_whom(table, rule)}
                yield Hit(place, field, params, related=(known_place,))


def _coded(table: Table, rule: RuleSpec) -> Iterator[tuple[str, str, Place]]:
    """Yield the key, the code and the place of every row that has one of the codes."""
    column, key = table.columns[rule.params["field"]], rule.params.get("key")
    texts = table.columns[key].texts if key else None
    coded = [value for value in column.distinct if value.certain and value.codes[0] in rule.params["codes"]]
    for index in column.rows_of(coded):
        value, text = column[index], texts[index] if texts else ""
        if value and text is not None:
            yield text, value.codes[0], table.place(index, rule.params["field"])


def _of_whom(table: Table, rule: RuleSpec) -> dict[str, object]:
    return {"expects": "key", "key": table.named(rule.params["key"])} if "key" in rule.params else {}
