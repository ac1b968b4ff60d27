"""The one file that knows the order of the steps: open, find headers, read columns, run the rules, report."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from ..formats.personal import PersonFinder
from ..ooxml.limits import Limits
from ..spec.library import all_specs, load_spec
from ..spec.model import STAGES, RuleSpec, TemplateSpec
from ..spec.months import Month, parse_month
from ..spec.stages import may_have_two, stage_in
from ..version import __version__
from ..workbook import OpenedWorkbook
from . import rules
from .column_matching import find_data
from .evidence import FormInHand, read_form
from .findings import Finding, Hits, Place
from .matching import match_sheets, named_sheets, unnamed_sheets
from .past import Past
from .recognition import Clue, recognise, titled_months
from .records import set_aside
from .refining import refined, without_moot
from .report import Report
from .sheet_match import SheetMatch
from .skipped import skipped_rules
from .stamping import finding_of, stamped, with_fixes
from .submission import Submission
from .tables import Table, build_table


def check(
    opened: OpenedWorkbook,
    spec: str | TemplateSpec | None = None,
    month: str | None = None,
    stage: str | None = None,
    *,
    school: str | None = None,
    previous: Sequence[Report] = (),
    language: str | None = None,
    limits: Limits | None = None,
) -> Report:
    """Check a workbook of which the needed sheets were read, from a file or the open book in Excel. As ``validate``.

    More of it is read where its form is not known for certain.
    """
    workbook = opened.workbook
    report_month = read_arguments(month, stage)
    form, matches, clues, spec = match_form(opened, spec, report_month)
    limits = limits or Limits()
    titles = list(titled_months(matches))
    report_month = report_month or next((month for _, month in titles), None)
    submission = Submission(
        spec=form.spec,
        form=form,
        name=workbook.name,
        matches=matches,
        tables=[
            set_aside(build_table(match, known=spec.confirmed), match, form.spec)
            for match in matches
            if match.checkable
        ],
        month=report_month,
        titles=titles,
        stage=stage or _stage(matches),
        two_stages=stage is None and any(map(may_have_two, _schools(matches))),
        school=school,
        past=Past(previous, report_month) if previous else None,
        sha256=workbook.sha256,
    )
    submission.stage = _department(submission) or submission.stage
    found = _findings(submission, limits.findings)
    names_person = PersonFinder(spec.words)
    findings = tuple(refined(found, spec, submission.stage, workbook, names_person))
    submission.unlooked = names_person.gave_up
    skipped = tuple(skipped_rules(submission))
    for table in submission.tables:
        table.refer_to(spec.sheets[table.spec.name])
    return Report(
        spec=spec,
        engine_version=__version__,
        workbook=workbook,
        month=submission.month,
        stage=submission.stage,
        findings=findings,
        skipped=skipped,
        tables=tuple(submission.tables),
        complete=not submission.cut,
        language=language,
        allowed=tuple(sorted(limits.allow)),
        recognised_by=clues,
        evidence=form.evidence,
        waived=tuple(form.waived),
        other_codes=tuple(form.other_codes),
    )


def match_form(
    opened: OpenedWorkbook, spec: str | TemplateSpec | None = None, month: Month | None = None
) -> tuple[FormInHand, list[SheetMatch], tuple[Clue, ...], TemplateSpec]:
    """Return what a workbook says of its form, where each sheet of the spec is, how that was known, and the spec."""
    clues: tuple[Clue, ...] = ()
    if spec is None:
        spec, matches, clues = recognise(opened.workbook, month)
    else:
        spec = load_spec(spec) if isinstance(spec, str) else spec
        matches = match_sheets(spec, opened.workbook, month)
    for match in matches:
        if match.sheet and not match.answered:
            find_data(match, partial(opened.fills, match.sheet.name))
    return read_form(spec, matches, opened), matches, clues, spec


def read_needed(opened: OpenedWorkbook, spec: str | TemplateSpec | None = None) -> OpenedWorkbook:
    """Read the sheets that a check by a spec, by default by any, looks at. Raises ReadError, SpecError."""
    specs = all_specs() if spec is None else [load_spec(spec) if isinstance(spec, str) else spec]
    workbook = opened.read(named_sheets(specs, opened.workbook))
    opened.read(unnamed_sheets(specs, workbook))
    return opened


def read_arguments(month: str | None, stage: str | None) -> Month | None:
    """Return the report month. Raises ValueError for a month or stage that is none."""
    report_month = parse_month(month) if month is not None else None
    if month is not None and report_month is None:
        raise ValueError(f"month {month!r} is not of the form 111-10")
    if stage is not None and stage not in STAGES:
        raise ValueError(f"stage {stage!r} is none of {', '.join(STAGES)}")
    return report_month


def _stage(matches: Iterable[SheetMatch]) -> str | None:
    """Return the stage of the school in the titles; None where they name none, or two."""
    found = set(map(stage_in, _schools(matches))) - {None}
    return found.pop() if len(found) == 1 else None


def _department(submission: Submission) -> str | None:
    """Return the stage that all grades are of, where a school may have two; None where titles name another school."""
    others = {"elementary", "junior"}.intersection(map(stage_in, _schools(submission.matches)))
    return None if others else rules.stage.department(submission)


def _schools(matches: Iterable[SheetMatch]) -> list[str]:
    """Return the title of each sheet, which names the school."""
    return [min(match.folded_titles, default=(0, 0, ""))[2] for match in matches]


def _findings(submission: Submission, most: int) -> Iterator[Finding]:
    """Yield all findings: those of the workbook and its sheets first, then those of the cells, row by row."""
    yield from without_moot(_limited(_workbook_findings(submission), submission, most))
    for match in submission.matches:
        for sheet_rule in rules.SHEET_RULES:
            if match.checkable or sheet_rule not in rules.COLUMN_RULES:
                yield from (stamped(submission, sheet_rule, hit, match) for hit in sheet_rule.check(match))
    if submission.past:
        yield from _limited(_past_findings(submission, submission.past), submission, most)
    for table in submission.tables:
        found = chain(_table_findings(submission, table), _value_findings(submission, table, most))
        yield from sorted(without_moot(_limited(found, submission, most)), key=lambda finding: finding.place[1:])


def _limited(findings: Iterator[Finding], submission: Submission, most: int) -> list[Finding]:
    """Return so many findings at the most, and note down where there are more."""
    found = list(islice(findings, most))
    submission.cut |= next(findings, None) is not None
    return found


def _workbook_findings(submission: Submission) -> Iterator[Finding]:
    for rule in rules.WORKBOOK_RULES:
        if rules.takes_options(rule):
            declarations = _declarations(submission, rule.CODE)
            hits: Hits = (hit._replace(rests_on=on) for on, tables in declarations for hit in rule.check(tables, on))
        else:
            hits = rule.check(submission)
        yield from (stamped(submission, rule, hit) for hit in hits)


def _declarations(submission: Submission, code: str) -> Iterator[tuple[RuleSpec, list[Table]]]:
    """Yield where a rule is declared, for the workbook or within a sheet, with the tables that have its fields."""
    for declared in submission.spec.rules:
        if declared.name == code:
            yield declared, [table for table in submission.tables if not table.lacking(declared)]
    for table in submission.tables:
        yield from ((declared, [table]) for declared in table.rules(code))


def _past_findings(submission: Submission, past: Past) -> Iterator[Finding]:
    """Yield what does not follow from the month before."""
    for table in submission.tables if past.last else ():
        for rule in rules.PAST_RULES:
            hits = (hit._replace(rests_on=on) for on in table.rules(rule.CODE) for hit in rule.check(table, past, on))
            yield from (stamped(submission, rule, hit, table=table) for hit in hits)


def _table_findings(submission: Submission, table: Table) -> Iterator[Finding]:
    for rule in rules.TABLE_RULES:
        if rules.takes_options(rule):
            hits: Hits = (hit._replace(rests_on=on) for on in table.rules(rule.CODE) for hit in rule.check(table, on))
        else:
            hits = rule.check(table)
        yield from (stamped(submission, rule, hit, table=table) for hit in hits)


def _value_findings(submission: Submission, table: Table, most: int) -> Iterator[Finding]:
    """Check each distinct value once, then place its findings wherever that value occurs.

    most: findings that are reported. Values come in the order of their rows: those of more need not be looked at.
    """
    for name, column in table.columns.items():
        field = column.spec
        wrong: dict[int, list[Finding]] = {}
        of_clean_values = rules.of_clean_values(field)
        for code, value in column.by_code.items():
            if len(wrong) > most:
                break
            looking = of_clean_values if value.clean else rules.VALUE_RULES
            hits = [(rule, hit) for rule in looking for hit in rule.check(field, value)] if looking else ()
            if hits:
                form, place = submission.form, Place(table.sheet)
                sure = with_fixes(form, hits, field)
                wrong[code] = [finding_of(form, rule, hit, place, field, value, table) for rule, hit in sure]
        for index in column.rows_coded(wrong):
            place = table.place(index, name)
            yield from (finding.at(place) for finding in wrong[column.codes[index]])
