"""The review items of a migration, which a person must look at, without a sentence in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..checking.findings import Finding, Place


@dataclass(frozen=True)
class ReviewItem:
    """One thing to look at.

    code: the key of its sentence. sheet, label: of the sheet and the column, empty where it is about the whole. place:
    the cell in the result; source: the cell, column or sheet that it comes from. before, after: the answer, where it is
    not the same; personal: they may name a person. count: how many cells or rows were left behind. finding: of the
    result, where the source had none; its code is ``finding``.
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
class ReviewGroup:
    """The same review item on one or many cells of a column."""

    items: tuple[ReviewItem, ...]

    @property
    def first(self) -> ReviewItem:
        """The item that comes first."""
        return self.items[0]

    @property
    def count(self) -> int:
        """How many cells or rows it is about."""
        return sum(item.count for item in self.items)

    @property
    def places(self) -> list[Place]:
        """The cells in the result."""
        return [item.place for item in self.items if item.place and item.place.cell]


def group_items(items: Iterable[ReviewItem]) -> list[ReviewGroup]:
    """Return the same items of a column together, in the order in which sheets and columns come first."""
    sheets: dict[str, dict[str, dict[object, list[ReviewItem]]]] = {}
    for item in items:
        columns = sheets.setdefault(item.sheet, {})
        columns.setdefault(item.label, {}).setdefault(_key(item), []).append(item)
    return [
        ReviewGroup(tuple(same))
        for columns in sheets.values()
        for groups in columns.values()
        for same in groups.values()
    ]


def _key(item: ReviewItem) -> object:
    found = item.finding
    return item.code, item.before, item.after, found and (found.code, str(found.params), found.fix)
