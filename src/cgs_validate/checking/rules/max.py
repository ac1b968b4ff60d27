"""The number is above the column's most.

Wrong: 9 where 5 is the most
Right: 5
"""

from ..shared_checks import breaks, test_limit

CODE = "max"
check = breaks(CODE, "limit")
formula = test_limit(CODE, ">")
