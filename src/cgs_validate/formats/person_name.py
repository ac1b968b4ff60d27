"""中文姓名: a text that is probably a person's Chinese name.

Two to four ideographs (masked with ○, O, X or * at most once), the first a common surname: the hundred most frequent of
the Ministry of the Interior's 全國姓名統計分析 cover 96 % of the population. A guess, so only ever a warning.

>>> looks_like_person_name("王小明"), looks_like_person_name("陳○華"), looks_like_person_name("歐陽大同")
(True, True, True)
>>> looks_like_person_name("王 小明1"), looks_like_person_name("王小明(新)"), looks_like_person_name("王小明同學")
(True, True, True)
>>> looks_like_person_name("個案一"), looks_like_person_name("高一甲"), looks_like_person_name("A01")
(False, False, False)
"""

import re

from ..text import fold

_SURNAMES = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊江呂何羅高蕭潘簡朱鍾彭游詹胡施沈余趙盧梁"
    "顏柯孫魏翁戴范宋方鄧杜傅侯曹薛丁溫蔣唐阮卓馬紀連董藍石古康姚馮湯汪姜白田鄒尤巫涂黎程嚴韓"
    "袁龔金童陸夏柳邵錢伍倪"
)
_COMPOUND = frozenset(("歐陽", "司馬", "上官", "諸葛", "張簡", "范姜", "司徒", "東方"))
_MASKS = frozenset("○〇OX*")
_CLASSES = ("高一", "高二", "高三")
_AROUND = re.compile(r"[\s0-9\-_.]+|\([^()]*\)|同學$")
_LONGEST = 100  # characters of a name with numbers and brackets around it


def looks_like_person_name(text: str) -> bool:
    """Return whether text looks like a person's name."""
    if len(text) > _LONGEST or text.isascii():
        return False
    folded = _AROUND.sub("", fold(text))
    given = [folded[end:] for end, surnames in ((1, _SURNAMES), (2, _COMPOUND)) if folded[:end] in surnames]
    return any(map(_is_given_name, given)) and not folded.startswith(_CLASSES)


def _is_given_name(text: str) -> bool:
    shown = text[1:] if len(text) == 2 and text[0] in _MASKS else text
    return len(shown) in (1, 2) and all("一" <= char <= "鿿" for char in shown)
