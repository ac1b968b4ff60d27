"""The open document: its sheets, its properties, and one entry in the list of what can be undone."""

from __future__ import annotations

from posixpath import basename
from urllib.parse import unquote

import uno

from . import Uno
from .sheet import Sheet

CATEGORY = "OOXMLCorePropertyCategory"  # what LibreOffice keeps a workbook's category as


class Document:
    """A spreadsheet. ``uno``: the document in LibreOffice; ``title``: what an undo is called."""

    def __init__(self, uno: Uno, title: str) -> None:
        self._uno = uno
        self._title = title
        self._held = False

    def about(self) -> dict[str, object]:
        """Return what is to be known of the document, and of each sheet its name, whether it is shown, and protected.

        path: the file; empty where there is none that can be saved into. first_day: that dates are counted from.
        """
        properties = self._uno.DocumentProperties.UserDefinedProperties
        known = properties.PropertySetInfo.hasPropertyByName(CATEGORY)
        day = self._uno.NullDate
        closed = self._uno.isReadonly()
        return {
            "name": unquote(basename(self._uno.URL)) or self._uno.Title,
            "path": "" if closed or not self._uno.URL.startswith("file:") else uno.fileUrlToSystemPath(self._uno.URL),
            "template": str(properties.getPropertyValue(CATEGORY)) if known else "",
            "locked": closed or self._uno.isProtected(),
            "first_day": [day.Year, day.Month, day.Day],
            "sheets": [[sheet.Name, sheet.IsVisible, closed or sheet.isProtected()] for sheet in self._sheets()],
        }

    def save(self) -> None:
        """Save into the file, in the format that it has."""
        self._uno.store()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name."""
        return Sheet(self._uno, self._uno.Sheets.getByName(name))

    def add_sheet(self, name: str, hidden: bool) -> None:
        """Add a sheet behind all that are shown."""
        shown = [number for number, sheet in enumerate(self._sheets(), 1) if sheet.IsVisible]
        self._uno.Sheets.insertNewByName(name, shown[-1])
        if hidden:
            self._uno.Sheets.getByName(name).IsVisible = False

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out; one that is not there is no matter."""
        if self._uno.Sheets.hasByName(name):
            self._uno.Sheets.removeByName(name)

    def active(self) -> list[object]:
        """Return the sheet that is shown, and the row and column of the first cell that is selected."""
        selected = self._uno.CurrentSelection
        areas = selected.RangeAddresses if hasattr(selected, "RangeAddresses") else [selected.RangeAddress]
        return [self._uno.CurrentController.ActiveSheet.Name, areas[0].StartRow + 1, areas[0].StartColumn + 1]

    def hold(self) -> None:
        """Hold the screen and the rows' heights still; what is done until ``release`` is undone at once."""
        self._uno.lockControllers()
        self._uno.IsAdjustHeightEnabled = False
        self._uno.UndoManager.enterUndoContext(self._title)
        self._held = True

    def release(self, shown: str | None = None) -> None:
        """Let go again, where it was held. shown: the sheet that is to be in front."""
        if not self._held:
            return
        self._held = False
        self._uno.UndoManager.leaveUndoContext()
        self._uno.IsAdjustHeightEnabled = True
        self._uno.unlockControllers()
        if shown and self._uno.Sheets.hasByName(shown):
            self._uno.CurrentController.ActiveSheet = self._uno.Sheets.getByName(shown)

    def _sheets(self) -> list[Uno]:
        return [self._uno.Sheets.getByIndex(number) for number in range(self._uno.Sheets.Count)]
