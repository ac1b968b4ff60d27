"""The verdict on one workbook: ``cgs-validate/report/1`` (docs/report.schema.json)."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from ..cached_property import cached_property
from ..errors import ReadError
from ..spec.model import TemplateSpec
from ..spec.months import Month
from ..workbook import Workbook
from .evidence import OtherCodes
from .findings import Annotation, Evidence, Finding, Place, Severity, Sort, annotate
from .messages import Catalog, catalog
from .recognition import Clue
from .tables import Table

SCHEMA = "cgs-validate/report/1"

# The reasons for which a rule was skipped that forbid to call a workbook ready.
NOT_PASSED = frozenset(
    {"too_many_findings", "no_month", "no_sheet", "no_header", "other_template", "no_column", "second_sheet"}
)


class Verdict(StrEnum):
    """Whether a workbook can be uploaded. What could not be checked is neither ``ready`` nor ``look``."""

    BLOCKED = "blocked"  # errors
    EMPTY = "empty"  # nothing is filled in
    UNCHECKED = "unchecked"  # no errors, but something was not checked
    UNCONFIRMED = "unconfirmed"  # all was checked, by rules that no official form confirms
    LOOK = "look"  # nothing but warnings
    READY = "ready"


class Skipped(NamedTuple):
    """A rule that could not run, and why: the name of a sentence with its parameters."""

    code: str
    reason: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What the checker found in one workbook. ``tables`` and ``workbook`` are what it looked at.

    ``complete``: whether these are all findings; there is a limit (``Limits.findings``). ``allowed``: the active
    content that the check let in (``Limits.allow``). ``recognised_by``: what says that the workbook is of this form;
    nothing where the form was given. ``evidence``: where the workbook says itself what the spec only supposes;
    ``waived``: where it lets a column be left out; ``other_codes``: the code lists of its form that are not the spec's.
    """

    spec: TemplateSpec
    engine_version: str
    workbook: Workbook
    month: Month | None
    stage: str | None
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    tables: tuple[Table, ...] = field(repr=False)
    complete: bool = True
    language: str | None = None
    allowed: tuple[str, ...] = ()
    recognised_by: tuple[Clue, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    waived: tuple[Evidence, ...] = ()
    other_codes: tuple[OtherCodes, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing blocks the upload; a report that was cut short is never ok."""
        return self.complete and not any(finding.severity is Severity.ERROR for finding in self.findings)

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """One annotation for each cell with an error or a probable one."""
        return annotate(self.findings)

    @property
    def rows(self) -> dict[str, int]:
        """The number of data rows by sheet of the spec."""
        found = {table.spec.name: len(table.rows) for table in self.tables}
        return {name: found.get(name, 0) for name in self.spec.sheets}

    @cached_property
    def tally(self) -> Counter[str]:
        """The number of findings of each sort."""
        return Counter(finding.sort for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """The number of findings: errors by kind, warnings, and how many of these are probable errors."""
        tally, probable = self.tally, len(self.probable)
        return {
            "missing": tally[Sort.MISSING],
            "invalid": tally[Sort.INVALID],
            "warning": tally[Sort.WARNING] + probable,
            "probable": probable,
        }

    def digest_within(self, allow: Collection[str]) -> str:
        """Return the file's SHA-256 where its check let in no more active content than that, else nothing."""
        return self.workbook.sha256 if set(self.allowed).issubset(allow) else ""

    def ensure_same_file(self, sha256: str) -> None:
        """Raise ReadError where a file is not the one that was checked."""
        if self.workbook.sha256 not in ("", sha256):
            raise ReadError("changed_since_check")

    @cached_property
    def unchecked(self) -> tuple[Skipped, ...]:
        """What was not checked and has to be before the upload, each once."""
        found = [item for item in self.skipped if item.reason in NOT_PASSED]
        if self.month and not self.spec.serves(self.month):
            found.append(Skipped("month_outside", "other_months", {"month": str(self.month)}))
        return tuple({(item.reason, item.params.get("sheet")): item for item in reversed(found)}.values())[::-1]

    @property
    def probable(self) -> tuple[Finding, ...]:
        """The warnings that would be errors, were what they rest on stated."""
        return tuple(finding for finding in self.findings if finding.probable)

    @property
    def needs_a_look(self) -> bool:
        """Whether a workbook without errors is stored only after its sender has looked at the report."""
        return bool(self.probable or self.unchecked)

    @property
    def verdict_code(self) -> Verdict:
        """Whether the workbook can be uploaded."""
        if not self.ok:
            return Verdict.BLOCKED
        if not any(self.rows.values()):
            return Verdict.EMPTY
        if self.unchecked:
            return Verdict.UNCHECKED
        if not self.spec.confirmed or not self.spec.surely_serves:
            return Verdict.UNCONFIRMED
        return Verdict.LOOK if self.findings else Verdict.READY

    def verdict(self, language: str | None = None) -> str:
        """Return whether the workbook can be uploaded: a sentence, and a line for each thing that was not checked."""
        sentences, code = catalog(language or self.language), self.verdict_code
        lines = [sentences.verdict(code, self.tally)]
        if code is not Verdict.EMPTY:
            lines += (sentences.unchecked(item.reason, item.params) for item in self.unchecked)
        return "\n".join(lines)

    def recognised(self, language: str | None = None) -> str:
        """Return one sentence that says why the workbook was checked by this form; nothing where the form was given."""
        sentences = catalog(language or self.language)
        return sentences.recognised(self.recognised_by, self.spec.title) if self.recognised_by else ""

    def of_form(self, language: str | None = None, *, values: bool = True) -> list[str]:
        """Return what was checked by the workbook's own form: sentences, none where that says nothing.

        values: whether the codes of its lists are named.
        """
        sentences = catalog(language or self.language)
        lines = [sentences.confirmed(len(self.evidence))] if self.evidence else []
        return lines + [_other_codes(item, sentences) for item in self._other_codes(values=values)]

    def _other_codes(self, *, values: bool) -> tuple[OtherCodes, ...]:
        return self.other_codes if values else tuple(item._replace(added=[], gone=[]) for item in self.other_codes)

    def to_dict(self, language: str | None = None, *, values: bool = True) -> dict[str, Any]:
        """Return the report as plain data. language: ``zh-TW`` or ``en``; values: whether cell values are included."""
        sentences = catalog(language or self.language)
        findings = self.findings if values else tuple(map(without_values, self.findings))
        annotations = annotate(findings)
        return {
            "schema": SCHEMA,
            "ok": self.ok,
            "verdict": {"code": str(self.verdict_code), "message": self.verdict(sentences.language)},
            "unchecked": [
                {"reason": item.reason, "message": sentences.unchecked(item.reason, item.params)}
                for item in self.unchecked
            ],
            "spec": {"id": self.spec.id, "title": self.spec.title, "digest": self.spec.digest},
            "recognised_by": [
                {"code": clue.code, "message": sentences.clue(clue.code, clue.params)} for clue in self.recognised_by
            ],
            "evidence": [
                {
                    "kind": kind,
                    "declaration": item.declaration,
                    **_place(item.place),
                    "quote": item.quote if values else None,
                }
                for kind, found in (("confirms", self.evidence), ("waives", self.waived))
                for item in found
            ],
            "other_codes": [
                {
                    "declaration": item.evidence.declaration,
                    **_place(item.evidence.place),
                    "added": item.added,
                    "gone": item.gone,
                    "message": _other_codes(item, sentences),
                }
                for item in self._other_codes(values=values)
            ],
            "engine": {"name": "cgs-validate", "version": self.engine_version},
            "workbook": {"name": self.workbook.name, "sha256": self.workbook.sha256},
            "month": str(self.month) if self.month else None,
            "stage": self.stage,
            "counts": {**self.counts, "rows": self.rows},
            "findings": [
                {
                    "code": finding.code,
                    "kind": str(finding.kind),
                    "severity": str(finding.severity),
                    "certainty": finding.certainty and str(finding.certainty),
                    "sheet": finding.place.sheet,
                    "cell": finding.place.cell,
                    "row": finding.place.row,
                    "column": finding.place.column,
                    "field": finding.field,
                    "label": finding.label,
                    "value": finding.value,
                    "params": finding.params,
                    "message": sentences.message(finding),
                    "hint": sentences.hint(finding),
                    "fix": finding.fix,
                    "related": [_place(place) for place in finding.related],
                }
                for finding in findings
            ],
            "annotations": [
                {
                    **_place(note.place),
                    "kind": str(note.kind),
                    "certainty": str(note.certainty),
                    "note": sentences.note(note),
                }
                for note in annotations
            ],
            "skipped": [
                {"code": skipped.code, "reason": sentences.skipped(skipped.reason, skipped.params)}
                for skipped in self.skipped
            ],
        }

    def to_json(self, language: str | None = None, *, values: bool = True, indent: int | None = 2) -> str:
        """Return the report as JSON text."""
        return json.dumps(self.to_dict(language, values=values), ensure_ascii=False, indent=indent)


_QUOTED: dict[str, Any] = {"found": "…", "shown": "…", "stored": "…", "typed": ["…"]}  # of the parameters, from a cell


def without_values(finding: Finding) -> Finding:
    """Return a finding without the content of its cell."""
    quoted: dict[str, Any] = {}
    if finding.place.cell:
        quoted = {name: nothing for name, nothing in _QUOTED.items() if name in finding.params}
    if finding.own_list:
        quoted |= {name: {"…": ""} for name in ("choices", "codes", "code") if name in finding.params}
    return replace(finding, value=None, fix=None, says=None, params={**finding.params, **quoted})


def _other_codes(item: OtherCodes, sentences: Catalog) -> str:
    return sentences.other_codes(item.label, item.evidence.place, item.added, item.gone)


def _place(place: Place) -> dict[str, str | None]:
    return {"sheet": place.sheet, "cell": place.cell}
