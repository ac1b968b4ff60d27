"""This is none of the column's choices, or a name that several of them share, or that only likely means one.

Wrong: 25 as 學生年級; 二年級, which junior and senior high schools say, too; 男 where 生理男 is a choice; 自閉
Right: 10 as 學生年級
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ...formats.chinese_number import digits_for_letters
from ...formats.choices import listed
from ...formats.code import named, read_code
from ...formats.grade_words import grade_in_words, grade_of_class, names_pupils, several_grades
from ...formats.no_answer import may_say_none
from ...spec.code_list import CodeList
from ...spec.model import FieldSpec, Stages
from ...text import key, other_digits, strip
from ..findings import Hit
from ..row_formulas import CellTest, RowFormulas, all_of
from ..shared_checks import where
from ..values import Value

CODE = "allowed"
_NOT_DUE = frozenset(("舊案", "舊個案", "非新案", "續案"))  # of which a column that only new cases have asks nothing


def _hit(field: FieldSpec, value: Value) -> Hit:
    asked = _asked(field, field.codes, value.text) if field.codes else {}
    return Hit(params={**field.answer, **asked}, rests_on=field.codes)


def _asked(field: FieldSpec, codes: CodeList, text: str) -> dict[str, Any]:
    """Return what to ask about a name of which one code is the likely meaning, or several of them may be."""
    if (uncoded := codes.uncoded) and key(text) in map(key, uncoded.names):
        return {"expects": "uncoded", "found": text, "ask": uncoded.ask}
    if field.stages and (grades := _grades(field, codes, field.stages, text)):
        return grades
    if field.applies_when and field.otherwise is not None and key(text) in _NOT_DUE:
        return {"expects": "not_due", "found": text, "placeholder": field.otherwise}
    usual = None if field.applies_when else field.none  # which is for rows where the field does not apply
    if usual is not None and (may_say_none(text) or digits_for_letters(text) == usual):
        return {"expects": "none", "none": usual}
    if field.choices and field.choices.most != 1 and (parts := _parts(field, codes, text)):
        return parts
    if near := codes.nearest(text):
        return _nearest(field, text, near, usual)
    signs = other_digits(text)
    return {"expects": "signs", "found": signs} if signs else {}


def _nearest(field: FieldSpec, text: str, near: Sequence[str], usual: str | None) -> dict[str, Any]:
    """Return what to ask about a text that resembles some codes."""
    if field.expects.startswith("word"):
        return {"expects": "likely", "found": text, "code": field.labelled(near[:1])}
    none = {} if usual is None or usual in near else {"expects": "nearest_or_none", "none": usual}
    return {"expects": "nearest", "codes": field.labelled(near), **none}


def _grades(field: FieldSpec, codes: CodeList, stages: Stages, text: str) -> dict[str, Any]:
    """Return what to ask about words for a grade that several stages have, for a class, for several grades."""
    group = grade_of_class(text)
    grade = group or grade_in_words(text) or text
    if shared := named(grade, codes.shared):
        by_stage = {
            stage: field.labelled(code for code in own if code in shared) for stage, own in stages.codes.items()
        }
        return {"expects": "stage", "found": text, "by_stage": by_stage}
    if grade != text and (code := named(grade, codes.names)) in codes.codes:
        return {"expects": "class" if group else "nearest", "codes": field.labelled([str(code)])}
    if field.row_each and (names_pupils(text) or several_grades(text)):
        each = {stage: field.labelled(own) for stage, own in stages.codes.items()}
        first = field.labelled(code for own in stages.codes.values() for code in own[:1])
        return {"expects": "each_grade", "by_stage": each, "codes": first}
    return {}


def _parts(field: FieldSpec, codes: CodeList, text: str) -> dict[str, Any]:
    """Return what to say of several answers of which some are no code: the codes that they likely mean, or which."""
    separator = field.choices.separator if field.choices else ","
    parts = [part for piece in text.split(separator) for part in listed(piece) or [strip(piece)] if part]
    readings = {part: read_code(part, codes.names).meaning for part in parts}
    others = [part for part, code in readings.items() if code not in codes.codes]
    if len(parts) == 1 or not others:
        return {}
    near = {part: codes.nearest(part) for part in others}
    if all(near.values()):
        codes_of_parts = [code for part in parts for code in near.get(part) or [readings[part]]]
        expects = "several_nearest" if len(set(codes_of_parts)) > 1 else "nearest"
        return {"expects": expects, "codes": field.labelled(dict.fromkeys(codes_of_parts))}
    found = [part for part in others if not near[part]]
    if len(found) == len(parts):
        return {}
    return {"expects": "part_or_none" if "none" in field.answer else "part", "found": "、".join(found)}


check = where(lambda _, value: CODE in value.broken, _hit)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for whatever is no bare code, also where it is understood: full-width, a name, other separators."""
    known = row.known(field)
    if not known:
        return
    wrong = [row.filled(field), f"NOT({known})"]
    if field.choices and field.codes:
        several = row.separated(field)
        yield CellTest(field, all_of(*wrong, f"NOT({several})"))
        yield CellTest(field, all_of(*wrong, several), (field, field.codes, field.choices))
    else:
        yield CellTest(field, all_of(*wrong))
