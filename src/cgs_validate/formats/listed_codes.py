"""代碼說明: a code list as a form explains it, in a cell above the answers.

The form: «請依服務狀況選填: 1.新案(本月新開案) 2.舊案(已開案持續服務中)» (P1, 當月個案 H4); «男、女» (E5).
A numbered list of sentences (填報提醒: 1.請… 2.請…) is none.

>>> listed_codes("請依服務狀況選填:\\n1.新案(本月新開案)\\n2.舊案(已開案持續服務中)")
{'1': '新案(本月新開案)', '2': '舊案(已開案持續服務中)'}
>>> listed_codes("1.線上預約管道\\n（僅限高中階段）\\n2.其他\\n填報提醒: 請勿空白")
{'1': '線上預約管道（僅限高中階段）', '2': '其他'}
>>> listed_codes("0無 1有 2不詳"), listed_codes("1.請填中文\\n2.請勿空白。"), listed_codes("共 3.5 小時")
({'0': '無', '1': '有', '2': '不詳'}, {}, {})
>>> listed_codes("20項個案類別定義請參閱「填報說明」，單選。\\n1.人際困擾\\n2.其他")
{'1': '人際困擾', '2': '其他'}
>>> numbered_item("T01.人際困擾：學生在…"), numbered_item("(3) 家庭困擾"), numbered_item("3"), numbered_item("家庭困擾")
(('T01', '人際困擾：學生在…'), ('3', '家庭困擾'), ('3', ''), None)
>>> item_codes("1.專任輔導教師（含分校）\\n5.輔導主任，共 3.5 小時")
['1', '5']
>>> listed_words("男、女"), listed_words("是/否"), listed_words("請填學校、年級")
(['男', '女'], ['是', '否'], [])
"""

import re

from ..text import fold, strip

_ITEM = re.compile(
    r"(?:^|(?<=[\s、，,;；:：]))[(（]?([A-Z]?[0-9]{1,3})\s*(?:[.．、:：)）\-]\s*(?![0-9])|(?=[^\W\d_a-zA-Z])(?![項種]))"
)
_HEAD = re.compile(r"(?:^|(?<=[\s、，,;；:：(（]))([A-Z]?[0-9]{1,3})\s*[.．、:：)）](?![0-9])")
_NUMBERED = re.compile(r"[(（]?([A-Za-z]?[0-9]{1,3})[)）]?(?:[.．、:：\-\s]+(.*)|)", re.DOTALL)
_WORDS = re.compile("[、/／]")
_SENTENCE = re.compile(r"[。！？!?]|^請|^若|^如|^例")
_LONGEST_LABEL, _LONGEST_WORD, _MOST_WORDS = 40, 8, 12


def listed_codes(text: str) -> dict[str, str]:
    """Return the codes that a text lists, each with its label; nothing where it lists none."""
    items = list(_ITEM.finditer(text))
    ends = [*(item.start() for item in items), len(text)][1:]
    codes = {fold(item[1]): _label(text[item.end() : end]) for item, end in zip(items, ends, strict=True)}
    numbers = [int(code[code[0].isalpha() :]) for code in codes]
    in_order = len(items) == len(set(codes.values())) >= 2 and numbers == sorted(numbers)
    plain = all(label and len(label) <= _LONGEST_LABEL and not _SENTENCE.search(label) for label in codes.values())
    return codes if in_order and plain else {}


def item_codes(text: str) -> list[str]:
    """Return the codes that begin the numbered items of a text, whatever the items say."""
    return _HEAD.findall(text)


def numbered_item(text: str) -> tuple[str, str] | None:
    """Return the code and the label of one numbered item, None where a text is none."""
    found = _NUMBERED.fullmatch(strip(text))
    return (found[1], strip(found[2] or "")) if found else None


def listed_words(text: str) -> list[str]:
    """Return the words of which one is to be typed, where a text is nothing but them."""
    words = [strip(word) for word in _WORDS.split(strip(text))]
    short = all(0 < len(word) <= _LONGEST_WORD and not re.search(r"[請填選\s:：]|^[0-9]+$", word) for word in words)
    return words if short and 2 <= len(words) <= _MOST_WORDS and len(set(words)) == len(words) else []


def _label(text: str) -> str:
    """Return the label at the start of a text: its first line, and a bracket that the next line adds."""
    first, *others = map(strip, text.split("\n", 2)[:2])
    label = first + (others[0] if others and others[0].startswith(("(", "（")) else "")
    return strip(label).rstrip("、，,;； ")
