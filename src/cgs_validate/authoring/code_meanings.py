"""代碼換了意思: codes that mean something else in another form, and the declarations that name them by number.

A rule that names code 19 because it was 其他 is wrong, silently, once 其他 is 20.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..spec import rule_options
from ..spec.code_list import Code, CodeList
from ..spec.model import Condition, FieldSpec, RuleSpec, SheetSpec, TemplateSpec
from ..spec.yaml_reader import Path_
from ..text import key


class Naming(NamedTuple):
    """A declaration that names a code: its path in the spec, and of what it is: a column, a sheet or a list."""

    path: Path_
    of: str

    def __str__(self) -> str:
        names = [part for part in self.path if isinstance(part, str)]
        return f"{self.of} {names[-1] if names[-1] != 'codes' else names[-2]}".strip()


def plain(label: str) -> str:
    """Return a label without punctuation, which differs from form to form."""
    return "".join(char for char in key(label) if char.isalnum())


def same_meaning(old: Code, new: Code) -> bool:
    """Return whether two labels are of one meaning, as far as their words and aliases say."""
    named = {plain(name) for name in (old.label, *old.aliases)}
    return not old.label or not new.label or plain(new.label) in named or plain(old.label) in map(plain, new.aliases)


def reused(old: CodeList, new: CodeList) -> Iterator[tuple[Code, Code]]:
    """Yield the codes with another meaning, before and after."""
    for code, was in old.codes.items():
        if code in new.codes and not same_meaning(was, new.codes[code]):
            yield was, new.codes[code]


def list_pairs(old: TemplateSpec, new: TemplateSpec) -> Iterator[tuple[CodeList, CodeList]]:
    """Yield the code lists of the fields that both specs have, each pair once."""
    pairs: dict[tuple[str, str], tuple[CodeList, CodeList]] = {}
    for sheet in new.sheets.values():
        before = old.sheets[sheet.name].fields if sheet.name in old.sheets else {}
        for name, field in sheet.fields.items():
            was, now = before[name].codes if name in before else None, field.codes
            if was and now:
                pairs[was.name, now.name] = was, now
    yield from pairs.values()


def naming(spec: TemplateSpec, codes: CodeList, code: str) -> list[Naming]:
    """Return the declarations of a spec that name a code of a list, its own aliases included."""
    found = [naming for sheet in spec.sheets.values() for naming in _in_sheet(sheet, codes.name, code)]
    rules = (
        Naming(("rules", index, rule.name), "") for index, rule in _rules(spec.rules, spec.fields, codes.name, code)
    )
    aliases = ("code_lists", codes.name, "codes", code, "aliases")
    return [*found, *rules, *([Naming(aliases, codes.title)] if codes.codes[code].aliases else [])]


def _in_sheet(sheet: SheetSpec, codes: str, code: str) -> Iterator[Naming]:
    for field in sheet.fields.values():
        for part in _parts(field, sheet.fields, codes, code):
            yield Naming(("sheets", sheet.name, "fields", field.name, *part), field.header)
    for index, rule in _rules(sheet.rules, sheet.fields, codes, code):
        yield Naming(("sheets", sheet.name, "rules", index, rule.name), sheet.label)


def _parts(field: FieldSpec, fields: Mapping[str, FieldSpec], codes: str, code: str) -> Iterator[Path_]:
    """Yield the parts of a field that name a code."""
    for name in ("applies_when", "required_when"):
        if _named(getattr(field, name), fields, codes, code):
            yield (name,)
    own = field.codes is not None and field.codes.name == codes
    conditions = field.codes_only_when
    if (own and code in conditions) or any(_named(when, fields, codes, code) for when in conditions.values()):
        yield ("codes_only_when",)
    if own and field.choices and field.choices.none == code:
        yield ("choices", "none")
    if own and field.otherwise == code:
        yield ("otherwise",)
    followed = field.next_month and {*field.next_month.codes, *field.next_month.codes.values()}
    if own and followed and code in followed:
        yield ("next_month", "codes")
    if own and field.next_month and code in field.next_month.ask_about:
        yield ("next_month", "ask_about")
    if own and field.next_month and code in field.next_month.graduates:
        yield ("next_month", "graduates")
    if own and field.stages and any(code in listed for listed in field.stages.codes.values()):
        yield ("stages", "codes")


def _named(condition: Condition, fields: Mapping[str, FieldSpec], codes: str, code: str) -> bool:
    return any(code in listed and has_list(fields.get(name), codes) for name, listed in condition.items())


def has_list(field: FieldSpec | None, codes: str) -> bool:
    """Return whether a field holds codes of the list of that name."""
    return field is not None and field.codes is not None and field.codes.name == codes


def _rules(
    rules: Iterable[RuleSpec], fields: Mapping[str, FieldSpec], codes: str, code: str
) -> Iterator[tuple[int, RuleSpec]]:
    for index, rule in enumerate(rules):
        for _, option, value in rule_options.given(rule.name, rule.params):
            condition = {rule.params["field"]: value} if option.kind == "codes" else value
            if option.kind in ("codes", "condition") and _named(condition, fields, codes, code):
                yield index, rule
