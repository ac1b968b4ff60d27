"""A time of day or a duration as ISO 8601 writes it, in days, as Excel counts. (ECMA-376 part 1, 18.18.11)

>>> read_time("12:00:00"), read_time("T06:00Z"), read_time("PT36H"), read_time("P1DT0.864S")
(0.5, 0.25, 1.5, 1.00001)
>>> read_time("24:00"), read_time("12"), read_time("P"), read_time("PT")
(None, None, None, None)
"""

import re

_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TIME = re.compile(r"T?(?P<h>[01][0-9]|2[0-3]):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9](?:\.[0-9]{1,20})?))?Z?")
_DURATION = re.compile(
    r"P(?=[0-9T])(?:(?P<d>[0-9]{1,7})D)?"
    r"(?:T(?=[0-9])(?:(?P<h>[0-9]{1,9})H)?(?:(?P<m>[0-9]{1,9})M)?(?:(?P<s>[0-9]{1,9}(?:\.[0-9]{1,20})?)S)?)?"
)


def read_time(text: str) -> float | None:
    """Return the days, None for what is neither a time nor a duration."""
    match = _TIME.fullmatch(text) or _DURATION.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict("0")
    seconds = (float(parts.get(unit, 0)) * length for unit, length in _SECONDS.items())
    return sum(seconds) / _SECONDS["d"]
