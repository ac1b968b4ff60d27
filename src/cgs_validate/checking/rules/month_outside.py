"""The form does not serve the report month. Each school year's form serves the months of that year only; that of 111
serves 111-08 to 112-07.

Wrong: 110-10 in the form of 111
Right: 111-10 in the form of 111
Source: «注意：新學期需使用新表格格式才能成功上傳。» (S0 L75). An end that no document states only warns: that of 111
is not, «109年8月至111年7月填報適用» (S0 L153) is.
"""

from ..findings import Hit, Hits
from ..submission import Submission

CODE = "month_outside"


def check(submission: Submission) -> Hits:
    month, spec = submission.month, submission.spec
    if month and not spec.serves(month):
        place = next((place for place, title in submission.titles if title == month), None)
        params = {"month": str(month), "first": str(spec.first_month), "last": str(spec.last_month or "")}
        if spec.last_month is None:
            params["expects"] = "later"
        end = "from" if month < spec.first_month else "to"
        yield Hit(place, params=params, rests_on=spec.backing.get(end, spec))
