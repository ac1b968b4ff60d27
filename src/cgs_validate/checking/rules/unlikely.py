"""Codes of one row that seldom go together.

FACTS.md A9: 家長諮詢 for 教職員, 教師諮詢 for 家長. Worth a look: 服務項目 3 with 對象 13. Usual: 服務項目 3 with
對象 14.
"""

from collections.abc import Iterator
from itertools import compress, count

from ..findings import Hit, Severity
from ..tables import Table

CODE = "unlikely"
SEVERITY = Severity.WARNING


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        condition = {field: tuple(codes) for field, codes in rule.params.items()}
        last = list(condition)[-1]
        params = {"codes": table.spec.told(condition)["codes"]}
        for index in compress(count(), table.held(condition)):
            yield Hit(table.place(index, last), last, params, declared=rule)
