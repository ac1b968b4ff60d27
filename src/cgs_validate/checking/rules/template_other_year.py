"""A sheet of another year's template.

The rule: «注意：新學期需使用新表格格式才能成功上傳。» (S0 L75). Known by headers that only the other template has.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "template_other_year"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    if match.sheet and match.other_template:
        yield Hit(Place(match.sheet.name, match.header_row), params={"found": match.other_template.title})
