"""What people write into a row that holds no record: totals, signatures, notes, that there is nothing to report.

>>> from cgs_validate.text import key
>>> texts = ("合 計", "承辦人：王", "（以下空白）", "本月無個案", "備註：每月上傳", "無", "S001", "輔導主任1")
>>> [row_label(key(text)) for text in texts]
['total', 'signature', 'end', 'none', 'note', 'nothing', None, None]
"""

import re

from .no_answer import WORDS_FOR_NONE

TOTAL, SIGNATURE, NONE, END, NOTE, EXAMPLE = "total", "signature", "none", "end", "note", "example"
NOTHING, LINE = "nothing", "line"  # typed instead of leaving a cell blank; it says nothing of its row

_LONGEST = {TOTAL: 16, SIGNATURE: 30, NONE: 30, END: 30, EXAMPLE: 16}  # characters; a note is of any length
_NOTHING = re.compile(rf"{'|'.join(WORDS_FOR_NONE)}|[-—–/\\]+|x|n/?a|nil|null")
_LINE = re.compile(r"[-—–─━=_*~.…·/\\]{4,}")
_WORK = "製表|製作|填表|填報|填寫|承辦|經辦|主辦|會辦|覆核|複核|審核|核定|核閱|核章|簽核|簽章|簽名|蓋章|聯絡|連絡"
_OFFICE = "輔導|輔諮|諮商|資料|學務|教務|總務|會計|主計|人事|學生事務|單位|處室|業務"
_POST = "主任|組長|主管|校長|幹事|承辦人?"
_REPORTED = "個案|資料|服務|案件|學生|紀錄|輔導|可填|填報"
_LABELS = {
    EXAMPLE: r"^\W*(?:填[報寫表])?(?:範[例本]|示例)(?:學生|個案|[老教]師|資料)?[0-9]?(?:\W|$)"
    r"|^\W*舉?例(?:\W*$|:)|^\W*例如",
    TOTAL: r"[合小總共累]計|加總|總[和數]|彙總|總人[次數]|總?共有?[0-9]+[人位名案筆列件]|^[0-9]+[人位名案筆列件]$"
    r"|^(?:個案|學生|服務)(?:總?[人件案]?次?數)[:=]?[0-9]|^月?平均"
    r"|^(?:(?:grand|sub)?total|sum|average)$",
    END: r"以[下上]空白|以下[無略]|(?:本頁|此列|此處)空白|^\W*(?:end|完|結束)\W*$",
    NONE: rf"(?:無|沒有|未有|從缺).{{0,8}}(?:{_REPORTED})|(?:個案|資料|服務).{{0,4}}(?:無|從缺)$"
    r"|^[本當這]個?月(?:無|沒有)|^無[新舊]案$",
    NOTE: r"^\W*(?:備註|備考|附註|附記|註[0-9]*[:.、)]|註記|說明|注意|提醒|ps[:.])|^[※*★☆◎]",
    SIGNATURE: rf"^(?:(?:{_WORK})(?:人員?|者|單位|日期|時間|電話|處)?|(?:列印)?日期"
    rf"|(?:{_OFFICE})?[處室組]?(?:{_POST})(?:核章|簽章|簽名|蓋章)?)(?:$|[:(_])",
}
_PATTERNS = {label: re.compile(pattern) for label, pattern in _LABELS.items()}
# One of these is in every text that fits a pattern: most answers need but one look.
_MAY_FIT = re.compile(
    "[例範計總共數均tuv空下d完結無有缺備註記說注提p※*★☆◎製填承經主會覆複審核簽蓋絡日長幹]|[0-9][人位名案筆列件]"
)


def row_label(comparable: str) -> str | None:
    """Return what a text, as headers are compared, says of its row: ``total``, ``signature``, …; None for others."""
    if _LINE.fullmatch(comparable):
        return LINE
    if _NOTHING.fullmatch(comparable):
        return NOTHING
    if not _MAY_FIT.search(comparable):
        return None
    for label, pattern in _PATTERNS.items():  # a generator takes twice as long
        if len(comparable) <= _LONGEST.get(label, len(comparable)) and pattern.search(comparable):
            return label
    return None
