"""Regular expressions that can take for ever: on some, 30 characters cost eight seconds.

Python's engine tries every way to divide a text among repetitions. It stays quick where a long repetition repeats a
single character, where no two of them can match the same one, and where the short ones multiply to few ways.
"""

import math
import re
from collections.abc import Iterator
from itertools import combinations
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

_LONG = 20  # from so many on, a repetition is a long one
_WAYS = 1_000  # so many ways in which short repetitions can divide a text are tried in no time
_SINGLE = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SAMPLES = "".join(map(chr, range(128))) + "é中家０①𝄞"  # samples of all characters, with those of the pattern itself


def is_slow(pattern: str) -> bool:
    """Return whether a pattern can take for ever on some texts, or may; False for what is no pattern at all.

    >>> is_slow("[0-9]{3}-[0-9]+"), is_slow("(a+)+b"), is_slow("[a-z]*[a-c]*x"), is_slow("(.)x*y*\\\\1")
    (False, True, True, True)
    """
    try:
        repetitions = list(_repetitions(_parser.parse(pattern)))
    except (re.error, OverflowError, RecursionError):
        return False
    if None in repetitions:
        return True
    known = [(least, most, body) for least, most, body in filter(None, repetitions)]
    long = [body for _, most, body in known if most >= _LONG]
    ways = math.prod(most - least + 1 for least, most, _ in known if most < _LONG)
    if ways > _WAYS or any(len(body) != 1 or body[0][0] not in _SINGLE for body in long):
        return True
    samples = {*_SAMPLES, *pattern}
    matched = [{sample for sample in samples if _compiler.compile(body).fullmatch(sample)} for body in long]
    return any(not first.isdisjoint(second) for first, second in combinations(matched, 2))


def _repetitions(parsed: Any) -> Iterator[tuple[int, int, Any] | None]:
    """Yield every repetition, least and most times and what is repeated; None for what makes all guesses void.

    That is a reference back, and a repetition of what varies by itself: a repetition or a choice is in it.
    """
    for name, value in _elements(parsed):
        if name in (op.GROUPREF, op.GROUPREF_EXISTS):
            yield None
        elif name in _REPEATS:
            least, most, body = value
            if most > 1 and any(inner in (*_REPEATS, op.BRANCH) for inner, _ in _elements(body)):
                yield None
            yield int(least), int(most), body


def _elements(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every element of a pattern, with its value, and those inside of it."""
    if isinstance(parsed, _parser.SubPattern):
        for name, value in parsed:
            yield name, value
            yield from _elements(value)
    elif isinstance(parsed, tuple | list):
        for part in parsed:
            yield from _elements(part)
