"""The sheet 檢核結果 of a marked workbook: every reason with a link to its cell, identical mistakes side by side."""

from collections.abc import Collection, Iterator

from ..findings import Finding
from ..grouping import group
from ..messages import Catalog
from ..report import Report
from .sheet_part import sheet_part

_WIDTHS = (12, 30, 10, 24, 50, 60)
_MOST_ROWS = 5_000
_FIRST_ROW = 5


def summary_sheet(
    report: Report, sentences: Catalog, without_note: Collection[str], plain: int, bold: int, link: int
) -> bytes:
    """Return the worksheet's part. without_note: cells that got no note; the rest are cell formats."""
    heads = [sentences.text(f"summary_{name}") for name in ("kind", "sheet", "cell", "field", "message", "hint")]
    order = [None, *(sheet.name for sheet in report.workbook)]
    groups = sorted(group(report.findings), key=lambda item: (item.severity, order.index(item.first.place.sheet)))
    found = [finding for item in groups for finding in item.findings]
    rows = [
        [sentences.text("title")],
        [f"{report.workbook.name}　{report.spec.title} {report.spec.id}　cgs-validate {report.engine_version}"],
        [report.verdict(sentences.language)],
        heads,
        *(_row(finding, sentences, without_note) for finding in found[:_MOST_ROWS]),
    ]
    if len(found) > _MOST_ROWS:
        rows.append([sentences.text("more", count=len(found) - _MOST_ROWS)])
    links = dict(_links(found[:_MOST_ROWS]))
    body = {(row, column): plain for row in range(_FIRST_ROW, len(rows) + 1) for column in range(1, len(heads) + 1)}
    styles = {**{(4, column): bold for column in range(1, len(heads) + 1)}, **body}
    return sheet_part(rows, _WIDTHS, links, {**styles, **dict.fromkeys(links, link)})


def _row(finding: Finding, sentences: Catalog, without_note: Collection[str]) -> list[str]:
    place = finding.place
    hint = sentences.hint(finding) + sentences.related(finding)
    if f"{place.sheet} {place.cell}" in without_note:
        hint += sentences.text("summary_without_note")
    where = place.cell or ("" if place.sheet else sentences.text("whole_file"))
    return [sentences.kind(finding), place.sheet or "", where, finding.label or "", sentences.message(finding), hint]


def _links(findings: list[Finding]) -> Iterator[tuple[tuple[int, int], str]]:
    for row, finding in enumerate(findings, _FIRST_ROW):
        place = finding.place
        if place.sheet and place.cell:
            quoted = place.sheet.replace("'", "''")
            yield (row, 3), f"'{quoted}'!{place.cell}"
