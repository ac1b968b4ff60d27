"""One code is in the cell twice; perhaps a slip.

Wrong: 3,3
Right: 3
Source: docs/facts.md A9: not forbidden, so a warning.
"""

from ..findings import Severity
from ..shared_checks import where

CODE = "choices_repeat"
SEVERITY = Severity.WARNING
check = where(lambda field, value: field.choices and len(set(value.codes)) < len(value.codes))
