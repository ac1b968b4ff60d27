"""The student code, or a description, holds a telephone number or an e-mail address. Use a code of the school's own,
and leave the number out of the description.

The value is shown nowhere.

Wrong: 0912-345-678
Right: S001
Source: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4).
"""

from ...formats.contact import contains_contact
from ..findings import Severity
from ..shared_checks import personal

CODE = "contact"
SEVERITY = Severity.WARNING
check = personal(CODE, contains_contact)
