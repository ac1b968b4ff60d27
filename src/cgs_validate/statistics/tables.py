"""The ministry's tables: 個案類別 T01–T19, 新案舊案, 轉介, 身分, and 服務項目 P01–P17 by 對象.

They are those of the portal's 統計查詢 (S2 L1355-1410): 輔導議題人次 and 服務人次, with 逐月匯整 and 指定服務對象.
Workbooks are added one by one, and nothing of them stays but counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..spec.code_list import CodeList
from ..spec.library import load_spec
from ..spec.model import TemplateSpec
from .records import Case, Service
from .summary import Summary

BY = ("month", "teacher", "grade", "sex", "category")
"""By what the columns of the tables may be."""

ALL = ""  # of the one column where they are by nothing


class Table(NamedTuple):
    """One table: ``rows`` and ``columns`` are codes with their labels, ``counts`` by row and column.

    name: of its sentence; measure: what is counted: ``cases``, ``sessions`` or ``persons``.
    """

    name: str
    measure: str
    rows: dict[str, str]
    columns: dict[str, str]
    counts: Counter[tuple[str, str]]

    def total_of_row(self, row: str) -> int:
        """Return the sum of a row."""
        return sum(self.counts[row, column] for column in self.columns)

    def total_of_column(self, column: str) -> int:
        """Return the sum of a column."""
        return sum(self.counts[row, column] for row in self.rows)

    def column(self, column: str, rows: Iterable[str]) -> list[int]:
        """Return the counts of a column in some rows."""
        return [self.counts[row, column] for row in rows]

    @property
    def total(self) -> int:
        """The sum of all."""
        return sum(self.counts[row, column] for row in self.rows for column in self.columns)


_CASES: dict[str, tuple[str, Callable[[Case], Iterable[str]]]] = {
    "category_main": ("category_main", lambda case: case.main),
    "category_secondary": ("category_secondary", lambda case: case.secondary),
    "category_either": ("category_main", lambda case: dict.fromkeys((*case.main, *case.secondary))),
    "state": ("counselling_state", lambda case: filter(None, (case.state,))),
    "referral": ("referral", lambda case: filter(None, (case.referral,))),
    "identity": ("identity", lambda case: filter(None, (case.identity,))),
}  # the field whose codes are the rows, and the rows in which a case is counted

_OF_CASE: dict[str, Callable[[Case], Iterable[str]]] = {
    "month": lambda case: (case.month,),
    "teacher": lambda case: (case.teacher,),
    "grade": lambda case: (case.grade,),
    "sex": lambda case: (case.sex,),
    "category": lambda case: case.main,
}
_FIELDS = {"grade": "student_grade", "sex": "student_sex", "category": "category_main", "target": "service_target"}


@dataclass
class Statistics:
    """The counts of many workbooks. by: what the columns are; by default only the sum, and of services 對象."""

    by: str | None = None
    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)  # table, measure, row, column
    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # by field
    prefixes: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def add(self, summary: Summary) -> None:
        """Add a workbook."""
        self.files += 1
        self._know(load_spec(summary.spec))
        for case in summary.cases:
            columns = list(_OF_CASE[self.by](case)) if self.by else [ALL]
            for name, (_, rows_of) in _CASES.items():
                for row in rows_of(case):
                    for column in columns:
                        self.counts[name, "cases", row, column] += 1
                        self.counts[name, "sessions", row, column] += case.sessions
        for service in summary.services:
            for column, persons in self._columns_of(service):
                self.counts["service", "persons", service.item, column] += persons

    def tables(self) -> Iterator[Table]:
        """Yield the tables, those of cases for each measure."""
        for name, (field_name, _) in _CASES.items():
            for measure in ("cases", "sessions"):
                yield self._table(name, measure, field_name, self.by)
        if self.by != "category":  # services have none
            yield self._table("service", "persons", "service_item", self.by or "target")

    def _columns_of(self, service: Service) -> Iterator[tuple[str, int]]:
        persons = sum(service.persons.values())
        match self.by:
            case "month":
                yield service.month, persons
            case "teacher":
                yield service.teacher, persons
            case "sex":
                yield from service.persons.items()
            case "category":
                return
            case _:
                yield service.target, persons

    def _table(self, name: str, measure: str, field_name: str, by: str | None) -> Table:
        found = {key[2:]: count for key, count in self.counts.items() if key[:2] == (name, measure)}
        rows = self._labelled(field_name, {row for row, _ in found})
        kind = "target" if name == "service" and by == "grade" else by
        columns = self._labelled(_FIELDS.get(kind or "", ""), {column for _, column in found}) if kind else {ALL: ""}
        return Table(name, measure, rows, columns, Counter(found))

    def _labelled(self, field_name: str, found: set[str]) -> dict[str, str]:
        """Return all codes of a field, then what else occurs, with their labels."""
        known, prefix = self.labels.get(field_name, {}), self.prefixes.get(field_name, "")
        others = dict.fromkeys(sorted(found - known.keys()), "")
        return {code: _named(code, label, prefix) for code, label in (known | others).items()}

    def _know(self, spec: TemplateSpec) -> None:
        for name, item in spec.fields.items():
            if item.codes:
                self._know_codes(name, item.codes)

    def _know_codes(self, name: str, codes: CodeList) -> None:
        known = {code.code: code.label for code in codes.codes.values()}
        self.labels[name] = {**self.labels.get(name, {}), **known}
        self.prefixes[name] = codes.prefix


def _named(code: str, label: str, prefix: str) -> str:
    """Return a code with its label as the portal shows it, ``T03.家庭困擾``."""
    shown = f"{prefix}{code:0>2}" if prefix else code
    return f"{shown}.{label}" if label else shown
