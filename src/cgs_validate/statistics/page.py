"""Statistics and a school's year as one HTML page that needs nothing else, each plot next to its numbers."""

from collections.abc import Iterable
from typing import Any

from ..reports.html import page
from .plots import bars, lines
from .render import Words, case_lines, month_rows, remarks, shown_columns
from .tables import Table
from .year import Year

_TEMPLATE = "statistics/statistics.html.j2"

Section = dict[str, Any]
"""A table with its plot, for the page: ``title``, ``plot``, ``heads``, ``rows``."""


def tables_as_html(tables: Iterable[Table], language: str | None, files: int) -> str:
    """Return tables as a page."""
    words = Words(language)
    title = str(words.said["page_title"]).format(files=files)
    return _page(words, title, [_section(table, words) for table in tables])


def year_as_html(year: Year, language: str | None, *, codes: bool) -> str:
    """Return a school's year as a page. codes: whether students are named by their codes."""
    words = Words(language)
    heads = {name: str(head) for name, head in words.said["year_heads"].items()}
    months = list(month_rows(year))
    series = {
        heads[name]: [counts[name] if counts else None for _, counts in months] for name in ("cases", "new", "sessions")
    }
    overview: Section = {
        "title": str(words.said["months_title"]),
        "plot": lines(str(words.said["months_title"]), [month for month, _ in months], series) if months else "",
        "heads": list(heads.values()),
        "rows": [[month, *(counts.values() if counts else ["–"] * (len(heads) - 1))] for month, counts in months],
    }
    cases: Section = {
        "title": str(words.said["cases_title"]),
        "plot": "",
        "heads": list(words.said["case_heads"].values()),
        "rows": [list(line.values()) for line in case_lines(year, words, codes=codes)],
    }
    tables = [table for table in year.statistics.tables() if table.name in ("category_main", "service") and table.total]
    sections = [overview, *(_section(table, words) for table in tables), cases]
    return _page(words, str(words.said["year_title"]), sections, remarks(year, words))


def _section(table: Table, words: Words) -> Section:
    columns, title = shown_columns(table), words.title(table)
    rows = {row: label for row, label in table.rows.items() if table.total_of_row(row)}
    series = {words.column(table, code): table.column(code, rows) for code in columns}
    several = len(columns) > 1
    sums = [table.total_of_column(code) for code in columns]
    return {
        "title": title,
        "plot": bars(title, list(rows.values()), series) if rows else "",
        "heads": ["", *series, *([words.said["sum"]] if several else [])],
        "rows": [
            *([label, *(table.counts[row, code] for code in columns), *([table.total_of_row(row)] if several else [])]
              for row, label in table.rows.items()),
            [words.said["sum"], *sums, *([table.total] if several else [])],
        ],
    }  # fmt: skip


def _page(words: Words, title: str, sections: list[Section], said: Iterable[str] = ()) -> str:
    return page(_TEMPLATE).render(
        language=words.catalog.language,
        title=title,
        sections=sections,
        remarks=list(said),
        notice=words.said["confidential"],
    )
