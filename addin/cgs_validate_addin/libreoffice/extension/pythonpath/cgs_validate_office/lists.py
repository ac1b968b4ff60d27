"""How a list of findings is shown and printed."""

from __future__ import annotations

import uno

from . import Uno

STYLE = "cgs-validate"  # of the list's pages; the sheets of the form have another
GREY, THIN = 0xBFBFBF, 26  # a colour; hundredths of a millimetre
SIDES = ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical")


def arrange(document: Uno, sheet: Uno, table: Uno) -> None:
    """Frame a list, filter it, and have its headings stay in sight and on every printed page."""
    frame(table)
    address = table.RangeAddress
    ranges = document.getPropertyValue("UnnamedDatabaseRanges")
    ranges.setByTable(address)
    ranges.getByTable(address.Sheet).AutoFilter = True
    controller = document.CurrentController
    controller.ActiveSheet = sheet
    controller.freezeAtPosition(0, address.StartRow + 1)
    address.EndRow = address.StartRow
    sheet.setTitleRows(address)
    sheet.setPrintTitleRows(True)
    sheet.PageStyle = page_style(document)


def frame(table: Uno) -> None:
    """Draw thin lines around all cells."""
    line = uno.createUnoStruct("com.sun.star.table.BorderLine2")
    line.Color, line.OuterLineWidth, line.LineWidth = GREY, THIN, THIN
    border = uno.createUnoStruct("com.sun.star.table.TableBorder2")
    for side in SIDES:
        setattr(border, f"{side}Line", line)
        setattr(border, f"Is{side}LineValid", True)
    table.TableBorder2 = border


def page_style(document: Uno) -> str:
    """Return the style of a page across that is as wide as the list."""
    styles = document.StyleFamilies.getByName("PageStyles")
    if not styles.hasByName(STYLE):
        style = document.createInstance("com.sun.star.style.PageStyle")
        styles.insertByName(STYLE, style)
        style.IsLandscape = True
        style.Width, style.Height = style.Height, style.Width
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    return STYLE


def remove_page_style(document: Uno) -> None:
    """Remove the style of a list's pages, once no list is left."""
    styles = document.StyleFamilies.getByName("PageStyles")
    if styles.hasByName(STYLE) and not styles.getByName(STYLE).isInUse():
        styles.removeByName(STYLE)
