"""Runs in Debian's Python, which has LibreOffice's ``uno``: opens documents, performs a user's actions in them,
and answers the add-in as the extension does, with the extension's own code.

    python3 libreoffice_driver.py PIPE FOLDER     (the folder of the extension, unpacked)

Line by line as in the extension: a question is the number of a document, whom it is for, what, how.
"""

import json
import os
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue

PIPE, FOLDER = sys.argv[1:]
sys.path.insert(0, f"{FOLDER}/pythonpath")
from cgs_validate_office.document import Document  # noqa: E402
from cgs_validate_office.press import answer  # noqa: E402
from cgs_validate_office.window import Window  # noqa: E402

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "html": "HTML (StarCalc)"}
MOST_OPEN = 6
BOLD, BOLD_PART = 150.0, 6  # of a note: as many of LibreOffice's characters
LOOKS = (
    "CellBackColor", "IsCellBackgroundTransparent", "CellStyle", "CharWeight", "CharColor", "CharFontName",
    "CharHeight", "NumberFormat", "HoriJustify", "IsTextWrapped", "CellProtection",
)  # fmt: skip


def connected():
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(200):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except Exception:  # not there yet
            time.sleep(0.2)
    sys.exit("LibreOffice does not answer")


CONTEXT = connected()


def create(service):
    return CONTEXT.ServiceManager.createInstanceWithContext(service, CONTEXT)


def properties(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


DESKTOP = create("com.sun.star.frame.Desktop")


class Person(Window):
    """A window that records its messages and gives prepared answers."""

    def __init__(self, frame):
        super().__init__(CONTEXT, frame, "")
        self.messages, self.answers, self.stops = [], [], []

    def show_message(self, text, wrong):
        self.messages.append(text)

    def ask(self, text):
        self.messages.append(text)
        return self.answers.pop(0)

    def stop_requested(self):
        return bool(self.stops and self.stops.pop(0))


class Opened:
    """An open document, and a user's actions in it."""

    def __init__(self, url, **how):
        self.uno = DESKTOP.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True, **how))
        self.document = Document(self.uno, "輔導報表檢核")
        self.window = Person(self.uno.CurrentController.Frame)

    def sheet(self, name):
        return self.uno.Sheets.getByName(name)

    def person(self, what, *how):
        return getattr(self, what)(*how)

    def messages(self):
        return self.window.messages

    def will_answer(self, *answers):
        self.window.answers[:] = answers

    def will_stop_after(self, times):
        self.window.stops[:] = [False] * times + [True]

    def press(self, button):
        """Press a button of the extension, as a tool bar does: its address is dispatched."""
        address = uno.createUnoStruct("com.sun.star.util.URL")
        address.Complete = f"cgs-validate:{button}"
        _, address = create("com.sun.star.util.URLTransformer").parseStrict(address)
        self.uno.CurrentController.Frame.queryDispatch(address, "_self", 0).dispatch(address, ())

    def type(self, sheet, at, value):
        cell = self.sheet(sheet).getCellRangeByName(at)
        if value is None:
            cell.clearContents(7)
        elif isinstance(value, str):
            cell.Formula = value
        else:
            cell.Value = value

    def text(self, sheet, at):
        return self.sheet(sheet).getCellRangeByName(at).String

    def arranged(self, name):
        """How a list of findings is shown and printed, and the colour of its first invalid cell."""
        sheet = self.sheet(name)
        number, titles = sheet.RangeAddress.Sheet, sheet.TitleRows
        area = self.uno.getPropertyValue("UnnamedDatabaseRanges").getByTable(number)
        kinds = (sheet.getCellByPosition(0, row) for row in range(titles.StartRow + 1, area.DataArea.EndRow + 1))
        return {
            "filtered": area.AutoFilter,
            "titles": [titles.StartRow + 1, titles.EndRow + 1],
            "style": sheet.PageStyle,
            "line": sheet.getCellByPosition(1, titles.StartRow + 1).BottomBorder.Color,
            "kind": next(cell.CellBackColor for cell in kinds if cell.String == "資料有誤"),
        }

    def page_styles(self):
        return list(self.uno.StyleFamilies.getByName("PageStyles").ElementNames)

    def select(self, sheet, at):
        self.uno.CurrentController.select(self.sheet(sheet).getCellRangeByName(at))

    def open_notes(self, sheet):
        notes = (
            self.sheet(sheet).Annotations.getByIndex(number) for number in range(self.sheet(sheet).Annotations.Count)
        )
        return [note.Parent.AbsoluteName.rpartition(".")[2].replace("$", "") for note in notes if note.IsVisible]

    def insert(self, sheet, row):
        self.sheet(sheet).Rows.insertByIndex(row - 1, 1)

    def delete(self, sheet, row):
        self.sheet(sheet).Rows.removeByIndex(row - 1, 1)

    def hide_row(self, sheet, row):
        self.sheet(sheet).Rows.getByIndex(row - 1).IsVisible = False

    def sort(self, sheet, area, column, ascending):
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.sheet(sheet).getCellRangeByName(area).sort(properties(SortFields=fields, BindFormatsToContent=True))

    def copy(self, sheet, area, at):
        cells = self.sheet(sheet)
        cells.copyRange(cells.getCellRangeByName(at).CellAddress, cells.getCellRangeByName(area).RangeAddress)

    def move(self, sheet, area, at):
        """Cut and paste, or drag with the mouse."""
        cells = self.sheet(sheet)
        cells.moveRange(cells.getCellRangeByName(at).CellAddress, cells.getCellRangeByName(area).RangeAddress)

    def fill_down(self, sheet, area):
        direction = uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
        self.sheet(sheet).getCellRangeByName(area).fillAuto(direction, 1)

    def save(self, path):
        how = properties(FilterName=FILTERS[path.rsplit(".", 1)[1]])
        self.uno.storeToURL(uno.systemPathToFileUrl(path), how)

    def names(self):
        return [[sheet.Name, sheet.IsVisible] for sheet in self.uno.Sheets]

    def looks(self, sheet, area):
        """Return the formula, format, rules and note of each cell of an area."""
        cells, found = self.sheet(sheet).getCellRangeByName(area), {}
        for row, formulas in enumerate(cells.getFormulaArray()):
            for column, formula in enumerate(formulas):
                found[f"{chr(65 + column)}{row + 1}"] = {"formula": formula, "note": None}
        groups = cells.UniqueCellFormatRanges
        for group in map(groups.getByIndex, range(groups.Count)):
            looks = dict(zip(LOOKS, map(str, group.getPropertyValues(LOOKS)), strict=True))
            looks["rule"], looks["conditions"] = _rule(group.Validation), _conditions(group.ConditionalFormat)
            for place in group.RangeAddresses:
                for row in range(place.StartRow, place.EndRow + 1):
                    for column in range(place.StartColumn, place.EndColumn + 1):
                        found[f"{chr(65 + column)}{row + 1}"].update(looks)
        for row in range(cells.Rows.Count):
            found[f"A{row + 1}"]["height"] = cells.Rows.getByIndex(row).Height
        notes = self.sheet(sheet).Annotations
        for note in map(notes.getByIndex, range(notes.Count)):
            at = f"{chr(65 + note.Position.Column)}{note.Position.Row + 1}"
            found[at]["note"] = [note.AnnotationShape.String, note.Author, note.Date, note.IsVisible]
        return found

    def rows(self, sheet):
        cursor = self.sheet(sheet).createCursor()
        cursor.gotoEndOfUsedArea(True)
        return cursor.getFormulaArray()

    def write_note(self, sheet, at, text, bold):
        cell = self.sheet(sheet).getCellRangeByName(at)
        self.sheet(sheet).Annotations.insertNew(cell.CellAddress, text)
        cell.Annotation.IsVisible = True
        cursor = cell.Annotation.AnnotationShape.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(BOLD_PART, True)
        cursor.CharWeight = BOLD

    def bold_in_note(self, sheet, at):
        cursor = self.sheet(sheet).getCellRangeByName(at).Annotation.AnnotationShape.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(BOLD_PART, True)
        return cursor.String if cursor.CharWeight == BOLD else None

    def protect(self, sheet):
        self.sheet(sheet).protect("")

    def lock(self):
        self.uno.protect("")

    def make_read_only(self):
        """Open the file again so that it cannot be changed."""
        path = self.uno.URL
        self.uno.close(True)
        self.__init__(path, ReadOnly=True)

    def dress(self, sheet, area, name, colour):
        styles = self.uno.StyleFamilies.getByName("CellStyles")
        styles.insertByName(name, self.uno.createInstance("com.sun.star.style.CellStyle"))
        styles.getByName(name).CellBackColor = colour
        cells = self.sheet(sheet).getCellRangeByName(area)
        cells.CellStyle = name
        cells.setPropertyToDefault("CellBackColor")

    def change_style(self, name, colour):
        self.uno.StyleFamilies.getByName("CellStyles").getByName(name).CellBackColor = colour

    def undoable(self):
        return self.uno.UndoManager.AllUndoActionTitles

    def selected(self):
        return [self.uno.CurrentController.ActiveSheet.Name, self.uno.CurrentSelection.AbsoluteName]


def _rule(validation):
    return [validation.Type.value, validation.getFormula1(), validation.ShowList, validation.ErrorMessage]


def _conditions(conditions):
    found = (conditions.getByIndex(number) for number in range(conditions.Count))
    return [[each.getOperator().value, each.getFormula1(), each.StyleName] for each in found]


opened = {}


def reply(number, of, *rest):
    if of == "open":
        for old in sorted(opened)[: -MOST_OPEN + 1]:
            opened.pop(old).uno.close(True)
        opened[number] = Opened(*map(uno.systemPathToFileUrl, rest))
        return None
    here = opened[number]
    return here.person(*rest) if of == "person" else answer([of, *rest], here.document, here.window)


for line in sys.stdin:
    try:
        answered = {"result": reply(*json.loads(line))}
    except Exception as error:
        traceback.print_exc()
        answered = {"error": type(error).__name__}
    print(json.dumps(answered), flush=True)

for each in opened.values():
    each.uno.close(True)
DESKTOP.terminate()
os._exit(0)  # or the bridge may crash that Python takes down while LibreOffice goes
