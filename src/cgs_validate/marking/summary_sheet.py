"""The sheet 檢核結果 of a marked workbook: every finding with a link to its cell, identical mistakes side by side.

Text is text in it, whatever it begins with; a formula is one only by its type.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from ..checking.findings import Finding, Sort
from ..checking.messages import Catalog
from ..checking.report import Report
from ..editing.markup import attribute_text, text
from ..reports.grouping import Group, group
from ..text import wrapped_lines
from ..workbook import Formula, address

WIDTHS = (12, 30, 10, 24, 50, 60)
_CELL = 3  # the column with the links
_MOST_ROWS = 5_000
_LINE = 17  # points
_LETTERS = "ABCDEFGHIJK"
_NO_LOOKS = ("",) * len(_LETTERS)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


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
    """The rows of the sheet; ``head``: the number of the one with the headings; ``links``: of cells, to where."""

    rows: list[list[str]]
    head: int
    links: dict[tuple[int, int], str]


def summary_sheet(report: Report, sentences: Catalog, marked: Marked, plain: int, bold: int, link: int) -> bytes:
    """Return the worksheet's part. plain, bold, link: cell formats."""
    summary = summarise(report, sentences, marked)
    writer = RowWriter(WIDTHS)
    plain_row, bold_row = ([f' s="{look}"'] * len(WIDTHS) for look in (plain, bold))
    linked_row = [*plain_row[: _CELL - 1], f' s="{link}"', *plain_row[_CELL:]]

    def looks(number: int) -> list[str]:
        if number < summary.head:
            return []
        if (number, _CELL) in summary.links:
            return linked_row
        return bold_row if number == summary.head else plain_row

    rows = (writer.row(number, cells, looks(number)) for number, cells in enumerate(summary.rows, 1))
    return worksheet(rows, WIDTHS, summary.links)


def summarise(report: Report, sentences: Catalog, marked: Marked) -> Summary:
    """Return the sheet's rows and links."""
    heads = [sentences.text(f"summary_{name}") for name in ("kind", "sheet", "cell", "field", "message", "hint")]
    order = [None, *(sheet.name for sheet in report.workbook)]
    groups = sorted(group(report.findings), key=lambda item: (item.rank, order.index(item.first.place.sheet)))
    rows = [
        [sentences.text("title")],
        [f"{report.workbook.name}　{report.spec.title} {report.spec.id}　cgs-validate {report.engine_version}"],
        *([line] for line in report.verdict(sentences.language).splitlines()),
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


def worksheet(
    rows: Iterable[str], widths: Sequence[int] = (), links: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """Return a worksheet of written rows. links: (row, column) → place in the workbook."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    linked = "".join(
        f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
        for place, target in (links or {}).items()
    )
    pieces = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f"<cols>{columns}</cols>" if columns else "",
        "<sheetData>",
        *rows,
        "</sheetData>",
        f"<hyperlinks>{linked}</hyperlinks>" if linked else "",
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    return "".join(pieces).encode()


class RowWriter:
    """Writes rows; of the texts, most of which are in many cells, each is escaped and measured once."""

    def __init__(self, widths: Sequence[int] = ()) -> None:
        self._widths = widths
        self._text = lru_cache(1_000)(_text)
        self._lines = lru_cache(1_000)(wrapped_lines)

    def row(self, number: int, cells: Sequence[str | Formula], looks: Sequence[str] = ()) -> str:
        """Return a row, as high as its text where it has looks, which wrap it. looks: attributes of the cells."""
        content, at = self._text, str(number)
        written = [
            f'<c r="{letter}{at}"{look}{content(cell) if isinstance(cell, str) else _formula(cell)}</c>'
            for letter, cell, look in zip(_LETTERS, cells, looks or _NO_LOOKS, strict=False)
            if cell
        ]
        lines = max(map(self._lines, map(str, cells), self._widths)) if looks else 1
        height = f' ht="{lines * _LINE}" customHeight="1"' if self._widths else ""
        return f'<row r="{number}"{height}>{"".join(written)}</row>'


def _formula(cell: Formula) -> str:
    return f"><f>{text(cell.text)}</f><v>{cell.result}</v>"


def _text(cell: str) -> str:
    lost = cell != cell.strip() or "\n" in cell  # to some readers
    space = ' xml:space="preserve"' if lost else ""
    return f' t="inlineStr"><is><t{space}>{text(cell)}</t></is>'
