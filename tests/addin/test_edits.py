"""Any edits between the buttons: the marks are those of the present errors, and all else is as it would be without us.

Each edit is made twice, to the workbook that gets marks and to its twin that never had any.
"""

import io
import re
from copy import copy
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from open_books import OpenInExcel
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation
from pane_books import OPENED, WITH_PANE
from sorts import COLOURS
from workbooks import CASES, case, workbook

from cgs_validate import validate
from cgs_validate.checking.messages import catalog
from cgs_validate_addin import actions

FIRST, COLUMNS = 6, "ABCDEFGHIJKLMN"
WRONG = {"A": None, "B": 7, "C": None, "D": 99, "E": None, "F": 99, "H": 8, "J": "T03", "L": "3、10", "N": "3次"}
FLAT = [PatternFill("solid", fgColor=f"FF{colour}") for colour in ("00FF00", "FFFF00", "8EA9DB", "000000")]
WHOLE = [
    PatternFill("solid", fgColor=Color(theme=4, tint=0.5999)),
    PatternFill("lightGrid", fgColor=Color(theme=9, tint=-0.25), bgColor="FF123456"),
    PatternFill("darkGrid", fgColor="FFFF0000", bgColor="FFFFFFFF"),
    GradientFill(stop=("FFFFFFFF", "FF0000FF")),
]
WORDS = st.sampled_from(["問過導師", "下週再確認", "𠮷老師：已補", "【備註】家訪"])

places = st.tuples(st.sampled_from(COLUMNS), st.integers(FIRST, FIRST + 5))
wrongs = st.dictionaries(st.sampled_from(sorted(WRONG)), st.none(), max_size=4)


def looks(sheet: Any) -> dict[str, Any]:
    """Return each cell's value, fill, note and other formats, and the properties of the whole sheet."""
    seen: dict[str, Any] = {}
    for row in sheet.iter_rows():
        for cell in row:
            rest = repr((cell.font, cell.border, cell.alignment, cell.protection)), cell.number_format
            seen[cell.coordinate] = cell.value, fill_of(cell), cell.comment and cell.comment.text, rest
    seen["dropdowns"] = [(str(each.sqref), each.formula1) for each in sheet.data_validations.dataValidation]
    seen["conditions"] = [(str(area.sqref), repr(area.rules)) for area in sheet.conditional_formatting]
    seen["merged"] = sorted(map(str, sheet.merged_cells.ranges))
    return {at: look for at, look in seen.items() if look != (None, (None,), None, seen["A1"][3])}


def fill_of(cell: Any) -> tuple[Any, ...]:
    """Return the visible part of a fill: not the background of a solid one."""
    fill = cell.fill
    if fill.tagname == "gradientFill":
        return "gradient", repr(fill.stop)
    colours = [fill.fgColor, fill.bgColor][: 1 if fill.patternType == "solid" else 2]
    return (fill.patternType, *((each.type, each.value, each.tint) for each in colours if fill.patternType))


class Edits(RuleBasedStateMachine):
    """A workbook and its twin.

    ``unknown``: cells of which the program said that their own fill was lost by sorting; ``new``: rows inserted since
    the last button. These got the looks of the row above, marks too: nothing shows which colours in them are a
    teacher's, and of which mark they are copies when that is gone, or sorted away.
    """

    program: Any
    fills: list[Any]

    @initialize(rows=st.lists(wrongs, min_size=3, max_size=5), dressed=st.dictionaries(places, st.integers(0, 7)))
    def start(self, rows: list[dict[str, None]], dressed: dict[tuple[str, int], int]) -> None:
        data = workbook([case(**{"C": f"S{n}", **{at: WRONG[at] for at in row}}) for n, row in enumerate(rows)])
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheet = book[CASES.name]
        for (column, row), number in dressed.items():
            sheet[f"{column}{row}"].fill = copy(self.fills[number % len(self.fills)])
        sheet["L7"].comment = Comment("老師的註解", "陳老師")
        sheet["E6"].font, sheet["E6"].border = Font(bold=True, color="FF0000FF"), Border(left=Side("thick"))
        dropdown = DataValidation("list", "男,女")
        dropdown.add("E6:E99")
        sheet.add_data_validation(dropdown)
        sheet.conditional_formatting.add("A6:N99", FormulaRule(["$A6=1"], fill=PatternFill(bgColor="FF0000FF")))
        book.save(buffer := io.BytesIO())
        self.open, self.twin = self.program(buffer.getvalue()), self.program(buffer.getvalue())
        self.name = CASES.name
        self.marks: dict[str, Any] | None = {}
        self.unknown: set[str] = set()
        self.note_lost = False
        self.new: set[int] = set()

    @property
    def sheet(self) -> Any:
        return self.open.openpyxl[self.name]

    @property
    def own(self) -> Any:
        return self.twin.openpyxl[self.name]

    def edited(self) -> None:
        self.marks = None

    @rule(place=places, value=st.sampled_from([None, 3, "改過", "３", 99]))
    def types(self, place: tuple[str, int], value: Any) -> None:
        for sheet in (self.sheet, self.own):
            sheet[f"{place[0]}{place[1]}"].value = value
        self.edited()

    @rule(column=st.sampled_from(COLUMNS), row=st.integers(FIRST, FIRST + 4))
    def corrects(self, column: str, row: int) -> None:
        for sheet in (self.sheet, self.own):
            sheet[f"{column}{row}"].value = case(C=f"S{row}")[COLUMNS.index(column)]
        self.edited()

    @rule(row=st.integers(FIRST, FIRST + 4), how=st.sampled_from(["insert", "delete"]))
    def changes_rows(self, row: int, how: str) -> None:
        """As Excel does: looks and notes go along, a new row looks like the one above, references follow."""
        if how == "delete" and self.new:
            return
        for sheet in (self.sheet, self.own):
            getattr(sheet, f"{how}_rows")(row)
            for cell in sheet[row] if how == "insert" else ():
                cell._style = copy(sheet.cell(row - 1, cell.column)._style)
        self.new = {number + (number >= row) for number in self.new} | ({row} if how == "insert" else set())
        for cell in self.trackers():
            cell.value = re.sub(r"!([A-Z]+)([0-9]+)", lambda found: moved(found, how, row), cell.value)
        self.unknown = {move(at, how, row) for at in self.unknown} - {""}
        self.edited()

    def trackers(self) -> list[Any]:
        """Return the formulas of the hidden sheet."""
        memory = next((each for each in self.open.openpyxl if each.title == "_cgs_marks"), None)
        cells = (cell for line in memory.iter_rows() for cell in line) if memory else ()
        return [cell for cell in cells if cell.data_type == "f"]

    @rule(name=st.sampled_from([CASES.name, "1.當月個案", "陳's_當月個案"]))
    def renames_the_sheet(self, name: str) -> None:
        """As Excel does: references follow."""
        self.sheet.title = self.own.title = name
        for cell in self.trackers():
            cell.value = re.sub(r"\(.*!", "('{}'!".format(name.replace("'", "''")), cell.value)
        self.name = name
        self.edited()

    @precondition(lambda self: not self.note_lost)  # a mark without its note is known by its place alone
    @rule(order=st.permutations(range(4)))
    def sorts(self, order: list[int]) -> None:
        """As Excel does: values, looks and notes go along, references stay."""
        if self.new:
            return
        for sheet in (self.sheet, self.own):
            rows = [
                [(cell.value, copy(cell._style), copy(cell.comment)) for cell in sheet[FIRST + n]] for n in range(4)
            ]
            for target, source in enumerate(order):
                for cell, (value, style, note) in zip(sheet[FIRST + target], rows[source], strict=True):
                    cell.value, cell._style, cell.comment = value, style, note
        went = {str(FIRST + source): str(FIRST + target) for target, source in enumerate(order)}
        self.unknown = {at[0] + went.get(at[1:], at[1:]) for at in self.unknown}
        self.edited()

    @rule(place=places, number=st.integers(0, 8))
    def paints(self, place: tuple[str, int], number: int) -> None:
        at = f"{place[0]}{place[1]}"
        for sheet in (self.sheet, self.own):
            sheet[at].fill = copy([PatternFill(), *self.fills][number % (len(self.fills) + 1)])
        self.unknown = self.unknown | {at} if place[1] in self.new else self.unknown - {at}
        self.edited()

    @rule(place=places, words=WORDS)
    def notes(self, place: tuple[str, int], words: str) -> None:
        """Below the text that is there, ours too."""
        for sheet in (self.sheet, self.own):
            cell = sheet[f"{place[0]}{place[1]}"]
            cell.comment = Comment(f"{cell.comment.text}\n{words}" if cell.comment else words, "陳老師")
        self.edited()

    @rule(place=places)
    def deletes_the_note(self, place: tuple[str, int]) -> None:
        for sheet in (self.sheet, self.own):
            sheet[f"{place[0]}{place[1]}"].comment = None
        self.note_lost = True
        self.edited()

    @rule()
    def saves_closes_and_opens(self) -> None:
        self.open, self.twin = self.program(self.open.saved()), self.program(self.twin.saved())

    @rule()
    def checks(self) -> None:
        self.press("check")
        report = validate(self.twin.saved())
        self.marks = {
            note.place.cell: (COLOURS[note.sort], catalog("zh-TW").note(note))
            for note in report.annotations
            if note.place.sheet == self.name
        }

    @rule()
    def clears(self) -> None:
        self.press("clear")
        assert self.open.openpyxl.sheetnames == self.twin.openpyxl.sheetnames
        self.marks = {}

    def press(self, button: str) -> None:
        self.new.clear()
        self.open.messages.clear()
        actions.run(getattr(actions, button), self.open)
        self.note_lost = False
        message = "\n".join(self.open.messages)
        assert "紀錄檔" not in message
        for line in message.splitlines():
            if "原來的底色沒辦法確定" in line:
                self.unknown |= set(re.findall(r"([A-N][0-9]+)", line))

    @invariant()
    def what_is_seen(self) -> None:
        """Marks on what is wrong; everything else as in the twin."""
        if self.marks is None:
            return
        seen, own = looks(self.sheet), looks(self.own)
        nothing = (None, (None,), None, looks_of_nothing(self.own))
        for at in seen.keys() | own.keys():
            expected = list(own.get(at, nothing)) if at[0] in COLUMNS else own.get(at)
            if at in self.marks:
                colour, note = self.marks[at]
                expected[1] = expected[1] if expected[1][0] == "gradient" else ("solid", ("rgb", colour, 0.0))
                expected[2] = expected[2] or ""
            found = list(seen.get(at, nothing)) if at[0] in COLUMNS else seen.get(at)
            if at in self.marks:
                assert note in found[2], at
                found[2] = re.sub("\n+", "\n", found[2].replace(note, "")).strip("\n")
            if at in self.unknown and at not in self.marks:
                expected[1] = found[1] = None
            assert found == expected, at


def looks_of_nothing(sheet: Any) -> Any:
    return looks(sheet)["A1"][3]


def moved(reference: re.Match[str], how: str, row: int) -> str:
    found = move(f"{reference[1]}{reference[2]}", how, row)
    return f"!{found}" if found else "!#REF!"


def move(at: str, how: str, row: int) -> str:
    """Return where a cell is after a row was inserted or deleted, an empty string where it is no more."""
    number = int(at[1:])
    if how == "delete" and number == row:
        return ""
    return f"{at[0]}{number + (0 if number < row else 1 if how == 'insert' else -1)}"


@pytest.mark.parametrize("program", WITH_PANE)
def test_any_edits_between_the_buttons(program: str) -> None:
    whole = WHOLE if OPENED[program] is OpenInExcel else []
    machine = type("Machine", (Edits,), {"program": OPENED[program], "fills": FLAT + whole})
    machine.TestCase.settings = settings(
        max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine.TestCase("runTest").runTest()
