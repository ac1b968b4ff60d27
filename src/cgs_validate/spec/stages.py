"""學制: the school stage in a school's name.

>>> stage_in("[111-10] 某某國中輔導教師工作成果"), stage_in("市立建國高級中學"), stage_in("某某家商")
('junior', 'senior', 'senior')
>>> stage_in("市立建國中學"), stage_in("某某完全中學"), stage_in("某某國中小"), stage_in("某某高中附設國中")
(None, None, None, None)
"""

import re
from functools import lru_cache

from ..text import fold

_SCHOOLS = {
    "elementary": re.compile("國小|小學|中小"),
    "junior": re.compile("國中(?![學心])|國民中|中小|完全中學"),
    "senior": re.compile(
        "高中(?![學心])|高級中學|高級中等學校|[高家]職|職業學校|高[工商農]|家商|[農商]工|工商|完全中學"
    ),
}
_TWO = re.compile("高級中學|高中(?![學心職])|完全中學")
_NAME = re.compile(
    "([\u4e00-\u9fff]+?)(?:國[小中]|國民[中小]|高[中職工商農]|高級[中工商農家]|職業學校|家[商職]|[農商]工|完全中學|[中小]學)"
)
_PLACE = re.compile(".*[立縣市鄉鎮區](?=.{2})")
_LONGEST_TITLE = 100  # characters


def may_have_two(title: str) -> bool:
    """Return whether the school in a title may have a junior department besides the senior one.

    >>> may_have_two("某某高級中學"), may_have_two("某某高中"), may_have_two("某某高職"), may_have_two("某某國中")
    (True, True, False, False)
    """
    return _TWO.search(_first_line(title)) is not None


def stage_in(title: str) -> str | None:
    """Return the stage of the school in a title; None where it names none, or two."""
    line = _first_line(title)
    found = [stage for stage, schools in _SCHOOLS.items() if schools.search(line)]
    return found[0] if len(found) == 1 else None


def same_school(title: str, other: str) -> bool:
    """Return whether two titles may name the same school, in full or in short; also where one names none.

    >>> title = "[111-10] 臺中市立虛構國民中學輔導教師工作成果"
    >>> [same_school(title, other) for other in ("111年10月虛構國中", "[111-10]", "[111-10] 雲海國中", "虛構國小")]
    [True, True, False, False]
    """
    names = [_PLACE.sub("", found[1]) for text in (title, other) if (found := _NAME.search(_first_line(text)))]
    names = [name for name in names if name != "某某"]  # as examples have it
    stages = {stage_in(title), stage_in(other)}
    same_stage = len(stages) == 1 or None in stages or may_have_two(title) or may_have_two(other)
    return len(names) < 2 or (same_stage and (names[0] in names[1] or names[1] in names[0]))


def _first_line(title: str) -> str:
    return _folded_line(title[:_LONGEST_TITLE])


@lru_cache(16)  # the rules ask for the few titles of a workbook again and again
def _folded_line(title: str) -> str:
    return fold(title).partition("\n")[0]
