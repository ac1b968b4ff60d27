"""The number is below the column's least.

Wrong: -1
Right: 0
"""

from ..shared_checks import breaks, test_limit

CODE = "min"
check = breaks(CODE, "limit")
formula = test_limit(CODE, "<")
