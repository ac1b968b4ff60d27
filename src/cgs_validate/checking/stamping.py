"""A rule's hit becomes a finding: with code, kind, severity, the cell's label and value, what the form itself says."""

from collections.abc import Sequence

from ..spec.model import FieldSpec, SheetSpec
from ..spec.source import Sourced
from . import rules
from .evidence import FormInHand
from .findings import Certainty, Finding, Hiding, Hit, Place, Severity
from .sheet_match import SheetMatch
from .submission import Submission
from .tables import Table
from .values import Value

_LONGEST_VALUE = 200  # characters of a cell that are reported


def stamped(
    submission: Submission, rule: rules.Rule, hit: Hit, match: SheetMatch | None = None, table: Table | None = None
) -> Finding:
    """Return the finding of a rule's hit: with code, kind, severity, label and value."""
    place = hit.place or Place(None)
    if not table:
        here = (table for table in submission.tables if table.sheet == place.sheet)
        table = next((table for table in here if not hit.field or hit.field in table.spec.fields), None)
    sheet = table.spec if table else match.spec if match else None
    field = sheet.fields[hit.field] if sheet and hit.field else None
    value = table.value_at(place, hit.field) if table and hit.field else None
    return finding_of(submission.form, rule, hit, place, field or (match.spec if match else None), value, table)


def finding_of(
    form: FormInHand,
    rule: rules.Rule,
    hit: Hit,
    place: Place,
    about: FieldSpec | SheetSpec | None,
    value: Value | None,
    table: Table | None,
) -> Finding:
    """Return the finding of a hit in a cell. about: the declaration of its column or sheet."""
    field = about if isinstance(about, FieldSpec) else None
    certainty = _certainty(form, rule, hit, about)
    return Finding(
        code=rule.CODE,
        kind=rules.kind_of(rule),
        severity=Severity.ERROR if certainty is Certainty.CERTAIN else Severity.WARNING,
        place=place,
        field=hit.field or (field.name if field else None),
        label=(table.header(field.name) if table else field.header) if field else None,
        value=value.text[:_LONGEST_VALUE] if value else None,
        params=hit.params,
        fix=None if value and value.cell.look else hit.fix,  # a part of what was read may be struck out
        related=hit.related,
        says=next(filter(None, (form.evidence_for(ground, about) for ground in _grounds(hit, about))), None),
        probable=certainty is Certainty.PROBABLE,
        own_list=field is not None and any(field.codes is codes for codes in form.own_lists),
        hiding=Hiding.LOOK if value and value.cell.look and rule.CODE not in rules.OF_LOOKS else None,
    )


def _certainty(form: FormInHand, rule: rules.Rule, hit: Hit, about: FieldSpec | SheetSpec | None) -> Certainty | None:
    """Return how sure a rule's hit is: an error is only probable where what it rests on is not stated."""
    certainty = None if hit.hint else rules.certainty_of(rule)
    if certainty is not Certainty.CERTAIN or rule.CODE in rules.NOT_CHECKED:
        return certainty
    if any(form.doubtful(ground, about) for ground in _grounds(hit, about)):
        return None if rule.CODE in rules.HINTS_IF_DOUBTFUL else Certainty.PROBABLE
    return certainty


def _grounds(hit: Hit, about: FieldSpec | SheetSpec | None) -> list[Sourced]:
    """Return the declarations that a finding rests on."""
    codes = about.codes if isinstance(about, FieldSpec) else None
    return [item for item in ((hit.rests_on,) if hit.rests_on else (about, codes)) if item is not None]


def with_fixes(
    form: FormInHand, hits: Sequence[tuple[rules.Rule, Hit]], field: FieldSpec
) -> Sequence[tuple[rules.Rule, Hit]]:
    """Return a value's hits; their fixes are left out where another error, if only a probable one, would remain."""
    wrong_still = any(not hit.fix and _certainty(form, rule, hit, field) for rule, hit in hits)
    return [(rule, hit._replace(fix=None)) for rule, hit in hits] if wrong_still else hits
