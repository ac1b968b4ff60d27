"""Findings as CSV, a line each. Opened in a spreadsheet, no cell of it can become a formula."""

import csv
import io
from collections.abc import Callable, Iterable

from ..checking.findings import Finding
from ..checking.messages import Catalog, catalog
from ..checking.report import Report, without_values
from ..text import printable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS: dict[str, Callable[[Report, Finding, Catalog], str | None]] = {
    "file": lambda report, finding, sentences: report.workbook.name,
    "sheet": lambda report, finding, sentences: finding.place.sheet,
    "cell": lambda report, finding, sentences: finding.place.cell,
    "label": lambda report, finding, sentences: finding.label,
    "kind": lambda report, finding, sentences: finding.kind,
    "severity": lambda report, finding, sentences: finding.severity,
    "certainty": lambda report, finding, sentences: finding.certainty,
    "code": lambda report, finding, sentences: finding.code,
    "value": lambda report, finding, sentences: finding.value,
    "message": lambda report, finding, sentences: sentences.message(finding),
    "hint": lambda report, finding, sentences: sentences.hint(finding),
    "fix": lambda report, finding, sentences: finding.fix,
    "spec": lambda report, finding, sentences: report.spec.id,
    "digest": lambda report, finding, sentences: report.spec.digest,
    "engine": lambda report, finding, sentences: f"cgs-validate {report.engine_version}",
}


def render_header() -> str:
    """Return the first line."""
    return _line(_COLUMNS)


def render_csv(report: Report, language: str | None = None, *, values: bool = True) -> str:
    """Return the lines of a report's findings, without the header. values: whether cell values are shown."""
    findings = report.findings if values else map(without_values, report.findings)
    sentences = catalog(language)
    return "".join(
        _line(harmless(cell(report, finding, sentences) or "") for cell in _COLUMNS.values()) for finding in findings
    )


def harmless(text: str) -> str:
    """Return a cell's text as one that no spreadsheet takes for a formula."""
    return printable(f"'{text}" if text.startswith(_FORMULA_STARTS) else text)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
