"""The requirements of a field as one flat mapping: key and value of each, in the order of reading."""

import math
from typing import Any

from ..spec.model import FieldSpec


def requirements(field: FieldSpec) -> dict[str, Any]:
    """Return every requirement of a field by its key; one that the field does not have is left out.

    Constraints have their own names, the usual ones ``usual_min``. ``most`` is ``math.inf`` where any number
    of codes may be chosen.
    """
    choices = field.choices
    most = (choices.most or math.inf) if choices else 1
    asked = {
        "type": None if field.codes else field.type,
        "calendar": field.calendar if field.type == "date" else None,
        "codes": field.codes,
        "most": most if field.codes else None,
        "separator": choices.separator if choices and most != 1 else None,
        "none": choices.none if choices else None,
        "required": field.required,
        "required_when": field.required_when or None,
        "required_at_age": field.required_at_age,
        **field.constraints,
        **{f"usual_{name}": value for name, value in (field.usual.constraints if field.usual else {}).items()},
        "applies_when": field.applies_when or None,
        "otherwise": field.otherwise,
        "codes_only_when": field.codes_only_when or None,
        "stages": field.stages.codes if field.stages else None,
        "personal_data": field.personal_data or None,
    }
    return {key: value for key, value in asked.items() if value is not None}
