"""The sheet 檢核結果 of a marked workbook: every reason with a link to its cell, identical mistakes side by side."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count, islice

from ..checking.findings import Finding
from ..checking.matching import SUMMARY_SHEET
from ..checking.messages import LANGUAGES, Catalog, catalog
from ..checking.report import Report
from ..reports.grouping import Group, group
from .sheet_xml import RowWriter, literal, worksheet

WIDTHS = (12, 30, 10, 24, 50, 60)
_CELL = 3  # the column with the links
_MOST_ROWS = 5_000
_MOST_PATTERNS = 1_000  # of rows that differ in the cell only


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


def free_name(taken: Collection[str]) -> str:
    """Return the name for a new summary. taken: the names of the sheets that are there."""
    names = (f"{SUMMARY_SHEET}{number}" for number in count(2))
    return SUMMARY_SHEET if SUMMARY_SHEET not in taken else next(name for name in names if name not in taken)


def is_title(text: str) -> bool:
    """Tell whether a text is the first of a summary, in any language; others may have a sheet of its name."""
    return text in {catalog(language).text("title") for language in LANGUAGES}


def summary_sheet(report: Report, sentences: Catalog, marked: Marked, plain: int, bold: int, link: int) -> bytes:
    """Return the worksheet's part. plain, bold, link: cell formats."""
    told = summarise(report, sentences, marked)
    writer = RowWriter(WIDTHS)
    linked = [link if column == _CELL else plain for column in range(1, len(WIDTHS) + 1)]

    @lru_cache(_MOST_PATTERNS)
    def pattern(*cells: str) -> str:
        texts = [*cells[: _CELL - 1], "", *cells[_CELL - 1 :]]
        about = list(map(literal, texts))
        about[_CELL - 1] = "{1}"
        return writer.row("{0}", about, linked, texts)

    written = []
    met: set[tuple[str, ...]] = set()
    for number, cells in enumerate(told.rows, 1):
        if (number, _CELL) in told.links:
            about = (*cells[: _CELL - 1], *cells[_CELL:])
            if about in met:
                written.append(pattern(*about).format(number, cells[_CELL - 1]))
            else:
                written.append(writer.row(number, cells, linked))
                met.add(about)
        else:
            look = bold if number == told.head else plain
            written.append(writer.row(number, cells, [look] * len(WIDTHS) if number >= told.head else None))
    return worksheet(written, WIDTHS, told.links)


def summarise(report: Report, sentences: Catalog, marked: Marked) -> Summary:
    """Return what the sheet tells."""
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
    remarks = _remarks(marked, sentences)
    rows += islice(_rows(groups, sentences, remarks), _MOST_ROWS)
    if len(report.findings) > _MOST_ROWS:
        rows.append([sentences.text("more", count=len(report.findings) - _MOST_ROWS)])
    found = chain.from_iterable(item.findings for item in groups)
    return Summary(rows, head, dict(_links(islice(found, _MOST_ROWS), head + 1)))


def _remarks(marked: Marked, sentences: Catalog) -> dict[str, str]:
    """Return what is to be told of a cell's mark, by sheet and cell."""
    told = dict.fromkeys(marked.without_note, sentences.text("summary_without_note"))
    for cell in marked.hidden:
        told[cell] = told.get(cell, "") + sentences.text("summary_hidden")
    return told


def _rows(groups: Iterable[Group], sentences: Catalog, remarks: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield a row for each finding; what is the same for all of a group is put into words once."""
    for same in groups:
        kind, message = sentences.kind(same.first), sentences.message(same.first)
        hints: dict[str | None, str] = {}
        for finding in same.findings:
            place = finding.place
            where = place.cell or ("" if place.sheet else sentences.text("whole_file"))
            if finding.fix not in hints:
                hints[finding.fix] = sentences.hint(finding)
            hint = hints[finding.fix] + sentences.related(finding) + remarks.get(f"{place.sheet} {where}", "")
            yield [kind, place.sheet or "", where, finding.label or "", message, hint]


def _links(findings: Iterable[Finding], first_row: int) -> Iterator[tuple[tuple[int, int], str]]:
    for row, finding in enumerate(findings, first_row):
        place = finding.place
        if place.sheet and place.cell:
            quoted = place.sheet.replace("'", "''")
            yield (row, _CELL), f"'{quoted}'!{place.cell}"
