"""相近的代碼: which codes a text that is none resembles, by their labels; only ever to ask, never to write.

>>> labels = {"0": "以下皆非", "8": "情緒行為障礙", "9": "學習障礙", "11": "自閉症", "13": "其他障礙"}
>>> [nearest_codes(text, labels) for text in ("自閉", "自閉症(輕度)", "學障", "情障", "其它障礙", "③", "abc")]
[['11'], ['11'], ['9'], ['8'], ['13'], [], []]
>>> labels = {"3": "家庭困擾", "5": "情緒困擾", "10": "脆弱家庭", "12": "學習困擾"}
>>> [nearest_codes(text, labels) for text in ("家庭", "情緒問題", "家庭因素", "困擾", "３", "③", "③情緒困擾")]
[['3', '10'], ['5'], ['3', '10'], ['3', '5', '12'], [], ['3'], ['5']]
>>> [nearest_codes(text, labels) for text in ("3（主）", "約3次", "主3", "#3", ",3", "3.家庭", "3.情緒", "1O")]
[['3'], ['3'], ['3'], ['3'], ['3'], ['3'], ['3', '5'], ['10']]
>>> [nearest_codes(text, labels) for text in ("3①", "K3", "310", "3.1", "-3", "4類", "3>5")]
[[], [], [], [], [], [], []]
>>> definitions = {"3": "學生於面對家庭失能或親子互動時", "5": "學生因情緒表達", "12": "學生於學習過程中"}
>>> [nearest_codes(text, labels, definitions) for text in ("親子", "學生", "情緒", "子")]
[['3'], ['3', '5', '12'], ['5'], []]
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from ..text import answer_key, half_width, other_digits
from .chinese_number import digits_for_letters, lone_number

_MOST = 3  # codes that are worth naming
_LONGEST = 40  # characters; no answer in words is as long
_LEAST = 2  # characters by which a label is known
_ONE_NUMBER = re.compile(r"(?![-+~<>])[^0-9a-zA-Z.]{0,10}([0-9]{1,2})(?:\.(?![0-9]))?[^0-9a-zA-Z.]{0,10}")
_ALIKE, _AS_ALIKE = 0.5, 0.05


def nearest_codes(text: str, labels: Mapping[str, str], definitions: Mapping[str, str] | None = None) -> list[str]:
    """Return the one to three codes that a text resembles, none where it resembles none or too many.

    labels, definitions: in the form in which answers are compared, by their codes.
    """
    if len(text) > _LONGEST:
        return []
    if (alone := lone_number(text) or digits_for_letters(text)) in labels:
        return [alone]
    number, near = _number_in(text), _by_words(text, labels) or _defined(text, definitions or {})
    if number is None or number not in labels:
        return near
    return [number] if number in near or not near else [number, *near][:_MOST]


def nearest_names(text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the one to three codes of the names that are part of a text, or of which it is a part.

    >>> names = {"adhd": ["8"], "疑似": ["0"], "低收入戶": ["0"], "m": ["1"]}
    >>> nearest_names("疑似ADHD", names), nearest_names("低收", names)
    (['8', '0'], ['0'])
    """
    written = answer_key(text) if len(text) <= _LONGEST else ""
    found = [codes for name, codes in names.items() if len(name) >= _LEAST and _is_part(written, name)]
    near = list(dict.fromkeys(code for codes in found for code in codes))
    return near if len(near) <= _MOST else []


def _by_words(text: str, labels: Mapping[str, str]) -> list[str]:
    """Return the codes whose labels a text resembles."""
    written = answer_key(text).replace("ㄧ", "一")
    named = {code: label for code, label in labels.items() if len(label) >= _LEAST}
    for resembles in (_is_part, _is_short_for):
        if found := [code for code, label in named.items() if resembles(written, label)]:
            return found if len(found) <= _MOST else []
    return _alike(written, named)


def _defined(text: str, definitions: Mapping[str, str]) -> list[str]:
    """Return the codes in whose definitions a text is a word."""
    written = answer_key(text)
    found = [code for code, definition in definitions.items() if len(written) >= _LEAST and written in definition]
    return found if len(found) <= _MOST else []


def _is_part(written: str, label: str) -> bool:
    """Return whether one is a part of the other."""
    return label in written or (len(written) >= _LEAST and written in label)


def _is_short_for(written: str, label: str) -> bool:
    """Return whether a text is a short form, the first character of a label and some of the others, in their order."""
    rest = iter(label)
    return len(written) >= _LEAST and written[0] == label[0] and all(char in rest for char in written)


def _alike(written: str, named: Mapping[str, str]) -> list[str]:
    """Return the codes whose labels are most like a text, if they are rather like it."""
    ratios = {code: _likeness(written, label) for code, label in named.items()}
    best = max(_ALIKE, *ratios.values(), 0) - _AS_ALIKE
    found = [code for code, ratio in ratios.items() if ratio >= max(best, _ALIKE)]
    return found if len(found) <= _MOST else []


def _number_in(text: str) -> str | None:
    """Return the only number of a text with a few other signs: 7年, 4（主）."""
    match = None if other_digits(text) else _ONE_NUMBER.fullmatch(half_width(text))
    return match[1] if match and match[0] != match[1] else None


def _likeness(written: str, label: str) -> float:
    """Return how like two texts are, 0 where they share no two characters in a row, and do not begin alike.

    And where one is so much longer than the other that they cannot be alike.
    """
    if 2 * min(len(written), len(label)) < _ALIKE * (len(written) + len(label)):
        return 0
    shared = any(written[at : at + _LEAST] in label for at in range(len(written) - _LEAST + 1))
    if not shared and written[:1] != label[:1]:
        return 0
    return SequenceMatcher(None, written, label, autojunk=False).ratio()
