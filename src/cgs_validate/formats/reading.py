"""What a reader of a format understood of one text."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Reading:
    """``meant``: the value that the text stands for, of the field's type; the text itself where it cannot be told.

    ``problems``: codes of what is wrong in the way it is written; ``fix``: how the same value is written rightly,
    where the text was understood without doubt.
    """

    meant: Any
    problems: tuple[str, ...] = ()
    fix: str | None = None
