"""填寫說明: what a text of a form says of the answers in its column.

>>> waiver("本欄可免填"), waiver("本欄僅新案填寫，非新案請留白。"), waiver("請依轉介情況選填:")
(<Waiver.ALWAYS: 'always'>, <Waiver.SOMETIMES: 'sometimes'>, None)
>>> [waiver(text) for text in ("不得空白", "不可免填", "請填寫，不可不填", "請勿任意留白", "如有空白，不予受理")]
[None, None, None, None, None]
>>> waiver("若為0人，請勿輸入0。"), waiver("若為0人，請輸入0。"), waiver("請勿輸入0以外的數字")
(<Waiver.SOMETIMES: 'sometimes'>, None, None)
>>> waiver("一般生可不填"), waiver("若無特教身分請留空"), waiver("若無特教身分請勿留空"), waiver("請摘述，否則免填")
(<Waiver.ALWAYS: 'always'>, <Waiver.SOMETIMES: 'sometimes'>, None, <Waiver.SOMETIMES: 'sometimes'>)
>>> waiver("僅特教學生填寫"), waiver("新案才需填寫"), waiver("本欄僅新案填寫，非新案該欄填寫0；本欄可複選。")
(<Waiver.SOMETIMES: 'sometimes'>, <Waiver.SOMETIMES: 'sometimes'>, None)
>>> waives_all("所有欄位皆為必填，得空白！"), waives_all("所有欄位皆為必填（性別說明得免填），不可空白！")
(True, False)
>>> allows_several("本欄可複選。"), allows_several("單選，不可複選"), allows_several("請勿重複選填，最多50個字")
(True, False, False)
>>> most_choices("最多填寫兩項"), most_choices("至多 3 個"), most_choices("最多50個字"), most_choices("請填一項")
(2, 3, None, None)
>>> between_choices("選項間以頓號分隔，例如3、10"), between_choices("以「;」隔開"), between_choices("請勿以頓號分隔")
('、', ';', None)
>>> sorted(clauses(("學校自行編定，每位學生請固定代號", "1.專任輔導教師\\n2.兼任輔導教師", "單選。")))
['學校自行編定', '學校自行編定,每位學生請固定代號', '每位學生請固定代號']
"""

import re
from enum import Enum
from functools import lru_cache

from ..text import answer_key
from .chinese_number import read_chinese_number

_SENTENCES = re.compile(r"[。！!；;\n]")
_CLAUSES = re.compile(r"[，,()（）]")
_THIS = r"(?:(?:本|此|該|這一?)(?:欄位?|項|格)|欄位)?"
_WHERE = r"(?:.*(?:[者時案生]|[若如]?無|沒有)|[若如]?(?:無|沒有)[^不勿免請0-9]{1,10}|[若如]?為?[0零]人|否則|反之|其餘)?"
_WAIVES = re.compile(
    rf"{_THIS}{_WHERE}{_THIS}(?:則|即|均|皆|也|亦|請|可|得)*"
    r"(?:免填寫?[0零]?|免予填寫|[無毋][須需]填寫?|不[必用須需]要?填寫?|非必[填要]|為?選填(?![:：])|請?[勿無]填寫?"
    r"|(?:(?<=[可得])以?|能)(?:不填寫?|空白|留空?白|留空)|(?<=[請則餘者案])(?:空白|留空?白|留空)|(?:空白|留空?白)即可"
    r"|填寫?入?[0零]或(?:空白|留空?白|留空|不填寫?)|(?:勿|不[要必用須需可得])(?:輸入|填寫?|打)[0零])(?:即可|[均皆都也]可)?"
)
_ONLY = re.compile(
    rf"{_THIS}(?:[僅只限有若如][^不勿免用以]{{0,14}}[案生者時]|[^不勿免用以]{{1,14}}[案生者時]才)[才需須]*(?:選?填寫?|填報)"
)
_ZERO = re.compile(r"[填寫入] *[「『]?(?:[0零](?!或)|無)")
_MAY_WAIVE = re.compile("[免不必無毋須需要用勿僅只限有若如才].{0,18}填|空白|留[白空]|非必|[勿不].{0,4}[0零]|選填")
_FOR_ALL = re.compile(r"所有|全部|各欄|每[個一]?欄")
_CONDITION = re.compile(r"[若如者除僅時]|否則|反之|未選|其[餘他]|非[^必]|[無沒]有?[^須需]")
_SEVERAL = re.compile(r"(?<!重)複選|多選|最多[^。\n]{0,4}[項個](?!字)")
_FORBIDDEN = re.compile(r"[不無勿非禁避單]")
_IN_CLAUSES = re.compile(r"[，。；：:！\n]")
_LEAST_OF_CLAUSE = 4  # characters
_MOST = re.compile(
    r"(?:最多|至多|上限)[^。\n0-9一二兩三四五六七八九]{0,4}([0-9]|[一二兩三四五六七八九])\s*[項個](?!字)"
)

_JUST_BEFORE = 4  # characters: 請勿再以
_SIGNS = {"頓號": "、", "分號": ";", "斜線": "/", "半形逗號": ",", "逗號": ","}
_BETWEEN = re.compile(
    rf"(?:以|用)({'|'.join(_SIGNS)}|[「『\"(（][、;/,][」』\")）])(?:做為|作為|來)?(?:[分區間]隔|分開|隔開|區分)"
)


class Waiver(Enum):
    """Whether an answer may be left out always, or where something holds that the text names."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"


def waiver(text: str) -> Waiver | None:
    """Return whether a text says that an answer may be left out, and when; None where it does not say so."""
    sentences = [sentence for sentence in _SENTENCES.split(text) if _MAY_WAIVE.search(sentence)]
    for sentence in sentences:
        if any(_WAIVES.fullmatch(clause.strip()) for clause in _CLAUSES.split(sentence)):
            return Waiver.SOMETIMES if _CONDITION.search(sentence) else Waiver.ALWAYS
    only = any(_ONLY.fullmatch(clause.strip()) for said in sentences for clause in _CLAUSES.split(said))
    only = only and not _ZERO.search(text)
    return Waiver.SOMETIMES if only else None


def _clauses(text: str) -> list[str]:
    return [clause for sentence in _SENTENCES.split(text) for clause in _CLAUSES.split(sentence)]


def waives_all(title: str) -> bool:
    """Return whether a title says that every answer may be left out."""
    return any(_FOR_ALL.search(said) and waiver(said) is Waiver.ALWAYS for said in _SENTENCES.split(title))


def allows_several(text: str) -> bool:
    """Return whether a text says that several codes may be chosen."""
    if not _SEVERAL.search(text):
        return False
    saying = [clause for clause in _clauses(text) if _SEVERAL.search(clause)]
    return bool(saying) and not any(map(_FORBIDDEN.search, saying))


def most_choices(text: str) -> int | None:
    """Return how many codes may be chosen at the most, None where a text does not say it."""
    found = _MOST.search(text)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else read_chinese_number(found[1])


def between_choices(text: str) -> str | None:
    """Return the sign that is due between several codes, None where a text does not say it, or forbids one."""
    for found in _BETWEEN.finditer(text):
        if not _FORBIDDEN.search(text, max(0, found.start() - _JUST_BEFORE), found.start()):
            return _SIGNS.get(found[1]) or found[1][1]
    return None


@lru_cache(64)  # of the specs' own sheets
def clauses(texts: tuple[str, ...]) -> frozenset[str]:
    """Return texts and their clauses in comparable form; no items of lists, and nothing very short."""
    pieces = (piece for text in texts for piece in (text, *_IN_CLAUSES.split(text)) if not piece[:1].isdigit())
    return frozenset(piece for piece in map(answer_key, pieces) if len(piece) >= _LEAST_OF_CLAUSE)
