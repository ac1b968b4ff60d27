"""Statistics and a school's year as text, CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.table import Table as Grid
from rich.text import Text

from ..checking.messages import Catalog, catalog
from ..formats.personal import PersonFinder
from ..reports.console import Paper
from ..text import printable
from .tables import ALL, Table
from .year import CaseLine, Year

SCHEMA_OF_TABLES, SCHEMA_OF_YEAR = "cgs-validate/statistics/1", "cgs-validate/year/1"


class Words:
    """The words of statistics in one language."""

    def __init__(self, language: str | None) -> None:
        self.catalog: Catalog = catalog(language)
        self.said: Mapping[str, Any] = self.catalog.sentences["statistics"]
        self._names_person = PersonFinder("")

    def title(self, table: Table) -> str:
        """Return the title of a table, with what it counts."""
        return str(self.said["title"]).format(
            table=self.said["tables"][table.name], measure=self.measure(table.measure)
        )

    def short(self, table: Table) -> str:
        """Return the name of a table's sheet, without what such names must not have."""
        measure = self.measure(table.measure)
        return f"{self.said['tables'][table.name]}{measure}".translate(dict.fromkeys(map(ord, "[]:*?/\\\\()")))

    def measure(self, name: str) -> str:
        """Return the word for what is counted."""
        return str(self.said["measures"][name])

    def column(self, table: Table, code: str) -> str:
        """Return the head of a column; a teacher's code that may be a name is not shown."""
        if code == ALL and list(table.columns) == [ALL]:
            return self.measure(table.measure)
        label = table.columns[code] or str(self.said["unknown"])
        label = str(self.said["columns"].get(code, label))
        return self.catalog.text("hidden_value") if self._names_person(label) else printable(label)


def render_tables(tables: Iterable[Table], language: str | None, *, colour: bool, width: int | None) -> str:
    """Return tables for a terminal, in blocks as wide as it is, without rows and columns of nothing."""
    words, paper = Words(language), Paper(colour=colour, width=width)
    for table in tables:
        rows = {row: label for row, label in table.rows.items() if table.total_of_row(row)}
        columns = [(words.column(table, code), table.column(code, rows)) for code in shown_columns(table)]
        if len(columns) > 1:
            columns.append((str(words.said["sum"]), [table.total_of_row(row) for row in rows]))
        labels = [printable(label) for label in rows.values()]
        paper.print(Text(words.title(table), "bold"))
        if not rows:
            paper.print(Text(f"  {words.said['nothing']}\n"))
        for block in _blocks(columns, labels, paper.width) if rows else ():
            grid = Grid(box=box.SIMPLE_HEAD, show_footer=len(rows) > 1)
            grid.add_column("", str(words.said["sum"]), no_wrap=True)
            for head, counts in block:
                grid.add_column(head, str(sum(counts)), justify="right", no_wrap=True)
            for index, label in enumerate(labels):
                grid.add_row(Text(label), *(str(counts[index]) for _, counts in block))
            paper.print(grid)
    return paper.text


_Column = tuple[str, list[int]]  # a head with its counts


def _blocks(columns: list[_Column], labels: list[str], width: int) -> Iterator[list[_Column]]:
    """Yield the columns in blocks that fit next to the labels."""
    room = width - max(map(cell_len, labels), default=0) - 4
    block: list[_Column] = []
    left = room
    for head, counts in columns:
        needed = max(cell_len(head), len(str(sum(counts)))) + 3
        if block and needed > left:
            yield block
            block, left = [], room
        block.append((head, counts))
        left -= needed
    yield block


def shown_columns(table: Table) -> list[str]:
    """Return the columns in which anything is counted, all of them where nothing is."""
    return [code for code in table.columns if table.total_of_column(code)] or list(table.columns)


def tables_as_csv(tables: Iterable[Table], language: str | None) -> str:
    """Return tables as CSV, a line for each count."""
    words = Words(language)
    lines = (
        (
            words.said["tables"][table.name],
            words.measure(table.measure),
            label,
            words.column(table, code),
            table.counts[row, code],
        )
        for table in tables
        for row, label in table.rows.items()
        for code in table.columns
    )
    return _csv((words.said["heads"][name] for name in ("table", "measure", "row", "column", "count")), lines)


def tables_as_json(tables: Iterable[Table], language: str | None, files: int) -> str:
    """Return tables as JSON: rows and columns with their labels, and counts row by row."""
    words = Words(language)
    found = [
        {
            "table": table.name,
            "measure": table.measure,
            "title": words.title(table),
            "columns": [words.column(table, code) for code in table.columns],
            "rows": [
                {"code": row, "label": label, "counts": [table.counts[row, code] for code in table.columns]}
                for row, label in table.rows.items()
            ],
            "total": table.total,
        }
        for table in tables
    ]
    return (
        json.dumps({"schema": SCHEMA_OF_TABLES, "files": files, "tables": found}, ensure_ascii=False, indent=2) + "\n"
    )


def render_year(year: Year, language: str | None, *, codes: bool, colour: bool, width: int | None) -> str:
    """Return a school's year for a terminal. codes: whether students are named by their codes."""
    words, paper = Words(language), Paper(colour=colour, width=width)
    heads = words.said["year_heads"]
    grid = Grid(box=box.SIMPLE_HEAD)
    for name, head in heads.items():
        grid.add_column(str(head), justify="left" if name == "month" else "right")
    for month, counts in month_rows(year):
        grid.add_row(month, *(["–"] * (len(heads) - 1) if counts is None else map(str, counts.values())))
    paper.print(grid)
    for remark in remarks(year, words):
        paper.print(Text(remark))
    lines = Grid(box=box.SIMPLE_HEAD)
    for head in words.said["case_heads"].values():
        lines.add_column(str(head))
    for line in case_lines(year, words, codes=codes):
        lines.add_row(*line.values())
    paper.print(lines)
    return paper.text


def remarks(year: Year, words: Words) -> Iterator[str]:
    """Yield what must be known of the files: months without one, months with several, files without a month."""
    if year.missing:
        yield str(words.said["missing"]).format(months="、".join(map(str, year.missing)))
    for found in year.shared:
        yield str(words.said["shared"]).format(month=found.month, files=found.files)
    if year.undated:
        yield str(words.said["undated"]).format(files="、".join(map(printable, year.undated)))


def month_rows(year: Year) -> Iterator[tuple[str, dict[str, int] | None]]:
    """Yield the counts of each month by their names, None for a month that is missing."""
    for month, found in year.span():
        if found is None:
            yield str(month), None
            continue
        yield (
            str(month),
            {
                "cases": found.cases,
                "new": found.new,
                "sessions": found.sessions,
                "services": found.services,
                "persons": found.persons,
                "findings": sum(found.tally.values()),
            },
        )


def case_lines(year: Year, words: Words, *, codes: bool) -> Iterator[dict[str, str]]:
    """Yield what is shown of each case: in the order of the months in which they are first listed."""
    for number, line in enumerate(sorted(year.lines.values(), key=lambda line: min(line.sessions)), 1):
        yield {
            "case": printable(line.student) if codes else str(number),
            "opened": str(line.opened or words.said["before"]),
            "referred": str(line.referred or ""),
            "last": str(line.last_seen),
            "months": _months(line),
            "sessions": str(sum(line.sessions.values())),
        }


def _months(line: CaseLine) -> str:
    """Return the sessions of each month in which a student is listed."""
    return " ".join(f"{month}:{count}" for month, count in sorted(line.sessions.items()))


def year_as_csv(year: Year, language: str | None, *, codes: bool) -> str:
    """Return a school's year as CSV: the months, the cases, then what must be known of the files."""
    words = Words(language)
    months = _csv(
        words.said["year_heads"].values(),
        ((month, *(counts.values() if counts else ())) for month, counts in month_rows(year)),
    )
    lines = (line.values() for line in case_lines(year, words, codes=codes))
    cases = _csv(words.said["case_heads"].values(), lines)
    said = "".join(f"\n{_csv([remark], ())}" for remark in remarks(year, words))
    return f"{months}\n{cases}{said}"


def year_as_json(year: Year, language: str | None, *, codes: bool) -> str:
    """Return a school's year as JSON."""
    words = Words(language)
    found = {
        "schema": SCHEMA_OF_YEAR,
        "months": [
            {"month": month, "files": found.files if found else 0, "counts": counts}
            for (month, counts), (_, found) in zip(month_rows(year), year.span(), strict=True)
        ],
        "missing": list(map(str, year.missing)),
        "undated": year.undated,
        "cases": list(case_lines(year, words, codes=codes)),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _csv(head: Iterable[object], lines: Iterable[Iterable[object]]) -> str:
    writer = csv.writer(buffer := io.StringIO(newline=""))
    writer.writerow(head)
    writer.writerows(lines)
    return buffer.getvalue()
