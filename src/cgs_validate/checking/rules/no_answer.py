"""What is in the cell is no answer: 同上, a dash, 無, a question mark, the form's own words. No row is known by it.

Wrong: 同上 as 教師編碼, - as 學生代號, 無 or 其他 as 其他說明 of category 19
Right: the code in every row, a few words as 其他說明
Source: «…摘述其他個案類別內容» (P1, 當月個案 J4); that nothing else will do is not stated, so a warning.
"""

import re
from typing import Any

from ...spec.model import FieldSpec
from ...text import answer_key
from ..columns import FieldColumn
from ..findings import Hit, Hits, Severity
from ..tables import Table

CODE = "no_answer"
SEVERITY = Severity.WARNING
_ONLY_WORDS = ("label", "words")  # the causes where words are due
_LONGEST_NAME = 20  # characters, with such words
_VAGUE = re.compile(r"(?:的?(?:服務|項目|類別|說明|原因|內容|議題|個案|問題|困擾|事項|情形|狀況|[類項等。.]))+$")


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        if not column.spec.words_due:
            continue
        found = _causes(table, column)
        applies = table.held(column.spec.applies_when) if found else []
        for index in column.rows_coded(found):
            if applies[index] is not False:
                cause = found[column.codes[index]]
                params = _or_placeholder(table, column.spec, cause) if applies[index] is None else {"expects": cause}
                yield Hit(table.place(index, name), name, params)


def _or_placeholder(table: Table, field: FieldSpec, cause: str) -> dict[str, Any]:
    """Return what to say where another column does not say whether words are due: they are, or the placeholder is."""
    if cause not in _ONLY_WORDS or field.otherwise is None:
        return {"expects": cause}
    condition = table.described(field.applies_when)
    return {"expects": f"{cause}_or_placeholder", "placeholder": field.otherwise, "condition": condition}


def _causes(table: Table, column: FieldColumn) -> dict[int, str]:
    """Return why values are no answer, by their codes in the column."""
    return {**_only_labels(table, column), **(_only_words(table, column) if column.worded else {})}


def _only_words(table: Table, column: FieldColumn) -> dict[int, str]:
    """Return which values say nothing, or what the form itself says, by their codes in the column."""
    field, clauses, found = column.spec, table.spec.clauses, {}
    for code, value in column.worded.items():
        if cause := column.no_answers.get(code):
            found[code] = "words" if cause == "nothing" and field.applies_when else cause
        elif (written := answer_key(value.text)) in field.header_words or written in clauses:
            found[code] = "instruction"
    return found


def _only_labels(table: Table, column: FieldColumn) -> dict[int, str]:
    """Return which values are but a name of the code for which words are due: 其他, 19, 19.其他, 其它服務."""
    field = column.spec
    if not field.applies_when:
        return {}
    names = table.spec.names_due[field.name]
    answers = ((code, value.text) for code, value in column.by_code.items())
    return {code: "label" for code, text in answers if text != field.otherwise and _plain_name(text) in names}


def _plain_name(text: str) -> str:
    """Return a text as it is compared with names, without words that say no more: 其他服務 is 其他."""
    name = answer_key(text)
    return _VAGUE.sub("", name.replace("其它", "其他")) if len(name) <= _LONGEST_NAME else name
