"""代碼: a code of a code list, typed as the bare code.

The form: «請依據以下項目代號輸入。例如P02.入班輔導，請輸入2，依此類推。» (P1, 相關服務 C3). The portal shows
``T09.性別議題`` (S0 L555), so teachers type that, too.

>>> names = code_names({"3": ("家庭困擾",), "10": ("脆弱家庭", "高風險家庭")}, prefix="T")
>>> read_code("3", names)
Reading(meaning='3', problems=(), fix=None)
>>> read_code("３", names)
Reading(meaning='3', problems=('full_width',), fix='3')
>>> [read_code(text, names).fix for text in ("T03.家庭困擾", "T-03", "高風險家庭", "03")]
['3', '3', '10', '3']
>>> read_code("(3)", names).fix, read_code("(3)家庭困擾", names).fix
('3', '3')
>>> read_code("20", names)
Reading(meaning='20', problems=(), fix=None)
>>> read_code("1 0", names)
Reading(meaning='1 0', problems=(), fix=None)
>>> read_code("3.脆弱家庭", names)
Reading(meaning='3.脆弱家庭', problems=(), fix=None)
>>> read_code("十", names).fix, read_code("③", names).fix, read_code("1⓪", names).fix, read_code("3²", names).fix
('10', None, None, None)
>>> names = code_names({"1": ("一年級",), "2": ("二年級", "二"), "7": ("七年級", "國一"), "8": ("二年級", "二")})
>>> [read_code(text, names).fix for text in ("2.二年級", "7年級", "國1", "七")]
['2', '7', '7', '7']
>>> [read_code(text, names).fix for text in ("二年級", "2年級", "二", "一")]
[None, None, None, None]
>>> [added_to_code(text) for text in ("T03", "03", "3.家庭困擾", "家庭困擾", "無", "三", "(3)")]
['letter', 'zero', 'label', 'label', 'none', 'numeral', 'sign']
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from ..text import answer_key, half_width
from .chinese_number import in_chinese, lone_number, read_chinese_number
from .no_answer import says_none
from .reading import Reading

Meaning = TypeVar("Meaning")

LONGEST = 300  # characters; no choice of codes, with all their labels, is as long
_LINE = "一"
_ITEM = re.compile("[0-9]+[.:、]")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_TWO_NUMBERS = re.compile(r"[0-9]\s+[0-9]")
_NUMBERED = re.compile(r"\(?(?:([a-z])[-.]?)?0*([0-9]+)[.:、)\-]*([^0-9].*|)")


def code_names(labels: Mapping[str, tuple[str, ...]], prefix: str = "") -> dict[str, str]:
    """Return every way to write a code, in comparable form, with its code.

    labels: code → its label and its other names. A name that several codes share means one only after its number.
    """
    names: dict[str, str] = {}
    for name, codes in _by_name(labels).items():
        names |= {name: codes[0]} if len(codes) == 1 else {f"{code}.{name}": code for code in codes}
    if prefix:
        letter = f"prefix:{prefix.casefold()}"
        names[letter] = letter
    return names


def shared_names(labels: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the names, in comparable form, that several codes share, with those codes."""
    return {name: codes for name, codes in _by_name(labels).items() if len(codes) > 1}


def named(text: str, names: Mapping[str, Meaning]) -> Meaning | None:
    """Return what an answer names, whatever numerals it has; names are in comparable form: 2年級 is 二年級."""
    if len(text) > LONGEST:
        return None
    written = answer_key(text)
    return names.get(written) or names.get(in_chinese(written))


def _by_name(labels: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code, written in labels.items():
        for name in dict.fromkeys(filter(None, map(answer_key, (code, *written)))):
            codes.setdefault(name, []).append(code)
    return codes


def read_code(text: str, names: Mapping[str, str]) -> Reading:
    """Read one code. text: as shown, stripped; names: of ``code_names``."""
    if len(text) > LONGEST:
        return Reading(text)
    if names.get(text) == text:
        return Reading(text)
    whole = _WHOLE.fullmatch(text)
    plain = whole[1] if whole else text
    if names.get(plain) == plain:
        return Reading(plain)
    written = half_width(plain)
    if names.get(written) == written:
        return Reading(written, ("full_width",), written)
    code = None if _TWO_NUMBERS.search(written) else _meaning(answer_key(written), names)
    return Reading(code, ("bare_code",), code) if code else Reading(text)


def added_to_code(text: str) -> str:
    """Return what a code is written with, or as: ``letter``, ``zero``, ``sign``, ``none``, ``numeral``, ``label``."""
    written = answer_key(text)
    match = _NUMBERED.fullmatch(written)
    if match and not match[3]:
        return "letter" if match[1] else "zero" if written.startswith("0") else "sign"
    if says_none(text):
        return "none"
    return "numeral" if lone_number(text) else "label"


def is_in_words(text: str) -> bool:
    """Return whether a code is written in words, without its number and a point in front.

    >>> is_in_words("高一"), is_in_words("7年級"), is_in_words("10.高一"), is_in_words("08")
    (True, True, False, False)
    """
    written = half_width(text)
    return not written.isdigit() and not _ITEM.match(written)


def _meaning(written: str, names: Mapping[str, str]) -> str | None:
    """Return the code that an answer in comparable form names."""
    if written in names:
        return names[written]
    match = _NUMBERED.fullmatch(written)
    if not match:
        return _by_numeral(written, names)
    letter, number, label = match.groups()
    code = names.get(number)
    if code is None or (letter and f"prefix:{letter}" not in names):
        return None
    if not label or code in (names.get(label), names.get(f"{code}.{label}")):
        return code
    return names.get(in_chinese(written))


def _by_numeral(written: str, names: Mapping[str, str]) -> str | None:
    """Return the code that a text names by a numeral: 十, 國2; none for a line, which may be a dash."""
    number = str(read_chinese_number(written))
    if names.get(number) == number and written != _LINE and f"{number}.{written}" not in names:
        return number
    return names.get(in_chinese(written))
