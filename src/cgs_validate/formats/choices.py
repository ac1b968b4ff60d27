"""複選: several codes in one cell.

The form: «若為兩個選項，選項間以半形逗號分隔。例如可輸入3,10。若學生輔導議題無次要類別，(副）欄位填寫0。»
(P1, 當月個案 L4).

>>> from cgs_validate.formats.code import code_names
>>> names = code_names({"3": ("家庭困擾",), "10": ("脆弱家庭",)}, prefix="T")
>>> read_choices("3,10", names, ",", "0")
Reading(meaning=('3', '10'), problems=(), fix=None)
>>> read_choices("3、10", names, ",", "0")
Reading(meaning=('3', '10'), problems=('separator',), fix='3,10')
>>> read_choices("Ｔ０３ 脆弱家庭", names, ",", "0")
Reading(meaning=('3', '10'), problems=('bare_code', 'separator'), fix='3,10')
>>> read_choices("0", names, ",", "0").meaning
('0',)
>>> [read_choices(text, names, ",", "0").fix for text in ("3﹐10", "3﹑10", "3､10", "3‧10", "3·10", "3・10", "三、十")]
['3,10', '3,10', '3,10', '3,10', '3,10', '3,10', '3,10']
>>> [read_choices(text, names, ",", "0").fix for text in ("③,10", "3①", "3.10")]
[None, None, None]
>>> read_choices("0、0", names, ",", "0")
Reading(meaning=('0',), problems=('choices_none',), fix='0')

Several codes where one is due are separated in the same ways, or are a range, with all in between.

>>> [several_codes(text, names) for text in ("3、10", "3 10", "10/3", "3~10", "3,3", "3", "3、20")]
[['3', '10'], ['3', '10'], ['10', '3'], ['3', '10'], [], [], []]
>>> names = {str(code): str(code) for code in range(1, 16)}
>>> between("7-9", names), between("7 ~ 9", names), between("9-7", names), between("7-8-9", names), between("7", names)
(('7', '8', '9'), ('7', '8', '9'), (), (), ())
>>> [several_codes(text, names) for text in ("7-9", "7 - 9、14", "7至8", "9-7", "7-8-10", "7-99")]
[['7', '8', '9'], ['7', '8', '9', '14'], ['7', '8'], ['9', '7'], ['7', '8', '10'], []]
"""

import re
from collections.abc import Iterable, Mapping

from ..text import strip
from .code import LONGEST, read_code
from .reading import Reading

# What people type between two choices instead of the comma. A full stop is not among them:
# 3.10 may be a choice of two or a number.
_OTHER_SEPARATORS = re.compile(r"\s*[,，﹐､、﹑；;﹔·‧•・･∙⋅/／|｜+＋&＆和及與跟\n]\s*|\s+")

_RANGE = re.compile(r"\s*[-~～〜–—－−至到]\s*")
_BRACKET = re.compile("[(（]")
_ENDS = 2  # of a range


def read_choices(text: str, names: Mapping[str, str], separator: str, none: str | None) -> Reading:
    """Read several codes; ``meaning`` is a tuple of codes. none: what is typed alone for "no choice"."""
    if len(text) > LONGEST:
        return Reading((text,))
    if none is not None:
        names = {**names, none: none}
    codes = set(names.values())
    alone = read_code(text, names)
    if alone.problems or alone.meaning in codes:
        return Reading((alone.meaning,), alone.problems, alone.fix)
    parts = [strip(part) for part in text.split(separator)]
    readings = [alone] if parts == [text] else [read_code(part, names) for part in parts]
    wrong_separator = not all(parts) or any(reading.meaning not in codes for reading in readings)
    if wrong_separator:
        pieces = [piece for part in parts for piece in _OTHER_SEPARATORS.split(part) if piece]
        again = readings if pieces == parts else [read_code(piece, names) for piece in pieces]
        if not again or any(reading.meaning not in codes for reading in again):
            return Reading(tuple(reading.meaning for reading in readings))
        readings = again
    if {reading.meaning for reading in readings} == {none}:
        return Reading((none,), ("choices_none",), none)
    problems = {problem for reading in readings for problem in reading.problems}
    if wrong_separator:
        problems.add("separator")
    meaning = tuple(reading.meaning for reading in readings)
    return Reading(meaning, tuple(sorted(problems)), separator.join(meaning) if problems else None)


def between(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of a range, with all in between; none where a text is no range of codes."""
    parts = _RANGE.split(text)
    ends = [read_code(part, names).meaning for part in parts] if len(parts) == _ENDS else []
    if not ends or not all(end in names.values() and end.isdecimal() for end in ends):
        return ()
    first, last = map(int, ends)
    return tuple(code for code in map(str, range(first, last + 1)) if code in names)


def several_codes(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes of a text that has several where one is due; none where it has anything else."""
    codes: list[str] = []
    known = set(names.values())
    for part in _OTHER_SEPARATORS.split(_RANGE.sub("-", text)) if len(text) <= LONGEST else ():
        for code in _one_or_range(part, names) if part else ():
            if code not in known or code in codes:
                return []
            codes.append(code)
    return codes if len(codes) > 1 else []


def listed(text: str) -> list[str]:
    """Return the parts of a text that has several, with the signs between them that people type.

    >>> listed("學生及家長"), listed("老師、家長"), listed("家長(父、母)"), listed("家長")
    (['學生', '家長'], ['老師', '家長'], [], [])
    """
    parts = list(filter(None, _OTHER_SEPARATORS.split(text))) if len(text) <= LONGEST else []
    return parts if len(parts) > 1 and not _BRACKET.search(text) else []


def _one_or_range(text: str, names: Mapping[str, str]) -> Iterable[str]:
    one = read_code(text, names)
    if one.problems or one.meaning in names.values():
        return (one.meaning,)
    return between(text, names) or (read_code(part, names).meaning for part in _RANGE.split(text) if part)
