"""Several codes as they were typed, guessed from what Excel made of them: ``3,10`` becomes 310, 3.1, or a day in March.

>>> codes = [str(code) for code in range(1, 20)]
>>> of_number("310", "310", codes, 2), of_number("3.10", "3.1", codes, 2), of_number("3.1", "3.1", codes, 2)
([('3', '10')], [('3', '10')], [('3', '1'), ('3', '10')])
>>> of_number("112", "112", codes, 2), of_number("20", "20", codes, 2), of_number("33", "33", codes, 2)
([('1', '12'), ('11', '2')], [], [])
>>> of_moment(46091.0, date(2026, 3, 10), codes, 2), of_moment(190 / 1440, None, codes, 2)
([('3', '10')], [('3', '10')])

In a text Excel has changed nothing, but it may have another sign than the comma, or none.

>>> names = {code: code for code in codes}
>>> [of_text(text, names, 2) for text in ("3.10", "３．１０", "3.10.", "3-10", "3月10日", "310")]
[[('3', '10')], [('3', '10')], [('3', '10')], [('3', '10')], [('3', '10')], [('3', '10')]]
>>> [of_text(text, names, 2) for text in ("3.家庭困擾", "-3", "3-3")]
[[], [], []]
>>> {*map(tuple, (of_text(text, names, 2) for text in ("3→10", "3>10", "3或10", "(3)(10)", "3(10)", "[3][10]")))}
{(('3', '10'),)}
>>> of_text("3-10-12", names, 2), of_text("3-10-12", names, None)
([], [('3', '10', '12')])
>>> of_text("1-3", names, None)
[('1', '3'), ('1', '2', '3')]
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from ..text import half_width
from .choices import between
from .code import LONGEST, read_code

_LONGEST = 10  # digits
_LONGEST_TIME = 100  # days, in hours and minutes longer than any two codes
_MINUTES = 1_440  # of a day
_SHORT_YEARS = range(2_000, 2_030)  # what Excel makes of 00 to 29
_DECIMALS = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")
_SIGNS = re.compile(r"[.。]\s*(?=[0-9])|[-~～〜–—－−至到月日號→>或(){}\[\]【】「」]+|(?<=[0-9])(?=[A-Za-z][0-9])")

Codes = tuple[str, ...]


def of_number(shown: str, stored: str, codes: Collection[str], most: int | None) -> list[Codes]:
    """Return the choices of codes that Excel, or a full stop for the comma, makes such a number or text of.

    shown, stored: of the cell; the same where they do not differ. most: codes in one cell.
    """
    if match := _DECIMALS.fullmatch(shown):
        whole, decimals = match.groups()
        guesses = [(whole, decimals)]
        if shown == stored and not decimals.endswith("0"):
            guesses.append((whole, f"{decimals}0"))  # Excel drops the 0 of 3.10
        return _fitting(guesses, codes, most)
    if stored.isdecimal() and len(stored) <= _LONGEST:
        return _fitting(_splits(stored, codes, most or _LONGEST), codes, most)
    return []


def of_text(text: str, names: Mapping[str, str], most: int | None) -> list[Codes]:
    """Return the choices of codes that a text means which has another sign between them than the comma, or none."""
    if len(text) > LONGEST:
        return []
    written, known = half_width(text).rstrip(".。"), set(names.values())
    if written.isdecimal():
        return of_number(written, written, known, most)
    parts = (read_code(part, names).meaning for part in _SIGNS.split(written) if part)
    return _fitting([_all_known(parts, known), between(written, names)], known, most)


def _all_known(codes: Iterable[str], known: Collection[str]) -> Codes:
    """Return each of some codes once; none where one is not known, behind which no other is read."""
    found: dict[str, None] = {}
    for code in codes:
        if code not in known:
            return ()
        found[code] = None
    return tuple(found)


def of_moment(number: float, day: date | None, codes: Collection[str], most: int | None) -> list[Codes]:
    """Return the choices of codes that Excel makes such a day or time of."""
    if day is None and number > _LONGEST_TIME:
        return []
    if day is None or number < 1:
        minutes = round(number * _MINUTES)
        return _fitting([(str(minutes // 60), str(minutes % 60))], codes, most)
    guesses: list[Codes] = [(str(day.month), str(day.day))]
    if day.year in _SHORT_YEARS:
        guesses.append((str(day.year % 100), *guesses[0]))
    return _fitting(guesses, codes, most)


def _splits(digits: str, codes: Collection[str], most: int) -> Iterator[Codes]:
    """Yield the ways to split digits into codes."""
    if digits in codes:
        yield (digits,)
    longest = max(map(len, codes), default=0)
    for end in range(1, min(longest + 1, len(digits)) if most > 1 else 1):
        if digits[:end] in codes:
            yield from ((digits[:end], *rest) for rest in _splits(digits[end:], codes, most - 1))


def _fitting(guesses: Iterable[Codes], codes: Collection[str], most: int | None) -> list[Codes]:
    """Return the guesses that are several codes, each once, and not too many."""
    return [
        guess
        for guess in dict.fromkeys(guesses)
        if 1 < len(set(guess)) == len(guess) <= (most or len(guess)) and all(map(codes.__contains__, guess))
    ]
