"""A blank form as a maintainer reads it: its cells, and Excel's dropdowns, prompts and refusals in them.

No Excel library is known here; ``read_form`` makes these objects.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..workbook import Area, Sheet, Workbook


@dataclass(frozen=True)
class Validation:
    """A data validation (資料驗證) with the areas that it guards.

    ``kind``: Excel's word, ``list``, ``whole``, ``date``, ``textLength``, ``custom``, … ``offered``: the entries of the
    dropdown; None where there is none, or where its formula cannot be followed. ``least`` and ``most``: its bounds as
    written, formulas included; empty where there is none.
    """

    areas: tuple[Area, ...]
    kind: str
    formula: str = ""
    offered: tuple[str, ...] | None = None
    least: str = ""
    most: str = ""
    prompt: str = ""

    def guards(self, row: int, column: int) -> bool:
        """Return whether the cell at that place is guarded."""
        return any(area.covers(row, column) for area in self.areas)


@dataclass
class BlankSheet:
    """A sheet of a blank form. ``styles``: the number format of cells that have one, by place; row 0 is the column."""

    sheet: Sheet
    validations: list[Validation] = field(default_factory=list)
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    offers: bool = False  # to another sheet's dropdowns

    def number_format(self, row: int, column: int) -> str:
        """Return the number format of a cell, of its column where it has none of its own; empty for General."""
        return self.styles.get((row, column)) or self.styles.get((0, column), "")

    def guarding(self, row: int, column: int) -> Iterable[Validation]:
        """Yield the validations of a cell."""
        return (validation for validation in self.validations if validation.guards(row, column))


@dataclass
class BlankForm:
    """A blank form: its workbook, and the same sheets in the same order with their validations."""

    workbook: Workbook
    sheets: list[BlankSheet]

    def of(self, sheet: Sheet) -> BlankSheet:
        """Return a sheet of the workbook with its validations."""
        return next(blank for blank in self.sheets if blank.sheet is sheet)
