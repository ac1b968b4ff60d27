"""Lines at the end of somebody's note: put in and taken out so that the rest keeps its looks, and can be undone.

LibreOffice's own list of what can be undone knows notes that come and go, but not what is written into one.
"""

from __future__ import annotations

import unohelper
from com.sun.star.document import XUndoAction

from . import Uno

FURTHEST = 30_000  # characters that a cursor can go at once


class NoteChange(unohelper.Base, XUndoAction):
    """Lines of a cell's note, behind so many characters: ``redo`` puts them in, ``undo`` takes them out."""

    Title = ""  # it is undone together with all the rest

    def __init__(self, cell: Uno, kept: str, lines: str) -> None:
        self._cell = cell
        self._kept = len(kept.encode("utf-16-le", "surrogatepass")) // 2
        self._lines = lines

    def redo(self) -> None:
        """Put the lines in."""
        box = self._cell.Annotation.AnnotationShape
        end = box.createTextCursor()
        end.gotoEnd(False)
        box.insertString(end, self._lines, False)

    def undo(self) -> None:
        """Take the lines out."""
        cursor = self._cell.Annotation.AnnotationShape.createTextCursor()
        cursor.gotoStart(False)
        for start in range(0, self._kept, FURTHEST):
            cursor.goRight(min(FURTHEST, self._kept - start), False)
        cursor.gotoEnd(True)
        cursor.String = ""


class NoteCut(NoteChange):
    """The same the other way round: ``redo`` takes the lines out, ``undo`` puts them in."""

    redo, undo = NoteChange.undo, NoteChange.redo


def note_text(note: Uno) -> str:
    """Return a note's text. LibreOffice 25 has that of Excel's files in the note's box only."""
    return str(note.String or note.AnnotationShape.String)
