"""What a person must look at after a workbook was carried into another year's template, without a sentence in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..checking.findings import Finding, Place

CODES = (
    "title_month",
    "title_school",
    "sheet_new",
    "sheet_missing",
    "duplicate_sheet",
    "sheet_dropped",
    "column_new",
    "column_optional",
    "column_missing",
    "duplicate_column",
    "column_dropped",
    "column_renamed",
    "code_by_name",
    "label_changed",
    "code_gone",
    "accepted_now",
    "formula",
    "formula_without_value",
    "merged_cell",
    "finding",
)


@dataclass(frozen=True)
class Remark:
    """One thing to look at.

    code: of CODES. sheet, label: of the sheet and the column, empty where it is about the whole. place: the cell in the
    result; source: the cell, column or sheet that it comes from. before, after: the answer, where it is not the same;
    personal: they may name a person. count: how many cells or rows were left behind. finding: of the result, where the
    source had none.
    """

    code: str
    sheet: str = ""
    label: str = ""
    place: Place | None = None
    source: Place | None = None
    before: str = ""
    after: str = ""
    personal: bool = False
    count: int = 1
    finding: Finding | None = None


@dataclass(frozen=True)
class RemarkGroup:
    """The same remark on one or many cells of a column."""

    remarks: tuple[Remark, ...]

    @property
    def first(self) -> Remark:
        """The remark that comes first."""
        return self.remarks[0]

    @property
    def count(self) -> int:
        """How many cells or rows it is about."""
        return sum(remark.count for remark in self.remarks)

    @property
    def places(self) -> list[Place]:
        """The cells in the result."""
        return [remark.place for remark in self.remarks if remark.place and remark.place.cell]


def group_remarks(remarks: Iterable[Remark]) -> list[RemarkGroup]:
    """Return the same remarks of a column together, in the order in which sheets and columns come first."""
    sheets: dict[str, dict[str, dict[object, list[Remark]]]] = {}
    for remark in remarks:
        columns = sheets.setdefault(remark.sheet, {})
        columns.setdefault(remark.label, {}).setdefault(_key(remark), []).append(remark)
    return [
        RemarkGroup(tuple(same))
        for columns in sheets.values()
        for groups in columns.values()
        for same in groups.values()
    ]


def _key(remark: Remark) -> object:
    found = remark.finding
    return remark.code, remark.before, remark.after, found and (found.code, str(found.params), found.fix)
