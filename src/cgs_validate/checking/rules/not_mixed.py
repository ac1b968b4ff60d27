"""Codes in one file that belong in two.

The form: «請將主、從聘學校服務資料分開填報及分送各校窗口上傳系統。» (P1, 當月個案 B4). Worth a look: 身分 3 and 4
in one file.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..tables import Submission, Table

CODE = "not_mixed"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for rule in submission.spec.rules:
        if rule.name == CODE:
            places = _first_places(submission, rule.params["field"], rule.params["codes"])
            if len(places) > 1:
                (_, first), (table, second) = sorted(
                    places.values(), key=lambda found: submission.tables.index(found[0])
                )[:2]
                codes = table.spec.told({rule.params["field"]: tuple(places)})["codes"]
                yield Hit(second, rule.params["field"], {"codes": codes}, None, (first,), rule)


def _first_places(submission: Submission, field: str, codes: list[str]) -> dict[str, tuple[Table, Place]]:
    places: dict[str, tuple[Table, Place]] = {}
    for table in submission.tables:
        column = table.columns.get(field)
        for value in column.distinct if column else ():  # in the order in which they first stand
            if column and value.certain and value.codes[0] in codes:
                place = table.place(column.values.index(value), field)
                places.setdefault(value.codes[0], (table, place))
    return places
