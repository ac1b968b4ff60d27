"""pydantic row by row over openpyxl (read-only)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, create_model

from ..form import COLUMNS, NUMBERS, Cell, Column
from .by_row import beyond_a_value, rows


def check(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells."""
    return lambda: set(_wrong(path))


def _wrong(path: Path) -> Iterator[Cell]:
    model: Any = create_model("Case", **{column.name: (_type(column), ...) for column in COLUMNS})
    validate = model.__pydantic_validator__.validate_python
    keys: set[Any] = set()
    for number, row in rows(path):
        names = set(beyond_a_value(row, keys))
        try:
            validate(row)
        except ValidationError as error:
            names |= {str(mistake["loc"][0]) for mistake in error.errors(include_url=False, include_context=False)}
        for name in names:
            yield number, NUMBERS[name]


def _type(column: Column) -> Any:
    if column.allowed:
        return Literal[column.allowed]
    if column.regex:
        return Annotated[str, Field(pattern=f"^{column.regex}$")]
    if column.range:
        return Annotated[int, Field(strict=True, ge=column.range[0], le=column.range[1])]
    return Any
