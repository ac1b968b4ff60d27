"""The report for the terminal: identical mistakes grouped, the worst first, coloured where the terminal can."""

from rich.text import Text

from ..checking.findings import Sort
from ..checking.messages import Catalog, catalog
from ..checking.report import Report, Verdict, without_values
from ..text import printable
from .console import UNBROKEN_BLANK, Paper
from .grouping import SECTIONS, Group, Spot, group, runs

_MOST_CELLS = 8  # runs of cells named for one mistake
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
    sentences: Catalog | None = None,
) -> str:
    """Return the report as text.

    values: whether cell values are shown; width: in columns, None for the terminal's; sentences: by default those of
    the language.
    """
    sentences = sentences or catalog(language)
    console = Paper(colour=colour, width=width)
    findings = report.findings if values else tuple(map(without_values, report.findings))
    _print_head(console, report, sentences, values=values)
    groups = group(findings)
    for title, certainty in SECTIONS.items():
        chosen = [item for item in groups if item.certainty is certainty]
        if chosen:
            console.print(Text(f"\n{sentences.text(title)}", style="bold"))
            _print_groups(console, chosen, [sheet.name for sheet in report.workbook], sentences)
    if report.skipped:
        console.print(Text(f"\n{sentences.text('skipped')}", style="bold"))
        for reason in dict.fromkeys(sentences.skipped(item.reason, item.params) for item in report.skipped):
            console.indented(Text(reason, style="dim"), 2)
    facts = f"{report.spec.id} {report.spec.digest} cgs-validate {report.engine_version}"
    console.print(Text(f"\n{facts}", style="dim"), soft_wrap=True)
    return console.text


def _print_head(console: Paper, report: Report, sentences: Catalog, *, values: bool) -> None:
    spec = report.spec
    console.print(Text.assemble((report.workbook.name or "-", "bold"), f"  {spec.title} {spec.id}"))
    rows = (
        sentences.text("row_count", sheet=sheet.label, count=report.rows[name]) for name, sheet in spec.sheets.items()
    )
    month = str(report.month or sentences.text("unknown"))
    console.print(Text(f"{sentences.text('month')} {month}  " + "  ".join(rows), style="dim"))
    if report.recognised_by:
        console.indented(Text(report.recognised(sentences.language), style="dim"), 0)
    for line in report.of_form(sentences.language, values=values):
        console.indented(Text(line, style="dim"), 0)
    verdict = report.verdict_code
    if not spec.confirmed and verdict is not Verdict.UNCONFIRMED:
        said = "provisional_rest" if report.evidence else "provisional"
        console.print(Text(sentences.text(said), style="yellow"))
    console.print(Text(report.verdict(sentences.language), style=_VERDICTS.get(verdict, "bold yellow")))
    if any(item.reason == "no_month" for item in report.unchecked):
        console.print(Text(sentences.text("month_option"), style="dim"))


def _print_groups(console: Paper, groups: list[Group], order: list[str], sentences: Catalog) -> None:
    by_sheet: dict[str | None, list[Group]] = {}
    for item in groups:
        by_sheet.setdefault(item.first.place.sheet, []).append(item)
    for sheet in (name for name in (None, *order) if name in by_sheet):
        console.print(Text(f"\n  {printable(sheet or sentences.text('whole_file'))}", style="underline"))
        for item in by_sheet[sheet]:
            _print_group(console, item, sentences)


def _print_group(console: Paper, item: Group, sentences: Catalog) -> None:
    finding = item.common
    head = Text.assemble((f" {sentences.kind(finding)} ", _STYLES[finding.sort]), " ", (finding.label or "", "bold"))
    head.append(f"  {_places(item, sentences)}")
    if item.count > 1:
        head.append(f"  {sentences.text('count', count=item.count)}", style="dim")
    console.indented(head, 2)
    related = sentences.related(finding) if item.count == 1 else ""
    parts = filter(None, (sentences.message(finding), sentences.hint(finding), related))
    text = " ".join(parts) if sentences.language == "en" else "".join(parts).replace(" ", UNBROKEN_BLANK)
    console.indented(Text(text), 6)


def _places(item: Group, sentences: Catalog) -> str:
    if item.count > 1 and item.first.related:
        return _joined([f"{finding.place.cell}（{finding.related[0].cell}）" for finding in item.findings], sentences)
    if len({spot.fix for spot in item.spots}) > 1:
        return _joined([f"{_cells(spot)} → {spot.fix}" if spot.fix else _cells(spot) for spot in item.spots], sentences)
    return _joined(list(map(str, runs(place for spot in item.spots for place in spot.places))), sentences)


def _cells(spot: Spot) -> str:
    return "、".join(map(str, spot.runs))


def _joined(cells: list[str], sentences: Catalog) -> str:
    more = len(cells) - _MOST_CELLS
    return "、".join(cells[:_MOST_CELLS]) + (f"　{sentences.text('more', count=more)}" if more > 0 else "")
