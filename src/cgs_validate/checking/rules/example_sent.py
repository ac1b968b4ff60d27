"""The filled-in example of the form, sent as a report.

The rule: «上傳格式請下載空白檔進行填寫，勿使用填報範例上傳» (S0 L184). Known by 填報範例 in a title or a sheet's
name.
"""

from collections.abc import Iterator

from ...text import key
from ..findings import Hit, Place
from ..tables import Submission

CODE = "example_sent"


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for match in submission.matches:
        if match.sheet is None:
            continue
        titles = [(row, column) for row, column, text in match.folded_titles if _is_example(text)]
        if titles or _is_example(match.sheet.name):
            yield Hit(Place(match.sheet.name, *(titles[0] if titles else ())))


def _is_example(text: str) -> bool:
    told = key(text)
    return "填報範例" in told or "填報範列" in told
