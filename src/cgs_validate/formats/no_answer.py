"""不是答案: what people type where they have nothing to say, or mean the cell above.

>>> {no_answer(text) for text in ("同上", "〃", "″", '"', "（同前）", "々")}
{'ditto'}
>>> {no_answer(text) for text in ("-", "—", "－－", "無", "N/A", "NA", "?", "？", ".", "略", "待補", "x", "Ｘ", "○")}
{'nothing'}
>>> {no_answer(text) for text in ("A01", "X1", "0", "一", "無家可歸", "同儕", "喪親", "待業", "略有進步", "①")}
{None}
>>> says_none("無"), says_none("沒有。"), says_none("-"), says_none("無轉介")
(True, True, False, False)
>>> may_say_none("無次要類別"), may_say_none("-"), may_say_none("同上"), may_say_none("家庭")
(True, True, False, False)
"""

import re

from ..text import answer_key

_LONGEST = 12  # characters
_SIGNS = re.compile(r"[\W_]+")
_DITTO_SIGNS = frozenset('〃″〞＂"”々')
_DITTO = re.compile("[同如][上前左右](?:一?[列欄格])?|以上皆同|ditto")
WORDS_FOR_NONE = ("無", "沒有", "没有", "皆無", "都沒有", "none")
_NOTHING = re.compile(
    f"{'|'.join(WORDS_FOR_NONE)}|無此?資料|沒有資料|[暫尚]無|尚未(?:填寫)?|未填寫?|[不免]填|空白|留白|[省從]?略|不[詳明]|不知道?"
    "|不清楚|未[知定]|待[補填查定]|待確認|[後再]?補|不適用|x{1,3}|[ㄨㄧ]|na|nil|null|nan|tb[da]"
)


def no_answer(text: str) -> str | None:
    """Return ``ditto`` or ``nothing`` for a text that is no answer, None for one that may be."""
    if len(text) > _LONGEST:
        return None
    word = _SIGNS.sub("", answer_key(text))
    if _DITTO.fullmatch(word) or _DITTO_SIGNS.issuperset(text):
        return "ditto"
    return "nothing" if not word or _NOTHING.fullmatch(word) else None


def says_none(text: str) -> bool:
    """Return whether a text says that there is none, which in a count is 0."""
    return len(text) <= _LONGEST and _SIGNS.sub("", answer_key(text)) in WORDS_FOR_NONE


def may_say_none(text: str) -> bool:
    """Return whether a text may say that there is none: 無次要類別, a dash."""
    return text.startswith(WORDS_FOR_NONE) or no_answer(text) == "nothing"
