"""The month or the school in the title was left blank, or the month is none, though there are data below.

Wrong: [   -   ] （學校名稱）輔導教師工作成果; [111-13] 虛構國中輔導教師工作成果
Right: [111-10] 某某國中輔導教師工作成果
Source: the title of the form has both (P1, 當月個案 A1); that they must be filled in is not stated, so probable.
"""

import re
from functools import lru_cache

from ...text import key
from ..findings import Hit, Hits, Place, Severity
from ..sheet_match import SheetMatch
from ..submission import Submission

CODE = "title_blank"
SEVERITY = Severity.WARNING
PROBABLE = True

_GAP = r"[\s_○〇◯□◎.…?*{}]"
_NO_MONTH = re.compile(
    rf"\[{_GAP}*+(?:民國)?年?{_GAP}*+-{_GAP}*+(?:[0-9]{{1,2}}|月份?)?{_GAP}*+\]"
    rf"|\[{_GAP}*+[0-9]{{1,3}}{_GAP}*+年?-{_GAP}*+(?:月份?)?{_GAP}*+\]"
    rf"|{_GAP}年{_GAP}*月|年{_GAP}+月"
)
# A month in brackets as the form has it, or in words: no month of the year, letters for digits, a Gregorian year.
_BAD_MONTH = re.compile(
    r"[\[【]\s*+[0-9OoIl]{2,4}\s*+[-/.年]\s*+[0-9OoIl]{1,3}\s*+月?\s*+[\]】]"
    r"|(?<![0-9])[0-9]{2,4}年\s*+[0-9OoIl]{1,3}\s*+月(?!\s*+[0-9]{1,2}\s*+日)"
)
_NO_SCHOOL = re.compile(
    r"\(?學校名稱\)?|\(校名\)|市/縣|縣/市|(?<!\s)\s{2,}+學校"
    r"|(?<![A-Za-z])X{2,}+(?:[市縣立私]|國[小中民]|高[中職級]|[中小]學)"
    r"|(?<![_○〇◯□◎])[_○〇◯□◎]{2,}+\s*+(?:[市縣立私]|國[小中民]|高[中職級]|中學|小學|學校|輔導)"
)
# Where the school is due, nothing but the month, or the kind of a school alone
_BEFORE_SCHOOL = r"^(?:[\W\d_年月份]|民國|學年度?)++"
_KIND = r"(?:學校(?:名稱)?|校名|國[小中]|國民[小中]學|高[中職]|高級中學|[中小]學)?"
_NAMED = re.compile(r"[\u4e00-\u9fff](?:國[小中]|國民[小中]學|高[中職工商]|家[商職]|[中小]學|學校)")


def check(submission: Submission) -> Hits:
    if not any(table.rows for table in submission.tables):
        return
    dated = {place.sheet for place, _ in submission.titles}
    for match in submission.matches:
        if match.sheet and match.header_row and (found := _blank(match, dated=match.sheet.name in dated)):
            place, blank = found
            title = match.spec.title.partition("\n")[0]
            month = submission.month or submission.spec.first_month
            example = title.replace("{month}", str(month)).replace("{school}", "某某國中")
            yield Hit(Place(match.sheet.name, *place), params={"blank": blank, "example": example})


def _blank(match: SheetMatch, *, dated: bool) -> tuple[tuple[int, int], str] | None:
    """Return the cell of the title, and what is blank in it: ``month``, ``school``, ``both``; None where nothing is.

    ``no_month`` where there is a month, but it is none.

    dated: whether any title has a month.
    """
    groups = match.spec.layout.group_words
    titles = [title for title in match.folded_titles if key(title[2]) not in groups]
    if not titles:
        return ((1, 1), "both") if (match.header_row or 0) >= match.spec.layout.header_row else None
    words = _without_school(match.spec.title)
    for row, column, text in titles:
        first = text.partition("\n")[0]
        no_month, no_school = not dated and _NO_MONTH.search(first), _NO_SCHOOL.search(first) or words.match(first)
        if no_school and any(_NAMED.search(other.partition("\n")[0]) for *_, other in titles):
            no_school = None
        if not dated and not no_school and _BAD_MONTH.search(first):
            return (row, column), "no_month"
        if no_month or no_school:
            return (row, column), "both" if no_month and no_school else "month" if no_month else "school"
    return None


@lru_cache(64)
def _without_school(title: str) -> re.Pattern[str]:
    """Return what finds a title in which nothing is where a spec's has the school."""
    words = key(title.partition("\n")[0].partition("{school}")[2].partition("(")[0])
    return re.compile(_BEFORE_SCHOOL + _KIND + re.escape(words) if words else r"(?!)")
