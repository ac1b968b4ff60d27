"""The sheet 檢核結果 of a marked workbook: every finding with a link to its cell, identical mistakes side by side."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count, islice

from ..checking.findings import Finding
from ..checking.matching import SUMMARY_SHEET
from ..checking.messages import LANGUAGES, Catalog, catalog
from ..checking.report import Report
from ..reports.grouping import Group, group
from .sheet_xml import RowWriter, worksheet

WIDTHS = (12, 30, 10, 24, 50, 60)
_CELL = 3  # the column with the links
_MOST_ROWS = 5_000


@dataclass
class Marked:
    """What marking did.

    cells: how many it marked; without_note: those that got a colour but no note; hidden: those whose colour a
    conditional format may hide; signed: whether the file had a digital signature, which holds no more.
    """

    cells: int = 0
    without_note: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    signed: bool = False


@dataclass(frozen=True)
class Summary:
    """The rows of the sheet; ``head``: the number of the one with the headings; ``links``: of cells, to where."""

    rows: list[list[str]]
    head: int
    links: dict[tuple[int, int], str]


def free_name(sheets: Collection[str]) -> str:
    """Return the name for a new summary. sheets: the names of those that are there."""
    names = chain([SUMMARY_SHEET], (f"{SUMMARY_SHEET}{number}" for number in count(2)))
    return next(name for name in names if name not in sheets)


def is_title(text: str) -> bool:
    """Return whether a text is the first of a summary, in any language; others may have a sheet of its name."""
    return text in {catalog(language).text("title") for language in LANGUAGES}


def summary_sheet(report: Report, sentences: Catalog, marked: Marked, plain: int, bold: int, link: int) -> bytes:
    """Return the worksheet's part. plain, bold, link: cell formats."""
    summary = summarise(report, sentences, marked)
    writer = RowWriter(WIDTHS)
    linked = [link if column == _CELL else plain for column in range(1, len(WIDTHS) + 1)]

    def looks(number: int) -> list[int]:
        if number < summary.head:
            return []
        if (number, _CELL) in summary.links:
            return linked
        return [bold if number == summary.head else plain] * len(WIDTHS)

    rows = (writer.row(number, cells, looks(number)) for number, cells in enumerate(summary.rows, 1))
    return worksheet(rows, WIDTHS, summary.links)


def summarise(report: Report, sentences: Catalog, marked: Marked) -> Summary:
    """Return the sheet's rows and links."""
    heads = [sentences.text(f"summary_{name}") for name in ("kind", "sheet", "cell", "field", "message", "hint")]
    order = [None, *(sheet.name for sheet in report.workbook)]
    groups = sorted(group(report.findings), key=lambda item: (item.severity, order.index(item.first.place.sheet)))
    rows = [
        [sentences.text("title")],
        [f"{report.workbook.name}　{report.spec.title} {report.spec.id}　cgs-validate {report.engine_version}"],
        [report.verdict(sentences.language)],
        *([[sentences.text("summary_signed")]] if marked.signed else []),
        heads,
    ]
    head = len(rows)
    rows += islice(_rows(groups, sentences, _comments(marked, sentences)), _MOST_ROWS)
    if len(report.findings) > _MOST_ROWS:
        rows.append([sentences.text("more", count=len(report.findings) - _MOST_ROWS)])
    found = chain.from_iterable(item.findings for item in groups)
    return Summary(rows, head, dict(_links(islice(found, _MOST_ROWS), head + 1)))


def _comments(marked: Marked, sentences: Catalog) -> dict[str, str]:
    """Return the comments on marks that cannot be seen in full, by sheet and cell."""
    comments = dict.fromkeys(marked.without_note, sentences.text("summary_without_note"))
    for cell in marked.hidden:
        comments[cell] = comments.get(cell, "") + sentences.text("summary_hidden")
    return comments


def _rows(groups: Iterable[Group], sentences: Catalog, comments: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield a row for each finding; the words that a group shares are made once."""
    for same in groups:
        kind, message = sentences.kind(same.first), sentences.message(same.first)
        hints: dict[str | None, str] = {}
        for finding in same.findings:
            place = finding.place
            where = place.cell or ("" if place.sheet else sentences.text("whole_file"))
            if finding.fix not in hints:
                hints[finding.fix] = sentences.hint(finding)
            hint = hints[finding.fix] + sentences.related(finding) + comments.get(f"{place.sheet} {where}", "")
            yield [kind, place.sheet or "", where, finding.label or "", message, hint]


def _links(findings: Iterable[Finding], first_row: int) -> Iterator[tuple[tuple[int, int], str]]:
    for row, finding in enumerate(findings, first_row):
        place = finding.place
        if place.sheet and place.cell:
            quoted = place.sheet.replace("'", "''")
            yield (row, _CELL), f"'{quoted}'!{place.cell}"
