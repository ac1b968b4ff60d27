"""The texts around the columns of a form go with them."""

import pytest

from cgs_validate.spec.column_areas import moved_areas

CHANGES = {
    "a column in between": ("AB", "AXB", {"A4:A4": "A4:A4", "B4:B4": "C4:C4"}),
    "a column inside of a merged area": ("ABC", "AXBC", {"A4:B4": "A4:C4", "C4:C4": "D4:D4"}),
    "a column at the end": ("AB", "ABX", {"A4:B4": "A4:B4"}),
    "a column at the front": ("AB", "XAB", {"A4:B4": "B4:C4"}),
    "a column gone": ("ABC", "AC", {"A4:B5": "A4:A5", "C4:C4": "B4:B4"}),
    "a column gone, with its text": ("ABC", "AC", {"B4:B4": None, "C4:C4": "B4:B4"}),
    "a column moved": ("ABC", "CAB", {"A4:B4": "B4:C4", "C4:C4": "A4:A4"}),
    "a column moved out of a merged area": ("ABCD", "BACD", {"B4:D4": "C4:D4", "A4:A4": "B4:B4"}),
    "a text right of all columns": ("AB", "AXB", {"C4:C4": "D4:D4"}),
    "a title over more than the columns": ("AB", "AXB", {"A1:C1": "A1:D1"}),
}


@pytest.mark.parametrize(("before", "after", "areas"), CHANGES.values(), ids=CHANGES)
def test_areas_move_with_their_columns(before: str, after: str, areas: dict[str, str | None]) -> None:
    moved = moved_areas(areas, list(before), list(after))

    assert moved == {area: place for area, place in areas.items() if place}
