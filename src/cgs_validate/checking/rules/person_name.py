"""The student code looks like a name, also a masked one, or one with a class. Use a code of the school's own.

The value is shown nowhere.

Wrong: 王小明
Right: S001
Source: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4).
"""

from ...formats.person_name import looks_like_person_name
from ..findings import Severity
from ..shared_checks import personal

CODE = "person_name"
SEVERITY = Severity.WARNING
check = personal(CODE, looks_like_person_name)
