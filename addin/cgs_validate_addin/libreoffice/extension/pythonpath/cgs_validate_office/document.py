"""The open document: its sheets, its properties, and one entry in the undo list."""

from __future__ import annotations

from posixpath import basename
from urllib.parse import unquote

import uno

from . import Uno
from .lists import remove_page_style
from .reasons import Reason
from .sheet import Sheet

CATEGORY = "OOXMLCorePropertyCategory"  # where LibreOffice stores a workbook's category


class Document:
    """A spreadsheet. ``uno``: the document in LibreOffice; ``title``: the name of its undo entry."""

    def __init__(self, uno: Uno, title: str) -> None:
        self._uno = uno
        self._title = title
        self._frozen = False

    def about(self) -> dict[str, object]:
        """Return the properties of the document, and of each sheet the name and whether it is visible and protected.

        path: the file, empty if it cannot be saved; first_day: the day from which dates are counted.
        """
        properties = self._uno.DocumentProperties.UserDefinedProperties
        known = properties.PropertySetInfo.hasPropertyByName(CATEGORY)
        day = self._uno.NullDate
        read_only = self._uno.isReadonly()
        return {
            "name": unquote(basename(self._uno.URL)) or self._uno.Title,
            "path": ""
            if read_only or not self._uno.URL.startswith("file:")
            else uno.fileUrlToSystemPath(self._uno.URL),
            "template": str(properties.getPropertyValue(CATEGORY)) if known else "",
            "locked": read_only or self._uno.isProtected(),
            "first_day": [day.Year, day.Month, day.Day],
            "sheets": [[sheet.Name, sheet.IsVisible, read_only or sheet.isProtected()] for sheet in self._sheets()],
        }

    def save(self) -> None:
        """Save to the file in its format."""
        self._uno.store()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name."""
        return Sheet(self._uno, self._uno.Sheets.getByName(name))

    def add_sheet(self, name: str, hidden: bool) -> None:
        """Add a sheet after all visible ones."""
        visible = [number for number, sheet in enumerate(self._sheets(), 1) if sheet.IsVisible]
        self._uno.Sheets.insertNewByName(name, visible[-1])
        if hidden:
            self._uno.Sheets.getByName(name).IsVisible = False

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet, if there is one of that name."""
        if self._uno.Sheets.hasByName(name):
            self._uno.Sheets.removeByName(name)
            remove_page_style(self._uno)

    def active(self) -> list[object]:
        """Return the active sheet's name, and the row and column of the first selected cell."""
        selected = self._uno.CurrentSelection
        areas = selected.RangeAddresses if hasattr(selected, "RangeAddresses") else [selected.RangeAddress]
        return [self._uno.CurrentController.ActiveSheet.Name, areas[0].StartRow + 1, areas[0].StartColumn + 1]

    def show_reason(self, sheet: str, row: int, column: int, text: str) -> None:
        """Open a cell's note, and show a text in the status bar, until another cell is selected."""
        cell = self._uno.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1)
        Reason.show(self._uno, cell, text)

    def hide_reason(self) -> None:
        """Close what ``show_reason`` opened."""
        Reason.hide()

    def freeze(self) -> None:
        """Stop updates of the screen and the row heights; changes until ``unfreeze`` are one undo entry."""
        self._uno.lockControllers()
        self._uno.IsAdjustHeightEnabled = False
        self._uno.UndoManager.enterUndoContext(self._title)
        self._frozen = True

    def unfreeze(self, active: str | None = None) -> None:
        """End ``freeze``, if it was called. active: the sheet to activate."""
        if not self._frozen:
            return
        self._frozen = False
        self._uno.UndoManager.leaveUndoContext()
        self._uno.IsAdjustHeightEnabled = True
        self._uno.unlockControllers()
        if active and self._uno.Sheets.hasByName(active):
            self._uno.CurrentController.ActiveSheet = self._uno.Sheets.getByName(active)

    def _sheets(self) -> list[Uno]:
        return [self._uno.Sheets.getByIndex(number) for number in range(self._uno.Sheets.Count)]
