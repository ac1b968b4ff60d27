"""An open workbook over a snapshot of it: nothing is changed but the snapshot; what is to be done is recorded."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from cgs_validate.workbook import parse_address
from cgs_validate_addin.open_book import Position

from .snapshot import Action, SheetData, Snapshot
from .snapshot_sheet import SnapshotSheet


class UnansweredError(Exception):
    """A question that the pane has to ask; its text."""


class SnapshotBook:
    """A workbook of a snapshot; an ``OpenBook``.

    ``actions``: what is to be done in Excel; ``messages``: what is to be shown, each with whether it is an error;
    ``answers``: to the questions that were asked before, by their text.
    """

    program = "excel"
    path: Path | None = None  # an add-in cannot know it

    def __init__(self, snapshot: Snapshot, answers: Mapping[str, bool]) -> None:
        self.actions: list[Action] = []
        self.messages: list[tuple[str, bool]] = []
        self._snapshot = snapshot
        self._answers = answers
        self._sheets = [self._sheet(data) for data in snapshot["sheets"]]

    @property
    def name(self) -> str:
        return self._snapshot["name"]

    @property
    def template(self) -> str:
        return self._snapshot["template"].strip()

    @property
    def locked(self) -> bool:
        return self._snapshot["locked"]

    @property
    def takes_notes(self) -> bool:
        """Whether this Excel lets an add-in read and write notes."""
        return self._snapshot["notes"]

    def sheets(self) -> Sequence[SnapshotSheet]:
        return tuple(self._sheets)

    def add_sheet(self, name: str, *, hidden: bool = False) -> SnapshotSheet:
        position = max(number for number, sheet in enumerate(self._sheets, 1) if sheet.visible)
        self._record("addSheet", name=name, position=position, hidden=hidden)
        sheet = self._sheet(_blank(name, visible=not hidden))
        self._sheets.insert(position, sheet)
        return sheet

    def remove_sheet(self, name: str) -> None:
        if any(sheet.name == name for sheet in self._sheets):
            self._record("removeSheet", name=name)
            self._sheets = [sheet for sheet in self._sheets if sheet.name != name]

    def active(self) -> tuple[str, Position]:
        sheet, cell = self._snapshot["active"]
        return sheet, parse_address(cell) or (1, 1)

    def frozen(self) -> AbstractContextManager[None]:
        return nullcontext()

    def show_status(self, text: str | None) -> None:
        pass

    def show_reason(self, sheet: str, at: Position, text: str) -> None:
        self.show_message(text)

    def hide_reason(self) -> None:
        pass

    def raise_if_stopped(self) -> None:
        pass

    def show_message(self, text: str, *, error: bool = False) -> None:
        self.messages.append((text, error))

    def ask(self, text: str) -> bool:
        if text not in self._answers:
            raise UnansweredError(text)
        return self._answers[text]

    def _sheet(self, data: SheetData) -> SnapshotSheet:
        return SnapshotSheet(data, self._snapshot, self._record)

    def _record(self, do: str, **arguments: Any) -> None:
        self.actions.append({"do": do, **arguments})


def _blank(name: str, *, visible: bool) -> SheetData:
    return {
        "name": name,
        "visible": visible,
        "protected": False,
        "formattable": True,
        "filtered": False,
        "names": {},
        "content": (0, 0),
        "values": [],
        "formats": [],
        "formulas": {},
        "fills": {},
        "fonts": {},
        "hiddenRows": [],
        "hiddenColumns": [],
        "merged": "",
        "validations": {},
        "notes": [],
        "threads": [],
    }
