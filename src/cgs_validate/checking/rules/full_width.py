"""Digits or letters were typed full-width.

Wrong: １２
Right: 12
"""

from ..findings import Hit
from ..shared_checks import first_problem, where

CODE = "full_width"
check = where(first_problem(CODE), lambda _, value: Hit(fix=value.fix))
