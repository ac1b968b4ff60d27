"""Adds and removes lines at the end of a note, so that the rest keeps its format and the change can be undone.

LibreOffice's own undo covers notes that are added and removed, but not changes inside one.
"""

from __future__ import annotations

import unohelper
from com.sun.star.document import XUndoAction

from . import Uno

FURTHEST = 30_000  # characters that a cursor can move at once


class NoteChange(unohelper.Base, XUndoAction):
    """Lines at the end of a cell's note, after the text ``start``: ``redo`` adds them, ``undo`` removes them."""

    Title = ""  # it is undone with the whole entry

    def __init__(self, cell: Uno, start: str, lines: str) -> None:
        self._cell = cell
        self._start = len(start.encode("utf-16-le", "surrogatepass")) // 2
        self._lines = lines

    def redo(self) -> None:
        """Add the lines."""
        box = self._cell.Annotation.AnnotationShape
        end = box.createTextCursor()
        end.gotoEnd(False)
        box.insertString(end, self._lines, False)

    def undo(self) -> None:
        """Remove the lines."""
        cursor = self._cell.Annotation.AnnotationShape.createTextCursor()
        cursor.gotoStart(False)
        for done in range(0, self._start, FURTHEST):
            cursor.goRight(min(FURTHEST, self._start - done), False)
        cursor.gotoEnd(True)
        cursor.String = ""


class NoteCut(NoteChange):
    """The reverse: ``redo`` removes the lines, ``undo`` adds them."""

    redo, undo = NoteChange.undo, NoteChange.redo


def note_text(note: Uno) -> str:
    """Return a note's text. LibreOffice 25 has that from Excel's files only in the note's shape."""
    return str(note.String or note.AnnotationShape.String)
