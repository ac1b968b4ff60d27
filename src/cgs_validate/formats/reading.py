"""The result of reading one text in a format."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Reading:
    """``meaning``: the value of the text, of the field's type; the text itself where it has none.

    ``problems``: codes of what is wrong in the way it is written; ``fix``: how the same value is written rightly,
    where the text was understood without doubt.
    """

    meaning: Any
    problems: tuple[str, ...] = ()
    fix: str | None = None
