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

Several codes where one is due are separated in the same ways, or are a range.

>>> [several_codes(text, names) for text in ("3、10", "3 10", "10/3", "3~10", "3,3", "3", "3、20")]
[['3', '10'], ['3', '10'], ['10', '3'], ['3', '10'], [], [], []]
>>> names = {str(code): str(code) for code in range(1, 16)}
>>> between("7-9", names), between("7 ~ 9", names), between("9-7", names), between("7-8-9", names), between("7", names)
(('7', '8', '9'), ('7', '8', '9'), (), (), ())
"""

import re
from collections.abc import Mapping

from ..text import strip
from .code import LONGEST, read_code
from .reading import Reading

# What people type between two choices instead of the comma. A full stop is not among them:
# 3.10 may be a choice of two or a number.
_OTHER_SEPARATORS = re.compile(r"\s*[,，﹐､、﹑；;﹔·‧•・･∙⋅/／|｜+＋&＆和及與跟\n]\s*|\s+")

_RANGE = re.compile(r"\s*[-~～〜–—－−至到]\s*")
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
    readings = [read_code(part, names) for part in parts]
    wrong_separator = not all(parts) or any(reading.meaning not in codes for reading in readings)
    if wrong_separator:
        pieces = [piece for part in parts for piece in _OTHER_SEPARATORS.split(part) if piece]
        again = [read_code(piece, names) for piece in pieces]
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
    """Return the codes of a range, with all in between; none where a text is no range, or has one of names alone."""
    ends = [read_code(part, names).meaning for part in _RANGE.split(text)]
    codes = list(dict.fromkeys(names.values()))
    if len(ends) != _ENDS or not set(ends) <= set(codes):
        return ()
    first, last = map(codes.index, ends)
    return tuple(codes[first : last + 1]) if first < last else ()


def several_codes(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes of a text that has several where one is due; none where it has anything else."""
    for separators in (_OTHER_SEPARATORS, _RANGE) if len(text) <= LONGEST else ():
        codes = [read_code(part, names).meaning for part in separators.split(text) if part]
        if len(codes) > 1 and len(codes) == len(set(codes)) and set(codes) <= set(names.values()):
            return codes
    return []
