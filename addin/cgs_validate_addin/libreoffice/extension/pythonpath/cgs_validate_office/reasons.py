"""A finding's reason, shown until another cell is selected: the cell's note, and a text in the status bar."""

from __future__ import annotations

from typing import ClassVar

import unohelper
from com.sun.star.view import XSelectionChangeListener

from . import Uno

OURS = "【"  # begins a note that is ours alone
WIDTH = 8_000  # hundredths of a millimetre, in which most reasons have few lines


def widen(box: Uno) -> None:
    """Make the box of a note wider; it gets as high as its text by itself."""
    size = box.Size
    if size.Width < WIDTH:
        size.Width = WIDTH
        box.Size = size


class Reason(unohelper.Base, XSelectionChangeListener):
    """A reason that is shown. ``document``: the one with the cell; ``text``: for the status bar."""

    current: ClassVar[Reason | None] = None

    def __init__(self, document: Uno, cell: Uno, text: str) -> None:
        self._document = document
        self._cell = cell
        self._controller = document.CurrentController
        self._status = self._controller.Frame.createStatusIndicator()
        self._status.start(text, 0)
        self._opened = bool(cell.Annotation.String) and not cell.Annotation.IsVisible
        self._show_note(True)
        self._controller.addSelectionChangeListener(self)

    @classmethod
    def show(cls, document: Uno, cell: Uno, text: str) -> None:
        """Show a reason in place of the one before."""
        cls.hide()
        cls.current = cls(document, cell, text)

    @classmethod
    def hide(cls) -> None:
        """Close what is shown."""
        shown, cls.current = cls.current, None
        if shown:
            shown.close()

    def close(self) -> None:
        """Close the note, if it was opened for this, and end the text."""
        self._controller.removeSelectionChangeListener(self)
        self._status.end()
        self._show_note(False)

    def selectionChanged(self, event: Uno) -> None:
        """Close the reason when another cell is selected."""
        selected = self._controller.Selection
        same = hasattr(selected, "CellAddress") and selected.CellAddress == self._cell.CellAddress
        if not same and Reason.current is self:
            Reason.hide()

    def disposing(self, source: Uno) -> None:
        """Forget a document that is closed."""
        if Reason.current is self:
            Reason.current = None

    def _show_note(self, visible: bool) -> None:
        """Open or close the note, which is no change of the document and cannot be undone."""
        if not self._opened:
            return
        undo, modified = self._document.UndoManager, self._document.isModified()
        undo.lock()
        try:
            self._cell.Annotation.IsVisible = visible
            if visible and self._cell.Annotation.String.startswith(OURS):
                widen(self._cell.Annotation.AnnotationShape)
        finally:
            undo.unlock()
            self._document.setModified(modified)
