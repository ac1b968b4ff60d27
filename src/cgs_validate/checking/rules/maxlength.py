"""The text is longer than the column allows.

Wrong: 301 characters where 300 are the most
Right: 300 or less
"""

from ..shared_checks import breaks_length

CODE = "maxlength"
check = breaks_length(CODE)
