"""Numbers that may tell who somebody is: a telephone number, a day with its year; and any words.

>>> [may_be_personal(text) for text in ("0912-345-678", "912345678", "2008/3/5", "97年3月5日", "王小明")]
[True, True, True, True, True]
>>> [may_be_personal(text) for text in ("114-0133", "1月3日", "46025", "1.23457E+15", "1234567890123450", "B150", "")]
[False, False, False, False, False, False, False]
"""

import re

_HARMLESS = re.compile(r"[A-Z]{0,3}[0-9 .,:/+()E-]*%?|[0-9]{1,2}月[0-9]{1,2}日", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{2,4}[./-][0-9]{1,2}[./-][0-9]{1,2}(?![0-9])")
_PHONE = re.compile(r"0?[2-9][0-9]{7,8}|886[0-9]{8,9}")  # its digits


def may_be_personal(text: str) -> bool:
    """Return whether a text is more than a short number, or looks like a telephone number or a birthday."""
    digits = "".join(filter(str.isdecimal, text))
    return not _HARMLESS.fullmatch(text) or bool(_DAY.search(text) or _PHONE.fullmatch(digits))
