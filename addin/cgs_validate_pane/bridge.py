"""The buttons as the pane calls them: a request and a snapshot of the workbook in, what to do and to show out.

A question to the teacher ends a press without effect; it is pressed again with the answer.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from cgs_validate.checking.messages import catalog
from cgs_validate.checking.report import Report
from cgs_validate.reports.grouping import rank
from cgs_validate_addin import actions
from cgs_validate_addin.memory_sheet import read_memory
from cgs_validate_addin.messages import LANGUAGE, say
from cgs_validate_addin.open_book import OpenBook

from .snapshot import Snapshot
from .snapshot_book import SnapshotBook, UnansweredError

BUTTONS: dict[str, Callable[[OpenBook], Report | None]] = {
    "check": actions.check,
    "previous": actions.previous,
    "next_": actions.next_,
    "fix": actions.fix,
    "clear": actions.clear,
}
_MARKING = ("check", "fix", "clear")
_MOST_LISTED = 1_000  # findings in the pane; the sheet has them all


class Press(NamedTuple):
    """A press of a button; ``answers`` to the questions it asked before, each with its text."""

    do: str
    answers: list[tuple[str, bool]] = []  # noqa: RUF012 # never changed


def answer(request: str, data: bytes | memoryview) -> tuple[bytes, bytes]:
    """Return in JSON what a press leads to. data: the snapshot, in JSON."""
    press, snapshot = Press(**json.loads(request)), json.loads(bytes(data))
    return json.dumps(press_button(press, snapshot), ensure_ascii=False).encode(), b""


def press_button(press: Press, snapshot: Snapshot) -> dict[str, Any]:
    """Return the question to ask; or else the actions, the messages and, after a check, the findings."""
    book = SnapshotBook(snapshot, dict(press.answers))
    if press.do in _MARKING and _has_marks_out_of_reach(book):
        return {"actions": [], "messages": [(say("notes_out_of_reach"), True)], "findings": None}
    try:
        report = actions.run(BUTTONS[press.do], book)
    except UnansweredError as question:
        return {"ask": str(question)}
    return {"actions": book.actions, "messages": book.messages, "findings": _findings(report)}


def _has_marks_out_of_reach(book: SnapshotBook) -> bool:
    """Return whether marks have notes that this Excel lets no add-in remove."""
    return not book.takes_notes and any(cell.note for cell in read_memory(book).cells)


def _findings(report: Report | None) -> list[dict[str, Any]] | None:
    """Return the findings as the pane lists them, hints last."""
    if report is None:
        return None
    words = catalog(LANGUAGE)
    return [
        {
            "sort": finding.sort,
            "kind": words.kind(finding),
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "label": finding.label,
            "message": words.message(finding),
            "hint": words.hint(finding),
        }
        for finding in sorted(report.findings, key=rank)[:_MOST_LISTED]
    ]
