"""Findings as they are reported: without moot ones, doubtful fixes, and values that may name a person."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..formats.code import is_in_words
from ..formats.personal import PersonFinder
from ..formats.personal_number import may_be_personal
from ..spec.model import TemplateSpec
from ..workbook import Workbook
from . import rules
from .findings import Finding, Place
from .hiding import with_hiding
from .report import without_values


def refined(
    findings: Iterator[Finding],
    spec: TemplateSpec,
    stage: str | None,
    workbook: Workbook,
    names_person: PersonFinder,
) -> Iterable[Finding]:
    """Return findings as they are reported. stage: the file's, None where it is not known."""
    return with_hiding(_masked(_without_doubtful_fixes(_of_stage(findings, stage)), spec, names_person), workbook)


def without_moot(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out what another finding of the same cell makes moot."""
    moot = {(finding.place, code) for finding in findings for code in rules.MAKES_MOOT.get(finding.code, ())}
    yield from (finding for finding in findings if (finding.place, finding.code) not in moot)


def _without_doubtful_fixes(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Leave out the fix of what is written in words where a finding before it says something against its meaning."""
    doubted: set[Place] = set()
    for finding in findings:
        if rules.doubts_words(finding):
            doubted.add(finding.place)
        if finding.code == rules.bare_code.CODE and finding.place in doubted and is_in_words(finding.value or ""):
            yield replace(finding, fix=None, params=rules.bare_code.doubted(finding.params, finding.fix))
        else:
            yield finding


def _of_stage(findings: Iterator[Finding], stage: str | None) -> Iterator[Finding]:
    """Ask about a grade that several stages have only by its code of the file's stage, where that is known."""
    for finding in findings:
        codes = finding.params.get("by_stage")
        if stage and codes and finding.code == rules.allowed.CODE and stage in codes:
            expects = {"each_grade": "each_of_stage"}.get(finding.params["expects"], "of_stage")
            params = {**finding.params, "expects": expects, "by_stage": {stage: codes[stage]}, "codes": codes[stage]}
            yield replace(finding, params=params)
        else:
            yield finding


def _masked(findings: Iterator[Finding], spec: TemplateSpec, names_person: PersonFinder) -> Iterator[Finding]:
    """Remove the value from every finding in a column of persons' codes, and wherever else it may name a person."""
    personal = {field.name for sheet in spec.sheets.values() for field in sheet.fields.values() if field.names_persons}
    for finding in findings:
        quoted = map(finding.params.get, ("found", "shown", "stored"))
        texts = filter(None, (finding.value, *quoted))
        if any(map(names_person, texts)):
            yield without_values(finding)
        elif finding.field in personal and finding.value:
            yield _without_person(finding)
        else:
            yield finding


def _without_person(finding: Finding) -> Finding:
    """Return a finding without a value that may name a person: what Excel made of a number may stay, as a rule."""
    hidden, shown = without_values(finding), finding.params.get("shown")
    if not shown or may_be_personal(shown) or may_be_personal(finding.params["stored"]):
        return hidden
    quoted = {name: finding.params[name] for name in ("shown", "stored")}
    return replace(hidden, params={**hidden.params, **quoted})
