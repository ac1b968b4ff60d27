"""The student code names a class, so that people of the school can guess who it is. Use a code of the school's own. The
value is shown nowhere.

Wrong: 八年1班15號
Right: S001
Source: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4).
"""

from ...formats.class_seat import looks_like_class_seat
from ..findings import Severity
from ..shared_checks import personal

CODE = "class_seat"
SEVERITY = Severity.WARNING
check = personal(CODE, looks_like_class_seat)
