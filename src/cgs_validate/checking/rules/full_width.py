"""Digits or letters were typed full-width.

Wrong: １２
Right: 12
"""

from ..shared_checks import written

CODE = "full_width"
check = written(CODE)
