"""The filled-in example of the form was sent instead of the school's own data. The portal asks for the blank form,
filled in.

Wrong: a title, a sheet's name or the file's own with 填報範例
Right: the blank form, filled in
Source: «上傳格式請下載空白檔進行填寫，勿使用填報範例上傳» (S0 L184). The portal calls the file 填報範例 (S0 L151).
"""

from ...text import key
from ..findings import Hit, Hits, Place
from ..submission import Submission

CODE = "example_sent"


def check(submission: Submission) -> Hits:
    if _is_example(submission.name):
        yield Hit(params={"where": "file_name"})
    for match in submission.matches:
        if match.sheet is None:
            continue
        titles = [(row, column) for row, column, text in match.folded_titles if _is_example(text)]
        if titles or _is_example(match.sheet.name):
            yield Hit(Place(match.sheet.name, *(titles[0] if titles else ())))


def _is_example(text: str) -> bool:
    comparable = key(text)
    return "填報範例" in comparable or "填報範列" in comparable
