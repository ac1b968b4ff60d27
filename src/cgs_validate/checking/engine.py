"""The one file that knows the order of the steps: open, find headers, read columns, run the rules, report."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any

from ..formats.code import is_in_words
from ..formats.personal import naming_persons
from ..formats.personal_number import may_be_personal
from ..ooxml.limits import Limits
from ..spec.library import all_specs, load_spec
from ..spec.model import STAGES, FieldSpec, RuleSpec, SheetSpec, Sourced, TemplateSpec
from ..spec.months import Month, parse_month
from ..spec.stages import may_have_two, stage_in
from ..version import __version__
from ..workbook import OpenedWorkbook
from . import rules
from .evidence import FormInHand, read_form
from .findings import Certainty, Finding, Hiding, Hit, Hits, Place, Severity
from .hiding import with_hiding
from .matching import SheetMatch, find_data, match_sheets, named_sheets, unnamed_sheets
from .recognition import Clue, recognise, titled_months
from .records import set_aside
from .report import Report, Skipped, without_values
from .tables import Submission, Table, build_table
from .values import Value

_LONGEST_VALUE = 200  # characters of a cell that are reported


def check(
    opened: OpenedWorkbook,
    spec: str | TemplateSpec | None = None,
    month: str | None = None,
    stage: str | None = None,
    *,
    school: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
) -> Report:
    """Check a workbook of which the needed sheets were read, from a file or the open book in Excel. As ``validate``.

    More of it is read where its form is not known for certain.
    """
    workbook = opened.workbook
    report_month = read_arguments(month, stage)
    if isinstance(spec, str):
        spec = load_spec(spec)
    matches, clues = (match_sheets(spec, workbook) if spec else []), tuple[Clue, ...]()
    if spec is None:
        spec, matches, clues = recognise(workbook, report_month)
    for match in matches:
        if match.sheet and not match.answered:
            find_data(match, partial(opened.fills, match.sheet.name))
    limits = limits or Limits()
    titles = list(titled_months(matches))
    form = read_form(spec, matches, opened)
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
        month=report_month or next((month for _, month in titles), None),
        titles=titles,
        stage=stage or _stage(matches),
        two_stages=stage is None and any(map(may_have_two, _schools(matches))),
        school=school,
    )
    if not {"elementary", "junior"}.intersection(map(stage_in, _schools(matches))):  # or the titles are of two schools
        submission.stage = rules.stage.department(submission) or submission.stage
    found = _findings(submission, limits.findings)
    findings = tuple(with_hiding(_masked(_without_doubtful_fixes(_of_stage(found, submission.stage)), spec), workbook))
    skipped = tuple(_skipped(submission))
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


def _schools(matches: Iterable[SheetMatch]) -> list[str]:
    """Return the title of each sheet, which names the school."""
    return [min(match.folded_titles, default=(0, 0, ""))[2] for match in matches]


def _stamped(
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
    return _finding(submission.form, rule, hit, place, field or (match.spec if match else None), value, table)


def _finding(
    form: FormInHand,
    rule: rules.Rule,
    hit: Hit,
    place: Place,
    about: FieldSpec | SheetSpec | None,
    value: Value | None,
    table: Table | None,
) -> Finding:
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


def _findings(submission: Submission, most: int) -> Iterator[Finding]:
    """Yield all findings: those of the workbook and its sheets first, then those of the cells, row by row."""
    yield from _without_moot(_limited(_workbook_findings(submission), submission, most))
    for match in submission.matches:
        for sheet_rule in rules.SHEET_RULES:
            if match.checkable or sheet_rule not in rules.COLUMN_RULES:
                yield from (_stamped(submission, sheet_rule, hit, match) for hit in sheet_rule.check(match))
    for table in submission.tables:
        found = chain(_table_findings(submission, table), _value_findings(submission, table, most))
        yield from sorted(_without_moot(_limited(found, submission, most)), key=lambda finding: finding.place[1:])


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
        yield from (_stamped(submission, rule, hit) for hit in hits)


def _declarations(submission: Submission, code: str) -> Iterator[tuple[RuleSpec, list[Table]]]:
    """Yield where a rule is declared, for the workbook or within a sheet, with the tables that have its fields."""
    for declared in submission.spec.rules:
        if declared.name == code:
            yield declared, [table for table in submission.tables if not table.lacking(declared)]
    for table in submission.tables:
        yield from ((declared, [table]) for declared in table.rules(code))


def _table_findings(submission: Submission, table: Table) -> Iterator[Finding]:
    for rule in rules.TABLE_RULES:
        if rules.takes_options(rule):
            hits: Hits = (hit._replace(rests_on=on) for on in table.rules(rule.CODE) for hit in rule.check(table, on))
        else:
            hits = rule.check(table)
        yield from (_stamped(submission, rule, hit, table=table) for hit in hits)


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
                place, stamped = Place(table.sheet), _with_fixes(submission.form, hits, field)
                wrong[code] = [
                    _finding(submission.form, rule, hit, place, field, value, table) for rule, hit in stamped
                ]
        for index in column.rows_coded(wrong):
            place = table.place(index, name)
            yield from (finding.at(place) for finding in wrong[column.codes[index]])


def _with_fixes(
    form: FormInHand, hits: Sequence[tuple[rules.Rule, Hit]], field: FieldSpec
) -> Sequence[tuple[rules.Rule, Hit]]:
    """Return a value's hits; their fixes are left out where another error, if only a probable one, would remain."""
    wrong_still = any(not hit.fix and _certainty(form, rule, hit, field) for rule, hit in hits)
    return [(rule, hit._replace(fix=None)) for rule, hit in hits] if wrong_still else hits


def _without_moot(findings: list[Finding]) -> Iterator[Finding]:
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


def _masked(findings: Iterator[Finding], spec: TemplateSpec) -> Iterator[Finding]:
    """Remove the value from every finding in a column of persons' codes, and wherever else it may name a person."""
    personal = {field.name for sheet in spec.sheets.values() for field in sheet.fields.values() if field.names_persons}
    names_person = naming_persons(spec.words)
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


def _skipped(submission: Submission) -> Iterator[Skipped]:
    """Yield the rules that could not run: for want of a month, a stage, a sheet or a column."""
    if submission.cut:
        yield Skipped("required", "too_many_findings", {})
    if submission.month is None:
        yield Skipped("month_outside", "no_month", {})
    if submission.stage is None:
        yield Skipped("stage", "no_stage", {})
    tables = {table.spec.name: table for table in submission.tables}
    for code, sheet, field in dict.fromkeys(submission.form.suspended):
        yield Skipped(code, "codes_changed", {"columns": [tables[sheet].named(field)]})
    for match in submission.matches:
        reason = _unchecked(match)
        if reason:
            unchecked = ("required", *(rule.name for rule in submission.spec.rules if match.spec.name in rule.sheets))
            yield from (Skipped(code, reason, {"sheet": match.spec.label}) for code in unchecked)
        if match.namesakes:
            yield Skipped("required", "second_sheet", {"sheet": match.spec.label})
    for table in submission.tables:
        fields = table.spec.fields
        lacking = {name for name in fields if name not in table.columns}
        if not lacking:
            continue
        yield Skipped("required", "no_column", _absent(table, lacking))
        declared = (rule for rule in submission.spec.rules if not rule.sheets or table.spec.name in rule.sheets)
        needs = [(rule.name, rule.fields) for rule in (*table.spec.rules, *declared)]
        needs += (need for column in table.columns.values() for need in _needs(column.spec))
        for code, needed in needs:
            if absent := needed & lacking:
                yield Skipped(code, "no_column", _absent(table, absent))


def _needs(field: FieldSpec) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the rules of a field that look at other fields, with those."""
    age = field.required_at_age
    yield "blank_expected" if field.blank_otherwise else "placeholder_expected", frozenset(field.applies_when)
    yield "required", frozenset((*field.required_when, *(age.fields if age else ())))
    yield from (("codes_only_when", frozenset(condition)) for condition in field.codes_only_when.values())


def _unchecked(match: SheetMatch) -> str | None:
    if match.sheet is None:
        return "no_sheet"
    if match.header_row is None:
        return "no_header"
    return "other_template" if match.other_template else None


def _absent(table: Table, fields: Collection[str]) -> dict[str, Any]:
    return {"sheet": table.spec.label, "columns": [table.named(name) for name in table.spec.fields if name in fields]}
