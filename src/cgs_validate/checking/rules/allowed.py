"""This is none of the column's choices.

Wrong: 25 as 學生年級
Right: 10 as 學生年級
"""

from ..findings import Hit
from ..shared_checks import where

CODE = "allowed"
check = where(lambda _, value: CODE in value.broken, lambda field, _: Hit(params=field.answer, rests_on=field.codes))
