"""年級的其他說法: what people type for grades that is no name of one: a class, a whole school, several at once.

Only ever to ask, never to write.

>>> [grade_of_class(text) for text in ("701", "812班", "7A", "七甲", "七年一班", "高三忠", "國二3班", "7-1")]
['七年級', '八年級', '七年級', '七年級', '七年級', '高三', '國二', '七年級']
>>> [grade_of_class(text) for text in ("100", "1O", "7", "國二", "二十", "10-1", "1012", "七年級", "國一二")]
[None, None, None, None, None, None, None, None, None]
>>> [grade_in_words(text) for text in ("國三生", "高一全體", "一上", "初一", "G7", "Grade 10", "國三", "學生")]
['國三', '高一', '一', '國一', '七年級', '十年級', None, None]
>>> [several_grades(text) for text in ("七八年級", "國一國二", "高一二三", "1、2年級", "七年級", "國二")]
[['七年級', '八年級'], ['國一', '國二'], ['高一', '高二', '高三'], [], [], []]
>>> [names_pupils(text) for text in ("全校", "學生", "全校師生", "國中部", "各年級", "家長", "國二", "七年級", "")]
[True, True, True, True, True, False, False, False, False]
"""

import re

from ..text import answer_key
from .chinese_number import in_chinese

_LONGEST = 20  # characters
_NUMERAL = "[一二三四五六七八九]"
_SCHOOL = "(?:國小|國中|高中|高職|[小國高])"
_ROOM = "[甲乙丙丁戊己庚辛壬癸忠孝仁愛信義和平智勇誠a-hjkmnp-z]"
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_CLASS = re.compile(
    rf"(?P<digit>[1-9])(?:(?!00)[0-9]{{2}}班?|-[0-9]{{1,2}}班?)"
    rf"|(?P<grade>{_NUMERAL}|[1-9])(?:年級?(?:{_NUMBER}|{_ROOM})班?|{_ROOM}班?)"
    rf"|(?P<named>{_SCHOOL}[一二三四五六1-6](?:年級?)?)(?:{_NUMBER}班|{_ROOM}班?)"
)
_IN_WORDS = re.compile(
    r"(?P<named>.+?)(?:的?學生|同學|生|全體|全年級|全班|上學?期?|下學?期?)"
    rf"|初(?:中)?(?P<junior>{_NUMERAL}|[1-3])(?:年級)?"
    r"|(?:g|gr|grade|year)\.?(?P<english>[1-9][0-2]?)"
)
_NAMED = re.compile(rf"{_SCHOOL}?(?:{_NUMERAL}|[1-9]|1[0-2]|十[一二]?)(?:年級?)?")
_SEVERAL = re.compile(rf"(?P<school>{_SCHOOL}?)(?P<numerals>{_NUMERAL}{{2,6}})(?P<grade>(?:年級?)?)")
_EACH = re.compile(rf"{_SCHOOL}{_NUMERAL}(?:年級)?")
_PUPILS = re.compile(
    r"(?!$)(?:全校?|全[體部]|所有|各個?|本校|不分|跨|多個)?(?:國小|國中|高中|高職|小學|中學)?部?"
    r"(?:年級|班級?)?(?:[教老親]?師生|親師生|學生|同學|個案|孩子|小朋友|男女?生|女生|生)?們?(?:全體)?"
    r"|all|不[拘限]"
)


def grade_of_class(text: str) -> str | None:
    """Return the grade of a class, in Chinese numerals; None for a text that is none."""
    match = _CLASS.fullmatch(_comparable(text))
    if not match:
        return None
    if match["named"]:
        return in_chinese(match["named"])
    return f"{in_chinese(match['digit'] or match['grade'])}年級"


def grade_in_words(text: str) -> str | None:
    """Return the name of the grade that other words for it mean, in Chinese numerals; None for any other text."""
    match = _IN_WORDS.fullmatch(_comparable(text))
    if not match:
        return None
    if match["junior"]:
        return f"國{in_chinese(match['junior'])}"
    if match["english"]:
        return f"{in_chinese(match['english'])}年級"
    return in_chinese(match["named"]) if _NAMED.fullmatch(match["named"]) else None


def several_grades(text: str) -> list[str]:
    """Return the names of the grades of a text that joins several without a sign, in Chinese numerals."""
    written = in_chinese(_comparable(text))
    match = _SEVERAL.fullmatch(written)
    if match and (match["school"] or match["grade"]):
        return [f"{match['school']}{numeral}{match['grade']}" for numeral in match["numerals"]]
    each = _EACH.findall(written)
    return each if len(each) > 1 and "".join(each) == written else []


def names_pupils(text: str) -> bool:
    """Return whether a text names pupils of several grades, perhaps with others: all, those of a school."""
    return _PUPILS.fullmatch(_comparable(text)) is not None


def _comparable(text: str) -> str:
    return answer_key(text[: _LONGEST + 1]) if len(text) <= _LONGEST else ""
