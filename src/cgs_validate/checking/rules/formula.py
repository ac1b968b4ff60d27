"""The portal reads only the result that was saved, which may be out of date.

Wrong: =COUNTA(C6:C20)
Right: 15
"""

from ..findings import Severity
from ..shared_checks import where

CODE = "formula"
SEVERITY = Severity.WARNING
check = where(lambda field, value: value.cell.formula and value.readable)
