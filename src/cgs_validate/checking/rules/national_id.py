"""The student code looks like an ID number. Use a code of the school's own. The value is shown nowhere.

Wrong: A123456789
Right: S001
Source: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4).
"""

from ...formats.national_id import contains_national_id
from ..findings import Severity
from ..shared_checks import personal

CODE = "national_id"
SEVERITY = Severity.WARNING
check = personal(CODE, contains_national_id)
