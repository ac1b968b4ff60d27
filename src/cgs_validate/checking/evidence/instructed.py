"""What the instructions of a column let go: an answer may be left out, several codes may be chosen."""

from dataclasses import replace
from typing import Any

from ...formats.instruction import Waiver, allows_several, between_choices, most_choices, waiver
from ...spec.code_list import Choices
from ...spec.model import FieldSpec
from ...spec.source import Source
from .form_texts import FormText


def as_in_form(item: FieldSpec, **changes: Any) -> FieldSpec:
    """Return a field as one workbook's form has it, of which nothing is cached for the next workbook."""
    return replace(item, **{"offered": item.offered or {}, **changes})


def as_instructed(
    item: FieldSpec, texts: list[FormText], waiving: FormText | None
) -> tuple[FieldSpec, FormText | None]:
    """Return a field that asks for no more than its column's texts do, and the text by which it may be left out.

    waiving: the title by which all columns may be.
    """
    said = "\n".join(text.text for text in texts)
    own = next((text for text in texts if waiver(text.text)), None) if waiver(said) else None
    found = (own or waiving) if item.required or item.required_when or item.required_at_age else None
    if found:
        item = _waived(item, waiver(found.text))
    if item.codes and not item.choices and allows_several(said):
        several = next(text for text in texts if allows_several(text.text))
        source = Source("", several.place.cell or "", several.quote)
        item = as_in_form(item, choices=Choices(source, "assumed", ",", most_choices(said)))
    elif item.choices and (most := _most(item.choices, said)) != item.choices.most:
        item = as_in_form(item, choices=replace(item.choices, most=most))
    if item.choices and (sign := between_choices(said) or item.choices.separator) != item.choices.separator:
        item = as_in_form(item, choices=replace(item.choices, separator=sign))
    return item, found


def _most(choices: Choices, said: str) -> int | None:
    """Return how many codes may be chosen by a column's texts; by the spec where they say nothing of it."""
    return most_choices(said) or (None if choices.most == 1 and allows_several(said) else choices.most)


def _waived(item: FieldSpec, how: Waiver | None) -> FieldSpec:
    """Return a field that may be left out, always or where its own condition does not hold."""
    if how is Waiver.SOMETIMES and (item.applies_when or item.required_when):
        return as_in_form(item, required=False, required_when=item.required_when or item.applies_when)
    return as_in_form(item, required=False, required_when={}, required_at_age=None)
