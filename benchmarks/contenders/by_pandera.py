"""pandera over a DataFrame that pandas read with calamine."""

from collections.abc import Callable
from pathlib import Path

import pandas
import pandera.pandas as pandera

from ..form import COLUMNS, DUE, FIRST_ROW, HOLDS, NAMES, NUMBERS, UNIQUE, WHEN, Cell, Column


def check(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells."""

    def run() -> set[Cell]:
        frame = pandas.read_excel(path, engine="calamine", header=None, names=NAMES, skiprows=FIRST_ROW - 1)
        try:
            _schema().validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases
            names = cases["column"].where(cases["schema_context"] == "Column", DUE)
            return {(FIRST_ROW + int(index), NUMBERS[name]) for name, index in zip(names, cases["index"], strict=True)}
        return set()

    return run


def _schema() -> pandera.DataFrameSchema:
    due = pandera.Check(lambda frame: ~((frame[WHEN] == HOLDS) & frame[DUE].isna()), ignore_na=False)
    columns = {column.name: pandera.Column(checks=_checks(column), **_options(column)) for column in COLUMNS}
    return pandera.DataFrameSchema(columns, checks=due)


def _options(column: Column) -> dict[str, object]:
    unique = {"unique": True, "report_duplicates": "exclude_first"} if column.name == UNIQUE else {}
    return {"nullable": not column.required, **unique}


def _checks(column: Column) -> list[pandera.Check]:
    if column.allowed:
        return [pandera.Check.isin(column.allowed)]
    if column.regex:
        return [pandera.Check.str_matches(f"^{column.regex}$")]
    return [pandera.Check.in_range(*column.range)] if column.range else []
