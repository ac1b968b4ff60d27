"""The text is shorter than the column asks for.

Wrong: 同上
Right: the content in full
"""

from ..shared_checks import breaks_length

CODE = "minlength"
check = breaks_length(CODE)
