"""相近的代碼: which codes a text that is none resembles, by their labels; only ever to ask, never to write.

>>> labels = {"0": "以下皆非", "8": "情緒行為障礙", "9": "學習障礙", "11": "自閉症", "13": "其他障礙"}
>>> [nearest_codes(text, labels) for text in ("自閉", "自閉症(輕度)", "學障", "情障", "其它障礙", "③", "abc")]
[['11'], ['11'], ['9'], ['8'], ['13'], [], []]
>>> labels = {"3": "家庭困擾", "5": "情緒困擾", "10": "脆弱家庭", "12": "學習困擾"}
>>> [nearest_codes(text, labels) for text in ("家庭", "情緒問題", "家庭因素", "困擾", "３", "③", "③情緒困擾")]
[['3', '10'], ['5'], ['3', '10'], ['3', '5', '12'], [], ['3'], ['5']]
"""

from collections.abc import Mapping
from difflib import SequenceMatcher

from ..text import answer_key
from .chinese_number import lone_number

_MOST = 3  # codes that are worth naming
_LONGEST = 40  # characters; no answer in words is as long
_LEAST = 2  # characters by which a label is known
_ALIKE, _AS_ALIKE = 0.5, 0.05


def nearest_codes(text: str, labels: Mapping[str, str]) -> list[str]:
    """Return the one to three codes that a text resembles, none where it resembles none or too many.

    labels: in the form in which answers are compared, by their codes.
    """
    if len(text) > _LONGEST:
        return []
    if (number := lone_number(text)) in labels:
        return [number]
    written = answer_key(text).replace("ㄧ", "一")
    named = {code: label for code, label in labels.items() if len(label) >= _LEAST}
    for resembles in (_is_part, _is_short_for):
        if found := [code for code, label in named.items() if resembles(written, label)]:
            return found if len(found) <= _MOST else []
    return _alike(written, named)


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
