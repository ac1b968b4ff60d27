"""A case of one sheet that another sheet of the same file knows nothing of.

The form: «填報提交成功後，請務必新增一筆追蹤紀錄» (S3 L455). Wrong: 通報字號 D001 among the reports, but not among
the tracking records. Right: at least one row with D001 there.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Submission

CODE = "missing_reference"


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for rule in submission.spec.rules:
        if rule.name != CODE:
            continue
        key = rule.params["key"]
        tables = {table.spec.name: table for table in submission.tables if key in table.columns}
        table, other = tables.get(rule.params["of"]), tables.get(rule.params["in"])
        if not table or not other:
            continue
        known = {value.text for value in other.columns[key].distinct}
        for index, value in enumerate(table.columns[key].values):
            if value and value.readable and value.text not in known:
                yield Hit(table.place(index, key), key, {"other": other.spec.label}, declared=rule)
