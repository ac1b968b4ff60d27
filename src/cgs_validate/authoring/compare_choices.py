"""What a blank form says of several codes in one cell, compared with the choices that a spec allows."""

from collections.abc import Iterable
from typing import Any

from ..formats.instruction import allows_several
from ..spec.code_list import Choices
from ..spec.model import FieldSpec
from .differences import SheetPair
from .form_hints import ColumnHints
from .form_layout import Piece


def compare_choices(pair: SheetPair, item: FieldSpec, found: ColumnHints, instructions: Iterable[Piece]) -> None:
    """Compare the choices of a field with its column; a form that says nothing of them does not differ."""
    piece = next((piece for piece in instructions if allows_several(piece.text)), None)
    if item.codes is None or piece is None:
        return
    if item.choices is None or item.choices.most == 1:
        pair.note("choices_allowed", header=item.header)
        pair.propose(_allowing(f"{pair.field_path(item.name)}.choices", item.choices, found), piece)
        return
    declared = item.choices
    sides = (("most", declared.most, found.most), ("separator", declared.separator, found.separator))
    for name, was, to in sides:
        if to and to != was:
            path = f"{pair.field_path(item.name)}.choices.{name}"
            pair.note(f"choices_{name}", header=item.header, was=was or "", to=to)
            pair.propose({"change": path, "was": str(was), "to": to} if was else {"add": path, "to": to}, piece)


def _allowing(path: str, was: Choices | None, found: ColumnHints) -> dict[str, Any]:
    to = {
        "separator": found.separator or (was.separator if was else ","),
        **({"most": found.most} if found.most else {}),
    }
    if was is None:
        return {"add": path, "to": to}
    return {"change": path, "was": {"most": "1"}, "to": to | ({"none": was.none} if was.none is not None else {})}
