"""python-calamine reading the rows, and nothing else: the measure of all others."""

from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook


def read(path: Path) -> Callable[[], None]:
    """All rows of the first sheet as Python values."""

    def run() -> None:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    return run
