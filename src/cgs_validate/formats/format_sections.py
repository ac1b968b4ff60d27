"""The grammar of Excel's number formats: sections, conditions, and the pieces of each. (ECMA-376 part 1, 18.8.31)

What Excel itself would refuse, and what it shows by the rules of another language, is no ``Section``; a format with
such a piece is unknown as a whole.

>>> [piece.kind.value for piece in sections('[<100]"A"0;yyyy')[0].pieces]
['literal', 'digit']
>>> sections("[DBNum1]0"), sections('"open')
((), ())
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from ..cached_property import cached_property

_MOST_SECTIONS = 4
_TOKENS = re.compile(
    r"""
    (?P<literal> "[^"]*" | \\. | [^\x00-\x7f]+ | [$+():!^&'~{}<>=\ -] )
  | (?P<blank> _. ) | (?P<fill> \*. )
  | \[ (?: (?P<elapsed> h+ | m+ | s+ ) | (?P<condition> (?:<=|>=|<>|<|>|=) \s* -?[0-9]+(?:\.[0-9]*)? )
         | \$ (?P<currency> [^\]-]* ) (?: - (?P<language> [0-9a-f]{1,8} ) (?:,[^\]]*)? )?
         | (?P<colour> black|blue|cyan|green|magenta|red|white|yellow|colou?r\ ?[0-9]{1,2} ) ) \]
  | (?P<general> general ) | (?P<power> e[+-] )
  | (?P<noon> am/pm | a/p | 上午/下午 )
  | (?P<fraction> (?<=s)\.0+ | (?<=s\])\.0+ )
  | (?P<time> y+ | m+ | d+ | h+ | s+ | e+ | g+ | a{3,4} )
  | (?P<digit> [0#?] ) | (?P<number> [1-9] ) | (?P<point> \. ) | (?P<comma> , ) | (?P<percent> % ) | (?P<slash> / )
  | (?P<text> @ )
  | (?P<end> ; )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COMPARED = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}


class Kind(Enum):
    """The kind of a piece."""

    __hash__ = object.__hash__  # that of Enum is slow, and kinds are looked up for each number

    LITERAL = "literal"
    GENERAL = "general"
    DIGIT = "digit"
    NUMBER = "number"
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    SLASH = "slash"
    POWER = "power"
    TEXT = "text"
    TIME = "time"
    ELAPSED = "elapsed"
    FRACTION = "fraction"
    NOON = "noon"


class Piece(NamedTuple):
    """One piece of a section: what it is, and its characters; a literal's are those that are shown."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Section:
    """One section. ``condition``: the comparison and the limit that its numbers pass; ``language``: of ``[$-404]``."""

    pieces: tuple[Piece, ...]
    condition: tuple[str, float] | None = None
    language: int = 0

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of its pieces."""
        return frozenset(piece.kind for piece in self.pieces)

    @cached_property
    def is_time(self) -> bool:
        """Whether it shows days, times of day or lengths of time."""
        return not self.kinds.isdisjoint((Kind.TIME, Kind.ELAPSED))

    def holds(self, number: float) -> bool:
        """Return whether a number passes its condition; any does where it has none."""
        return self.condition is None or bool(_COMPARED[self.condition[0]](number, self.condition[1]))

    @property
    def only_negative(self) -> bool:
        """Whether its own condition lets no number above 0 pass, so that no sign is shown."""
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0


@lru_cache(1024)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a format's code; none where it is unknown."""
    found: list[list[re.Match[str]]] = [[]]
    end = 0
    for match in _TOKENS.finditer(code):
        if match.start() != end:
            return ()
        end = match.end()
        if match.lastgroup == "end":
            found.append([])
        else:
            found[-1].append(match)
    if end != len(code) or len(found) > _MOST_SECTIONS:
        return ()
    return tuple(map(_section, found))


def _section(matches: list[re.Match[str]]) -> Section:
    condition, language = None, 0
    for match in matches:
        if match["condition"]:
            sign = match["condition"].rstrip("-.0123456789 ")
            condition = sign, float(match["condition"].removeprefix(sign))
        if match["language"]:
            language = int(match["language"], 16) & 0xFFFF
    return Section(tuple(_pieces(matches)), condition, language)


def _pieces(matches: list[re.Match[str]]) -> Iterator[Piece]:
    for match in matches:
        name, text = match.lastgroup or "", match[0]
        if name == "literal":
            yield Piece(Kind.LITERAL, text[1:-1] if text[0] == '"' else text[1:] if text[0] == "\\" else text)
        elif name == "blank":
            yield Piece(Kind.LITERAL, " ")
        elif match["currency"]:
            yield Piece(Kind.LITERAL, match["currency"])
        elif name == "elapsed":
            yield Piece(Kind.ELAPSED, match[name].lower())
        elif name in _AS_THEY_ARE:
            yield Piece(Kind(name), text.lower())


_AS_THEY_ARE = {kind.value for kind in Kind} - {"literal", "elapsed"}
