"""The report for the terminal: identical mistakes grouped, or row by row; coloured where the terminal can."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.columns import Columns
from rich.padding import Padding
from rich.text import Text

from ..checking.findings import Finding, Place, Sort
from ..checking.messages import Catalog, catalog
from ..checking.report import Report, Verdict, without_values
from ..text import printable
from .console import Paper, breakable
from .grouping import SECTIONS, Group, Spot, group

_MOST_CELLS = 8  # runs of cells named for one mistake
_FEW_CODES = 5  # that are read as well in a sentence
_LONGEST_VALUE = 20  # characters shown of what was typed
_STYLES = {
    Sort.MISSING: "black on bright_yellow",
    Sort.INVALID: "bold white on red",
    Sort.PROBABLY_MISSING: "yellow",
    Sort.PROBABLY_INVALID: "red",
    Sort.WARNING: "cyan",
}
_VERDICTS = {Verdict.BLOCKED: "bold red", Verdict.LOOK: "bold green", Verdict.READY: "bold green"}


def render_text(
    report: Report,
    language: str | None = None,
    *,
    values: bool = True,
    colour: bool = False,
    width: int | None = None,
    rows: bool = False,
    verbose: bool = False,
    sentences: Catalog | None = None,
    advice: str = "",
) -> str:
    """Return the report as text.

    values: whether cell values are shown; width: in columns, None for the terminal's; rows: the findings of each row
    together, not the same mistakes; verbose: with the digest of the rules; sentences: by default those of the language;
    advice: what to do next.
    """
    sentences = sentences or catalog(language)
    paper = Paper(colour=colour, width=width)
    findings = report.findings if values else tuple(map(without_values, report.findings))
    _print_head(paper, report, sentences, values=values)
    sheets = [sheet.name for sheet in report.workbook]
    if rows:
        _print_rows(paper, findings, sheets, sentences)
    else:
        _print_sections(paper, group(findings), sheets, sentences)
    if report.skipped:
        paper.print(Text(f"\n{sentences.text('skipped')}", style="bold"))
        for reason in dict.fromkeys(sentences.skipped(item.reason, item.params) for item in report.skipped):
            paper.indented(Text(breakable(reason), style="dim"), 2)
    if advice:
        paper.print(Text(f"\n{advice}", style="bold"), soft_wrap=True)
    if verbose:
        facts = f"{report.spec.id} {report.spec.digest} cgs-validate {report.engine_version}"
        paper.print(Text(f"\n{facts}", style="dim"), soft_wrap=True)
    return paper.text


def _print_head(paper: Paper, report: Report, sentences: Catalog, *, values: bool) -> None:
    spec = report.spec
    paper.print(Text.assemble((report.workbook.name or "-", "bold"), f"  {spec.title} {spec.id}"))
    rows = (
        sentences.text("row_count", sheet=sheet.label, count=report.rows[name]) for name, sheet in spec.sheets.items()
    )
    month = str(report.month or sentences.text("unknown"))
    paper.print(Text(f"{sentences.text('month')} {month}  " + "  ".join(rows), style="dim"))
    if report.recognised_by:
        paper.print(Text(breakable(report.recognised(sentences.language)), style="dim"))
    for line in report.of_form(sentences.language, values=values):
        paper.print(Text(breakable(line), style="dim"))
    verdict = report.verdict_code
    if not spec.confirmed and verdict is not Verdict.UNCONFIRMED:
        said = "provisional_rest" if report.evidence else "provisional"
        paper.print(Text(breakable(sentences.text(said)), style="yellow"))
    paper.print(Text(breakable(report.verdict(sentences.language)), style=_VERDICTS.get(verdict, "bold yellow")))
    if any(item.reason == "no_month" for item in report.unchecked):
        paper.print(Text(breakable(sentences.text("month_option")), style="dim"))


def _print_sections(paper: Paper, groups: list[Group], sheets: list[str], sentences: Catalog) -> None:
    """Print identical mistakes together, in the order of the sheet's rows; what concerns all of a sheet comes first."""
    for title, certainty in SECTIONS.items():
        chosen = [item for item in groups if item.certainty is certainty]
        if chosen:
            paper.print(Text(f"\n{sentences.text(title)}", style="bold"))
        for sheet, here in _by_sheet(chosen, sheets):
            _print_sheet(paper, sheet, sentences)
            for item in sorted(here, key=lambda item: (not item.whole, _order(item.first.place))):
                _print_group(paper, item, sentences)


def _print_rows(paper: Paper, findings: Iterable[Finding], sheets: list[str], sentences: Catalog) -> None:
    """Print the findings of each row together, be they sure or not."""
    singles = [Group((finding,)) for finding in sorted(findings, key=lambda finding: _order(finding.place))]
    for sheet, here in _by_sheet(singles, sheets):
        _print_sheet(paper, sheet, sentences)
        for row, items in groupby(here, key=lambda item: item.first.place.row):
            if row:
                paper.indented(Text(sentences.row(row), style="bold"), 2)
            for item in items:
                _print_group(paper, item, sentences)


def _by_sheet(groups: Iterable[Group], sheets: list[str]) -> Iterator[tuple[str | None, list[Group]]]:
    by_sheet: dict[str | None, list[Group]] = {}
    for item in groups:
        by_sheet.setdefault(item.first.place.sheet, []).append(item)
    return ((name, by_sheet[name]) for name in (None, *sheets) if name in by_sheet)


def _order(place: Place) -> tuple[int, int]:
    return place.row or 0, place.column or 0


def _print_sheet(paper: Paper, sheet: str | None, sentences: Catalog) -> None:
    paper.print(Text(f"\n  {printable(sheet or sentences.text('whole_file'))}", style="underline"))


def _print_group(paper: Paper, item: Group, sentences: Catalog) -> None:
    finding = item.common
    head = Text.assemble((f" {sentences.kind(finding)} ", _STYLES[finding.sort]), " ", (finding.label or "", "bold"))
    head.append(f"{'  ' if finding.label else ''}{breakable(_places(item, sentences))}")
    if item.count > 1:
        head.append(f"  {sentences.text('count', count=item.count)}", style="dim")
    paper.indented(head, 2)
    related = sentences.related(finding) if item.count == 1 else ""
    parts = filter(None, (sentences.message(finding), sentences.hint(finding), related))
    _print_sentence(paper, (" " if sentences.language == "en" else "").join(parts), sentences.listed(finding))


def _print_sentence(paper: Paper, sentence: str, codes: Sequence[str]) -> None:
    """Print a sentence; a list of many codes in it becomes columns."""
    before, listed, after = sentence.partition("、".join(codes)) if len(codes) > _FEW_CODES else (sentence, "", "")
    paper.indented(Text(breakable(before)), 6)
    if listed:
        width = max(code.find(".") for code in codes)
        aligned = [" " * (width - code.find(".")) + code for code in codes]
        paper.print(Padding(Columns(map(Text, aligned), padding=(0, 2), equal=True), (0, 0, 0, 8)))
        if after := after.lstrip("。. "):
            paper.indented(Text(breakable(after)), 6)


def _places(item: Group, sentences: Catalog) -> str:
    """Return where a mistake is, with what was typed there: the first cells of many."""
    if item.count > 1 and item.first.related:
        shown = item.findings[:_MOST_CELLS]
        named = [sentences.text("see", cell=one.place.cell, other=one.related[0].cell) for one in shown]
        more = item.count - len(shown)
    else:
        named, more = _typed(item.spots, sentences)
    return "、".join(named) + (f"　{sentences.text('more', count=more)}" if more else "")


def _typed(spots: Sequence[Spot], sentences: Catalog) -> tuple[list[str], int]:
    """Return the first cells with what was typed there and what it should be, and how many more there are."""
    fixes_differ = len({spot.fix for spot in spots}) > 1
    named, more, left = [], 0, _MOST_CELLS
    for spot in spots:
        shown, beyond = spot.runs[:left], spot.runs[left:]
        left -= len(shown)
        more += sum(run.count for run in beyond)
        if shown:
            cells = _quoted("、".join(map(str, shown)), spot.value, sentences)
            named.append(f"{cells} → {spot.fix}" if fixes_differ and spot.fix else cells)
    return named, more


def _quoted(cells: str, value: str | None, sentences: Catalog) -> str:
    value = " ".join(printable(value or "").split())
    short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return sentences.text("typed", cells=cells, value=short) if value else cells
