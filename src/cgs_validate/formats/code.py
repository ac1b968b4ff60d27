"""代碼: a code of a code list, typed as the bare code.

The form: «請依據以下項目代號輸入。例如P02.入班輔導，請輸入2，依此類推。» (P1, 相關服務 C3). The portal shows
``T09.性別議題`` (S0 L555), so teachers type that, too.

>>> names = code_names({"3": ("家庭困擾",), "10": ("脆弱家庭", "高風險家庭")}, prefix="T")
>>> read_code("3", names)
Reading(meaning='3', problems=(), fix=None)
>>> read_code("３", names)
Reading(meaning='3', problems=('full_width',), fix='3')
>>> read_code("T03.家庭困擾", names).fix, read_code("高風險家庭", names).fix, read_code("03", names).fix
('3', '10', '3')
>>> read_code("20", names)
Reading(meaning='20', problems=(), fix=None)
>>> read_code("1 0", names)
Reading(meaning='1 0', problems=(), fix=None)
>>> read_code("3.脆弱家庭", names)
Reading(meaning='3.脆弱家庭', problems=(), fix=None)
>>> names = code_names({"2": ("二年級",), "8": ("八年級", "二年級")})
>>> read_code("二年級", names).fix, read_code("2.二年級", names).fix
(None, '2')
"""

import re
from collections.abc import Mapping

from ..text import fold, key
from .reading import Reading

LONGEST = 300  # characters; no choice of codes, with all their labels, is as long
_WHOLE = re.compile(r"([0-9]+)\.0+")
_TWO_NUMBERS = re.compile(r"[0-9]\s+[0-9]")
_NUMBERED = re.compile(r"([a-z]?)0*([0-9]+)[.:、)\-]*([^0-9].*|)")


def code_names(labels: Mapping[str, tuple[str, ...]], prefix: str = "") -> dict[str, str]:
    """Return every way to write a code, in comparable form, with its code.

    labels: code → its label and its other names. A name that several codes share means one only after its number.
    """
    names: dict[str, str] = {}
    for name, codes in _by_name(labels).items():
        names |= {name: codes[0]} if len(codes) == 1 else {f"{code}.{name}": code for code in codes}
    if prefix:
        names[f"prefix:{prefix.casefold()}"] = prefix
    return names


def shared_names(labels: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the names, in comparable form, that several codes share, with those codes."""
    return {name: codes for name, codes in _by_name(labels).items() if len(codes) > 1}


def _by_name(labels: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code, written in labels.items():
        for name in dict.fromkeys(filter(None, map(key, (code, *written)))):
            codes.setdefault(name, []).append(code)
    return codes


def read_code(text: str, names: Mapping[str, str]) -> Reading:
    """Read one code. text: as shown, stripped; names: of ``code_names``."""
    if len(text) > LONGEST:
        return Reading(text)
    whole = _WHOLE.fullmatch(text)
    plain = whole[1] if whole else text
    if names.get(plain) == plain:
        return Reading(plain)
    folded = fold(plain)
    if names.get(folded) == folded:
        return Reading(folded, ("full_width",), folded)
    code = None if _TWO_NUMBERS.search(folded) else _meaning(key(folded), names)
    return Reading(code, ("bare_code",), code) if code else Reading(text)


def _meaning(written: str, names: Mapping[str, str]) -> str | None:
    if written in names:
        return names[written]
    match = _NUMBERED.fullmatch(written)
    if not match:
        return None
    letter, number, label = match.groups()
    code = names.get(number)
    if code is None or (letter and f"prefix:{letter}" not in names):
        return None
    return code if not label or code in (names.get(label), names.get(f"{code}.{label}")) else None
