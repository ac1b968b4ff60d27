"""A column of the form is missing. The portal reads every column.

Wrong: 轉介概況 deleted
Right: all 14 columns
"""

from ..findings import Hit
from ..shared_checks import on_sheet

CODE = "column_missing"
check = on_sheet(lambda match: [Hit(match.place(), field.name) for field in match.missing])
