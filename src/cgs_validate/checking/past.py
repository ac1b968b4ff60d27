"""The workbooks of the months before, as the rules look at them that compare months."""

from collections.abc import Iterable, Iterator

from ..formats.look_alike import identity
from ..spec.model import RuleSpec
from ..spec.months import Month
from .report import Report
from .tables import Table


class Past:
    """The months before one. month: that one, None where it is not known.

    ``last``: the report on the month just before, which the rules need; a workbook of a month that is not known is
    believed to be of that, if there is no other. ``digests``: those of all of the files.
    """

    def __init__(self, reports: Iterable[Report], month: Month | None) -> None:
        known = list(reports)
        earlier = [report for report in known if not (report.month and month and report.month >= month)]
        self.digests = {report.workbook.sha256 for report in known}
        just_before = [report for report in earlier if _may_be_just_before(report.month, month)]
        self.last = min(just_before, key=lambda report: report.month is None, default=None)
        self._earlier = earlier
        self.month = month

    @property
    def begins_school_year(self) -> bool:
        """Whether last month was in the school year before."""
        last = self.last.month if self.last else None
        return bool(self.month and last and self.month.school_year != last.school_year)

    def sheet(self, name: str) -> Table | None:
        """Return last month's sheet of that name in the spec."""
        return _table(self.last, name) if self.last else None

    def rows(self, name: str, key: str) -> dict[str, int]:
        """Return the first row of each code in last month's sheet, Excel's own number, by their identities."""
        table = self.sheet(name)
        found: dict[str, int] = {}
        for code, index in rows_by_code(table, key) if table else ():
            found.setdefault(code, table.rows[index] if table else 0)
        return found

    def codes(self, name: str, key: str) -> set[str]:
        """Return the identities of the codes of all months before."""
        tables = (table for report in self._earlier if (table := _table(report, name)))
        return {code for table in tables for code, _ in rows_by_code(table, key)}

    def answers(self, name: str, key: str, field: str) -> dict[str, set[str]]:
        """Return what the rows of each code had in a field last month, without what is not certain."""
        table = self.sheet(name)
        if table is None or field not in table.columns:
            return {}
        column, found = table.columns[field], dict[str, set[str]]()
        for code, index in rows_by_code(table, key):
            value = column[index]
            if value and value.certain:
                found.setdefault(code, set()).update(value.codes)
        return found


def rows_by_code(table: Table, key: str) -> Iterator[tuple[str, int]]:
    """Yield the identity of each row's code, which all codes that look alike share, and the row's index."""
    if key in table.columns:
        column = table.columns[key]
        known = {number: identity(value.text) for number, value in column.keys.items()}
        yield from ((known[number], index) for index, number in enumerate(column.codes) if number in known)


def rows_having(table: Table, rule: RuleSpec) -> Iterator[tuple[str, int]]:
    """Yield the rows by code that have one of the codes of a rule in its field."""
    column, codes = table.columns[rule.params["field"]], set(rule.params["codes"])
    for code, index in rows_by_code(table, rule.params["key"]):
        value = column[index]
        if value and value.certain and not codes.isdisjoint(value.codes):
            yield code, index


def _table(report: Report, name: str) -> Table | None:
    return next((table for table in report.tables if table.spec.name == name), None)


def _may_be_just_before(month: Month | None, due: Month | None) -> bool:
    return month is None or due is None or month.next == due
