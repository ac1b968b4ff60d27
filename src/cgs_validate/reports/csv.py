"""Findings as CSV, a line each. Opened in a spreadsheet, no cell of it can become a formula."""

import csv
import io
from collections.abc import Iterator

from ..checking.findings import Finding
from ..checking.messages import catalog
from ..checking.report import Report, without_values
from ..text import printable

COLUMNS = (
    "file",
    "sheet",
    "cell",
    "label",
    "kind",
    "severity",
    "code",
    "value",
    "message",
    "hint",
    "fix",
    "spec",
    "digest",
    "engine",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def render_header() -> str:
    """Return the first line."""
    return _line(COLUMNS)


def render_csv(report: Report, language: str | None = None, *, values: bool = True) -> str:
    """Return the lines of a report's findings, without the header. values: whether cell values are told."""
    findings = report.findings if values else map(without_values, report.findings)
    sentences = catalog(language)
    return "".join(
        _line(_cells(report, finding, sentences.message(finding), sentences.hint(finding))) for finding in findings
    )


def _cells(report: Report, finding: Finding, message: str, hint: str) -> Iterator[str]:
    place = finding.place
    for value in (
        report.workbook.name,
        place.sheet,
        place.cell,
        finding.label,
        finding.kind,
        finding.severity,
        finding.code,
        finding.value,
        message,
        hint,
        finding.fix,
        report.spec.id,
        report.spec.digest,
        f"cgs-validate {report.engine_version}",
    ):
        yield harmless(value or "")


def harmless(text: str) -> str:
    """Return a cell's text as one that no spreadsheet takes for a formula."""
    return printable(f"'{text}" if text.startswith(_FORMULA_STARTS) else text)


def _line(cells: tuple[str, ...] | Iterator[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
