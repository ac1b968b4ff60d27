"""Counts are whole numbers without a unit.

Wrong: 3次, 1.5, 二
Right: 3
"""

from ..findings import Hit
from ..shared_checks import where

CODE = "whole_number"
check = where(
    lambda field, value: field.expects == "integer" and "type" in value.broken,
    lambda field, _: Hit(params=field.answer, rests_on=field.backing.get("type")),
)
