"""Full-width digits or letters where half-width ones are due.

Wrong: ``３``, ``１２``. Right: ``3``, ``12``.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "full_width"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if value.reading.problems[:1] == (CODE,):
        yield Hit(fix=value.reading.fix)
