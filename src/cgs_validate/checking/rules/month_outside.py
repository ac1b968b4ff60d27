"""A report month that this template does not serve.

The rule: «注意：新學期需使用新表格格式才能成功上傳。» (S0 L75). Wrong: 110-10 in the template of school year 111.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Submission

CODE = "month_outside"


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    month, spec = submission.month, submission.spec
    if month and not spec.serves(month):
        place = next((place for place, told in submission.titles if told == month), None)
        params = {"month": str(month), "first": str(spec.first_month), "last": str(spec.last_month or "")}
        if spec.last_month is None:
            params["expects"] = "later"
        yield Hit(place, params=params, declared=spec)
