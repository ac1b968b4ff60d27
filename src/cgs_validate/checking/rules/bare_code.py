"""Only the code's number is due: no name, no T or P, no leading 0.

Wrong: T03, 3.家庭困擾, 家庭困擾, 03
Right: 3
Source: «例如P02.入班輔導，請輸入2，依此類推。» (P1, 相關服務 C3).
"""

from ..findings import Hit
from ..shared_checks import first_problem, where

CODE = "bare_code"
check = where(first_problem(CODE), lambda field, value: Hit(params=field.answer, fix=value.fix))
