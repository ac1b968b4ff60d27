"""The columns are those of another year's form. A new school year needs its new form.

Wrong: 新案舊案, 晤談次數 in a file of 111
Right: the blank form of 111
Source: «注意：新學期需使用新表格格式才能成功上傳。» (S0 L75).
"""

from ..findings import Hit, Hits
from ..sheet_match import SheetMatch

CODE = "template_other_year"


def check(match: SheetMatch) -> Hits:
    if match.other_template:
        yield Hit(match.place(), params={"found": match.other_template.title})
