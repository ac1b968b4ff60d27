"""The signs of a template that we wrote ourselves, and how they are found again.

A form that we rebuilt must not confirm our own guesses (docs/facts.md A6). Programs that save it drop the name that the
file has for it, and a copied sheet leaves the others behind; so each text of such a form carries a sign.
"""

import re

from ..text import key
from ..workbook import Workbook
from .grammar import ID

NOTICE = "暫定，請用系統下載的空白表格"
SIGN = "\u2060\u200c\u2060"  # shows nothing, and no comparison of texts sees it
LIST_SHEET = "_lists"  # hidden; holds the entries of the dropdowns

_NOTICE_KEY = key(NOTICE)
_ID = re.compile(ID["regex"])  # of a spec, which other programs do not write as the category of a document


def is_named_own(workbook: Workbook) -> bool:
    """Return whether a workbook is named as one of our templates, or has the sheet of their lists."""
    return bool(_ID.fullmatch(workbook.template)) or any(sheet.name == LIST_SHEET for sheet in workbook)


def is_own_text(text: str) -> bool:
    """Return whether a text is one of a template that we wrote."""
    return SIGN in text or (NOTICE[:2] in text and _NOTICE_KEY in key(text))


def without_signs(text: str) -> str:
    """Return a text as the spec has it, without the signs."""
    return text.replace(SIGN, "").removeprefix(f"{NOTICE}\n")
