"""The differences between a spec and a workbook, and one sheet of the spec paired with its sheet of the workbook.

A difference is for people to read; a change is proposed in the grammar of specs. Most differences have one change, some
have none (a duplicate column is for people to put right), some bring others (rules that name a removed column).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..checking.sheet_match import SheetMatch
from ..text import key
from .form_layout import FormSheet, Piece
from .infer import Comment, Describer, quote, source


@dataclass(frozen=True)
class Difference:
    """Something in which the workbook departs from the spec: the name of its sentence, with the parameters."""

    sheet: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Comparison:
    """What was found. ``changes``: proposed, in the grammar; ``comments``: on them, by their index."""

    differences: list[Difference] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[int, list[Comment]] = field(default_factory=dict)
    code_lists: dict[str, Any] = field(default_factory=dict)


@dataclass
class SheetPair:
    """A sheet of the spec with its sheet of the workbook, ``layout`` being None where there is none.

    ``tree``: the spec's resolved data; ``found``: collects the differences.
    """

    found: Comparison
    match: SheetMatch
    layout: FormSheet | None
    tree: Mapping[str, Any]
    describer: Describer

    @property
    def path(self) -> str:
        """The sheet's path in the spec."""
        return f"sheets.{self.match.spec.name}"

    def field_path(self, name: str) -> str:
        """Return a field's path in the spec."""
        return f"{self.path}.fields.{name}"

    @property
    def declared(self) -> dict[str, Any]:
        """The sheet as the resolved spec has it."""
        declared: dict[str, Any] = self.tree["sheets"][self.match.spec.name]
        return declared

    def note(self, difference: str, **params: Any) -> None:
        """Note a difference by the name of its sentence."""
        self.found.differences.append(Difference(self.match.spec.label, difference, params))

    def propose(self, change: dict[str, Any], piece: Piece | None = None, *comments: Comment) -> None:
        """Propose a change; piece: the text of the form that it comes from, by default the sheet as a whole."""
        if any(change.items() <= known.items() for known in self.found.changes):
            return  # of a list that several columns share, or a rule that names several fields
        if comments:
            self.found.comments[len(self.found.changes)] = list(comments)
        self.found.changes.append({**change, "source": self.source(piece), "basis": "observed"})

    def source(self, piece: Piece | None) -> dict[str, str]:
        """Return where a change comes from; for a sheet that is not there, the names of those that are."""
        if self.layout is None:
            names = [sheet.name for sheet in self.describer.workbook]
            return {"document": self.describer.document, "place": f"{names[0]}!A1", "quote": quote("、".join(names))}
        return source(self.layout, piece or self.layout.title or self.layout.columns[0].header, self.describer.document)


def without(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the texts that the others do not have, in comparable form."""
    known = set(map(key, others))
    return [text for text in texts if key(text) not in known]


def change_code(what: str, gone: Any, added: Any) -> str:
    """Return the code of the difference for a text or a list that lost and got something."""
    return f"{what}_changed" if gone and added else f"{what}_added" if added else f"{what}_removed"
