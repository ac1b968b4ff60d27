"""The sheet 檢核結果 of a marked workbook: every finding in the order of the workbook, with a link to its cell."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from ..checking.findings import Finding, Place, Sort
from ..checking.fixes import fixable
from ..checking.messages import Catalog
from ..checking.report import Report
from ..editing.markup import attribute_text
from ..reports.grouping import SECTIONS
from ..text import printable
from ..workbook import address, column_letters
from .sheet_xml import RowWriter, worksheet

WIDTHS = (13, 26, 8, 18, 14, 38, 49)  # together no more than a window of 1,440 pixels has room for
_CELL = 3  # the column with the links
_MOST_ROWS = 5_000
_MOST_FROZEN = 12  # rows
_MOST_SHOWN = 80  # characters of what is in a cell


@dataclass
class Marked:
    """What marking did.

    counts: how many cells it marked, by sort; without_note: those that got a colour but no note; hidden: those whose
    colour a conditional format may hide; signed: whether the file had a digital signature, which holds no more;
    disarmed: whether living colours were removed; lost, without_fill: of earlier marks, as in ``Unmarked``.
    """

    counts: dict[str, int] = field(default_factory=dict)
    without_note: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    signed: bool = False
    disarmed: bool = False
    lost: list[str] = field(default_factory=list)
    without_fill: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells it marked."""
        return sum(self.counts.values())

    def count(self, sort: Sort) -> None:
        """Count a marked cell."""
        self.counts[sort] = self.counts.get(sort, 0) + 1


@dataclass(frozen=True)
class Summary:
    """The rows of the sheet; ``head``: the number of the one with the headings; ``sorts``: of the rows behind it.

    ``links``: of cells, to where.
    """

    rows: list[list[str]]
    head: int
    sorts: list[Sort]
    links: dict[tuple[int, int], str]


class Looks(NamedTuple):
    """The cell formats of the sheet; ``kinds``: of the first column, by the sorts that there are."""

    title: int
    head: int
    plain: int
    link: int
    kinds: Mapping[Sort, int]


def summary_sheet(summary: Summary, looks: Looks) -> bytes:
    """Return the worksheet's part."""
    writer, rows, head = RowWriter(WIDTHS), summary.rows, summary.head
    title, plain, link = (f' s="{look}"' for look in (looks.title, looks.plain, looks.link))
    by_sort = {
        (sort, linked): [f' s="{look}"', plain, link if linked else plain, *[plain] * (len(WIDTHS) - _CELL)]
        for sort, look in looks.kinds.items()
        for linked in (True, False)
    }
    above = (writer.row(number, cells, [title] * (number == 1)) for number, cells in enumerate(rows[: head - 1], 1))
    headings = writer.row(head, rows[head - 1], [f' s="{looks.head}"'] * len(WIDTHS), wrapped=True)
    below = (
        writer.row(number, cells, by_sort[sort, (number, _CELL) in summary.links], wrapped=True)
        for number, (cells, sort) in enumerate(zip(rows[head:], summary.sorts, strict=False), head + 1)
    )
    beyond = (writer.row(number, rows[number - 1]) for number in range(head + len(summary.sorts) + 1, len(rows) + 1))
    return worksheet(
        chain(above, [headings], below, beyond),
        views=_frozen(head),
        columns=_columns(),
        filtered=f'<autoFilter ref="{_table(summary).replace("$", "")}"/>',
        links=_hyperlinks(summary.links),
    )


def names_of(summary: Summary) -> dict[str, str]:
    """Return the names that programs give in the sheet to the rows on top of every printed page, and to its filter."""
    return {
        "_xlnm.Print_Titles": f"${summary.head}:${summary.head}",
        "_xlnm._FilterDatabase": _table(summary),
    }


def _table(summary: Summary) -> str:
    """Return the area of the headings and the findings."""
    return f"$A${summary.head}:${column_letters(len(WIDTHS))}${summary.head + max(len(summary.sorts), 1)}"


def summarise(report: Report, sentences: Catalog, marked: Marked) -> Summary:
    """Return the sheet's rows, in the order of the workbook, and links."""
    names = ("kind", "sheet", "cell", "field", "value", "message", "hint")
    found, fixes = _listed(report), fixable(report)
    rows = [
        [sentences.text("title")],
        [f"{report.workbook.name}　{report.spec.title} {report.spec.id}　cgs-validate {report.engine_version}"],
        *([line] for line in report.verdict(sentences.language).splitlines()),
        *([line] for line in _counts(report, sentences, fixes)),
        *([line] for line in report.of_form(sentences.language)),
        *([[sentences.text("summary_signed")]] if marked.signed else []),
        [sentences.text(f"summary_{name}") for name in names],
    ]
    head = len(rows)
    rows += _rows(found, sentences, _comments(marked, sentences), fixes)
    if len(report.findings) > _MOST_ROWS:
        rows.append([sentences.text("more", count=len(report.findings) - _MOST_ROWS)])
    return Summary(rows, head, [finding.sort for finding in found], dict(_links(found, head + 1)))


def _listed(report: Report) -> list[Finding]:
    """Return the findings in the order of sheets, rows and columns; of too many, the surest."""
    found: Sequence[Finding] = report.findings
    if len(found) > _MOST_ROWS:
        by_certainty = ((finding for finding in found if finding.certainty is sure) for sure in SECTIONS.values())
        found = list(islice(chain.from_iterable(by_certainty), _MOST_ROWS))
    order = {name: number for number, name in enumerate([None, *(sheet.name for sheet in report.workbook)])}
    return sorted(
        found,
        key=lambda finding: (order[finding.place.sheet], finding.place.row or 0, finding.place.column or 0),
    )


def _counts(report: Report, sentences: Catalog, fixes: Mapping[Place, bool]) -> Iterator[str]:
    """Yield how many findings there are of each sort, and how many cells can be corrected automatically."""
    if report.findings:
        yield sentences.text("summary_counts", found=sentences.counted(report.tally))
    probable = sum(fixes.values())
    for name, count in (("fixable", len(fixes) - probable), ("fixable_probably", probable)):
        if count:
            yield sentences.text(f"summary_{name}", count=count)


def _comments(marked: Marked, sentences: Catalog) -> dict[str, str]:
    """Return the comments on marks that cannot be seen in full, by sheet and cell."""
    comments = dict.fromkeys(marked.without_note, sentences.text("summary_without_note"))
    for cell in marked.hidden:
        comments[cell] = comments.get(cell, "") + sentences.text("summary_hidden")
    return comments


def _rows(
    found: Iterable[Finding], sentences: Catalog, comments: Mapping[str, str], fixes: Collection[Place]
) -> Iterator[list[str]]:
    whole_file, can_be_fixed = sentences.text("whole_file"), sentences.text("summary_can_be_fixed")
    said: dict[tuple[object, ...], tuple[str, str, str]] = {}  # most findings share their parameters with others
    for finding in found:
        place, about = finding.place, (finding.code, finding.sort, finding.label, finding.fix, finding.hiding)
        same = (*about, id(finding.params), id(finding.says))
        if same not in said:
            said[same] = sentences.kind(finding), sentences.message(finding), sentences.hint(finding)
        kind, message, hint = said[same]
        where = place.cell or ("" if place.sheet else whole_file)
        hint += can_be_fixed if finding.fix is not None and place in fixes else ""
        hint += sentences.related(finding) + comments.get(f"{place.sheet} {where}", "")
        yield [kind, place.sheet or "", where, finding.label or "", _shown(finding.value), message, hint]


def _shown(value: str | None) -> str:
    """Return what is in a cell on one line, only the beginning where it is long."""
    value = printable((value or "").replace("\n", " "))
    return value if len(value) <= _MOST_SHOWN else f"{value[: _MOST_SHOWN - 1]}…"


def _links(findings: Iterable[Finding], first_row: int) -> Iterator[tuple[tuple[int, int], str]]:
    for row, finding in enumerate(findings, first_row):
        place = finding.place
        if place.sheet and place.cell:
            quoted = place.sheet.replace("'", "''")
            yield (row, _CELL), f"'{quoted}'!{place.cell}"


def _columns() -> str:
    each = (
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, 1)
    )
    return f"<cols>{''.join(each)}</cols>"


def _hyperlinks(links: Mapping[tuple[int, int], str]) -> str:
    each = (
        f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
        for place, target in links.items()
    )
    return f"<hyperlinks>{''.join(each)}</hyperlinks>" if links else ""


def _frozen(head: int) -> str:
    """Return the view in which the rows down to the headings stay, unless they would fill a small window."""
    if head > _MOST_FROZEN:
        return ""
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}" '
        f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{head + 1}" '
        f'sqref="A{head + 1}"/></sheetView></sheetViews>'
    )
