"""The column asks for a certain form.

Wrong: 12
Right: 113-0042
"""

from ..shared_checks import breaks

CODE = "regex"
check = breaks(CODE, "form")
