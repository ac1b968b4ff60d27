"""This is not a day of the calendar.

Wrong: 113/2/30
Right: 113/2/29
"""

from ..findings import Hit
from ..shared_checks import where

CODE = "date"
check = where(
    lambda field, value: field.expects == "date" and "type" in value.broken,
    lambda field, _: Hit(params={"calendar": field.calendar}),
)
