"""A report has the sheets 當月個案 and 相關服務; one is missing or renamed.

Wrong: only 當月個案
Right: both sheets
Source: «包含以下二個分頁（1.當月個案、2.相關服務）的所有項目資料» (S0 L148).
"""

from ..findings import Hit, Hits
from ..sheet_match import SheetMatch

CODE = "sheet_missing"


def check(match: SheetMatch) -> Hits:
    if match.sheet is None:
        yield Hit(params={"name": match.spec.sheet_name, "part": match.spec.label})
