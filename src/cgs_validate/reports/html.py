"""A report as one HTML page that needs nothing else: no script, no font, no request."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ..checking.findings import Sort
from ..checking.fixes import fixable
from ..checking.messages import catalog
from ..checking.report import Report, without_values
from .grouping import group
from .sheet_views import MOST_ROWS, sheet_views

STYLE = Path(__file__).with_name("style") / "report.css"


@cache
def page(name: str) -> Template:
    """Return a template by its path in the package, such as ``reports/report.html.j2``."""
    environment = Environment(
        loader=PackageLoader("cgs_validate", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def render_html(report: Report, language: str | None = None, *, values: bool = True) -> str:
    """Return the report as a page. language: ``zh-TW`` or ``en``; values: whether cell values are shown."""
    return _render("reports/report.html.j2", report, language, values=values, piece=False)


def render_verdict(report: Report, language: str | None = None, *, values: bool = True) -> str:
    """Return the verdict, the counts and what was checked, as a piece for another page. Arguments as of the page's."""
    words = catalog(language or report.language)
    said = {"report": report, "words": words, "text": words.text, "sorts": list(Sort), "values": values, "piece": True}
    return page("reports/report_verdict.html.j2").render(said, fixes=fixable(report))


def render_findings(report: Report, language: str | None = None, *, values: bool = True, most: int = MOST_ROWS) -> str:
    """Return the rows in their colours, and what was found, as a piece for another page. Arguments as of the page's.

    The piece begins at headings of level 2 and carries no style; ``STYLE`` has what it needs. It suits a strict
    Content-Security-Policy. most: how many rows of a long sheet are drawn; where more have findings, one element of it
    has the attribute ``data-cut``.
    """
    return _render("reports/report_sheets.html.j2", report, language, values=values, piece=True, most=most)


def render_data(report: Report, language: str | None = None) -> str:
    """Return the workbook's rows, codes with their labels, as a piece for another page; warnings are among them."""
    return _render("reports/report_sheets.html.j2", report, language, values=True, piece=True, data=True)


def _render(
    template: str,
    report: Report,
    language: str | None,
    *,
    values: bool,
    piece: bool,
    most: int = MOST_ROWS,
    data: bool = False,
) -> str:
    words = catalog(language or report.language)
    if not values:
        report = replace(report, findings=tuple(map(without_values, report.findings)))
    groups = group(report.findings)
    sheets = list(sheet_views(report, [same for same in groups if not same.whole], values=values, most=most, data=data))
    return page(template).render(
        report=report,
        words=words,
        text=words.text,
        sorts=list(Sort),
        whole=[same for same in groups if same.whole],
        sheets=sheets,
        links={
            cell.findings[0].place: cell.anchor
            for sheet in sheets
            for row in sheet.rows
            for cell in row.cells
            if cell.anchor
        },
        fixes=fixable(report),
        values=values,
        piece=piece,
        data=data,
    )
