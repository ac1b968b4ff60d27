"""學制: the school stage in a school's name.

>>> stage_in("[111-10] 某某國中輔導教師工作成果"), stage_in("市立建國高級中學"), stage_in("某某家商")
('junior', 'senior', 'senior')
>>> stage_in("市立建國中學"), stage_in("某某完全中學"), stage_in("某某國中小"), stage_in("某某高中附設國中")
(None, None, None, None)
"""

import re

from ..text import fold

_SCHOOLS = {
    "elementary": re.compile("國小|小學|中小"),
    "junior": re.compile("國中(?![學心])|國民中|中小|完全中學"),
    "senior": re.compile(
        "高中(?![學心])|高級中學|高級中等學校|[高家]職|職業學校|高[工商農]|家商|[農商]工|工商|完全中學"
    ),
}
_TWO = re.compile("高級中學|高中(?![學心職])|完全中學")
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


def _first_line(title: str) -> str:
    return fold(title[:_LONGEST_TITLE]).partition("\n")[0]
