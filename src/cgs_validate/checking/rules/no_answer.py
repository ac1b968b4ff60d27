"""What is in the cell is no answer: 同上, a dash, 無, a question mark, the form's own words. No row is known by it.

Wrong: 同上 as 教師編碼, - as 學生代號, 無 or 其他 as 其他說明 of category 19
Right: the code in every row, a few words as 其他說明
Source: «…摘述其他個案類別內容» (P1, 當月個案 J4); that nothing else will do is not stated, so a warning.
"""

from collections.abc import Iterator

from ...formats.no_answer import no_answer
from ...spec.model import FieldSpec
from ...text import answer_key
from ..findings import Hit, Hits, Severity
from ..tables import Table

CODE = "no_answer"
SEVERITY = Severity.WARNING


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        if not _is_due(column.spec):
            continue
        words = dict(_words(table, column.spec))
        found = {code: cause for code, value in column.by_code.items() if (cause := _cause(value.text, words))}
        if column.spec.applies_when:  # a few words are due, not a code
            found = {code: "words" if cause == "nothing" else cause for code, cause in found.items()}
        applies = table.held(column.spec.applies_when) if found else []
        for index in column.rows_coded(found):
            if applies[index] is not False:
                yield Hit(table.place(index, name), name, {"expects": found[column.codes[index]]})


def _is_due(field: FieldSpec) -> bool:
    return field.expects == "string" and bool(field.required or field.required_when or field.required_at_age)


def _cause(text: str, words: dict[str, str]) -> str | None:
    return no_answer(text) or words.get(answer_key(text))


def _words(table: Table, field: FieldSpec) -> Iterator[tuple[str, str]]:
    """Yield the words of the form that are no answer to a field, in comparable form, each with what it is."""
    yield from ((words, "instruction") for words in table.spec.instructed)
    yield from ((answer_key(header), "instruction") for header in (field.header, *field.aliases))
    for item in table.described(field.applies_when):
        for code, label in item["codes"].items():
            yield from ((answer_key(text), "label") for text in (code, label, f"{code}.{label}") if text)
