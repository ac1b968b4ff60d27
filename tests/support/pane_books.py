"""Workbooks that the pane has open: its script runs in Node, over the objects of Excel in ``office.mjs``."""

import io
import json
import subprocess
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from excel_model import _blue_green_red, columns_hidden, font_says, result_of, typed, validations
from open_books import PROGRAMS, partly_dressed, results_in
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from cgs_validate.workbook import parse_address
from cgs_validate_pane.snapshot_book import SnapshotBook
from cgs_validate_pane.snapshot_sheet import _NAMES, _PATTERNS

ROOT = Path(__file__).parents[2]
SCRIPTS = [ROOT / "addin" / "cgs_validate_pane" / "pane" / name for name in ("book.js", "actions.js")]
STATES = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}
_SOME = 60  # rows and columns of a validation
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


@cache
def driver() -> "subprocess.Popen[str]":
    command = ["node", Path(__file__).with_name("office_driver.mjs"), *SCRIPTS]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def in_node(**request: Any) -> Any:
    running = driver()
    assert running.stdin
    assert running.stdout
    running.stdin.write(json.dumps(request) + "\n")
    running.stdin.flush()
    said = json.loads(running.stdout.readline())
    assert "error" not in said, said["error"]
    return said


def as_json(book: Workbook, name: str, results: Mapping[tuple[str, str], Any], more: Mapping[str, Any]) -> Any:
    """Return a workbook as ``office.mjs`` has it. more: the active cell, cells with threads, partly dressed ones."""
    return {
        "name": name,
        "category": book.properties.category or "",
        "locked": bool(book.security and book.security.lockStructure),
        "date1904": book.epoch.year == 1904,
        "names": {name: f"={defined.attr_text}" for name, defined in book.defined_names.items()},
        "active": [book.active.title if book.active else book.worksheets[0].title, more.get("selected", "A1")],
        "sheets": [sheet_as_json(sheet, results, more) for sheet in book.worksheets],
    }


def sheet_as_json(sheet: Worksheet, results: Mapping[tuple[str, str], Any], more: Mapping[str, Any]) -> Any:
    partly = more.get("partly", {})
    cells = [cell for _, cell in sorted(sheet._cells.items())]
    return {
        "name": sheet.title,
        "visibility": STATES[sheet.sheet_state],
        "protected": bool(sheet.protection.sheet),
        "formattable": not sheet.protection.formatCells,
        "names": {name: f"={defined.attr_text}" for name, defined in sheet.defined_names.items()},
        "filter": bool(sheet.auto_filter.ref),
        "tables": len(sheet.tables),
        "cells": {cell.coordinate: cell_as_json(cell, results, partly) for cell in cells},
        "hiddenRows": [number for number, row in sheet.row_dimensions.items() if row.hidden],
        "hiddenColumns": [number for number in range(1, 60) if columns_hidden(sheet, (1, number, 1, number))],
        "merged": [str(area) for area in sheet.merged_cells.ranges],
        "validations": validations_as_json(sheet),
        "notes": {
            cell.coordinate: {"content": cell.comment.text, "author": cell.comment.author}
            for cell in cells
            if cell.comment
        },
        "threads": sorted(more.get("threads", ())),
    }


def cell_as_json(cell: Any, results: Mapping[tuple[str, str], Any], partly: Mapping[Any, Any]) -> Any:
    more = partly.get((cell.parent.title, cell.coordinate), {})
    font = [more.get(name, font_says(cell, name)) for name in ("strike", "superscript", "subscript")]
    calculated = cell.data_type == "f"
    found = result_of(cell, results) if calculated else cell.value
    look = fill_as_json(cell.fill)
    return {
        "value": value_as_json(found, cell, error=calculated or cell.data_type == "e"),
        **({"formula": str(cell.value)} if calculated else {}),
        **({"format": cell.number_format} if cell.number_format != "General" else {}),
        **({"font": font} if font != [False, False, False] else {}),
        **({"fill": look} if look else {}),
    }


def value_as_json(value: Any, cell: Any, *, error: bool) -> Any:
    if isinstance(value, datetime | date | time):
        return to_excel(value, cell.parent.parent.epoch)
    if isinstance(value, str):
        return {"error": value} if error and value in _ERRORS else unescape(value)
    return value


def fill_as_json(fill: Any) -> Any:
    if fill.tagname == "gradientFill":
        return {"pattern": "LinearGradient", "color": "#FFFFFF", "patternColor": "#000000"}
    if fill.patternType is None:
        return None
    colours = (_blue_green_red(colour) for colour in (fill.fgColor, fill.bgColor))
    fore, back = (f"#{colour.to_bytes(3, 'little').hex().upper()}" for colour in colours)
    if fill.patternType == "solid":
        return {"pattern": "Solid", "color": fore, "patternColor": "#000000"}
    return {"pattern": _NAMES[fill.patternType], "color": back, "patternColor": fore}


def validations_as_json(sheet: Worksheet) -> Any:
    found = {}
    for guard in validations(sheet):
        kind = {"type": "List", "source": typed(guard)} if guard.type == "list" else {"type": "WholeNumber"}
        for left, top, right, bottom in (area.bounds for area in guard.sqref.ranges):
            for row in range(top, min(bottom, _SOME) + 1):
                for column in range(left, min(right, _SOME) + 1):
                    found.setdefault(f"{get_column_letter(column)}{row}", kind)
    return found


def change(book: Workbook, before: Any, after: Any) -> None:
    """Change a workbook as the one in JSON was changed."""
    old = {sheet["name"]: sheet for sheet in before["sheets"]}
    states = {shown: state for state, shown in STATES.items()}
    for name in old.keys() - {sheet["name"] for sheet in after["sheets"]}:
        book.remove(book[name])
    for sheet in after["sheets"]:
        name = sheet["name"]
        there = book[name] if name in book.sheetnames else book.create_sheet(name)
        there.sheet_state = states[sheet["visibility"]]
        change_sheet(there, old.get(name, {"cells": {}, "notes": {}}), sheet)
    book._sheets = [book[sheet["name"]] for sheet in after["sheets"]]
    book.active = book[after["active"][0]]


def change_sheet(sheet: Worksheet, before: Any, after: Any) -> None:
    for at in before["cells"].keys() | after["cells"].keys():
        old, new, cell = before["cells"].get(at, {}), after["cells"].get(at, {}), sheet[at]
        if old.get("fill") != new.get("fill"):
            cell.fill = fill_from_json(new.get("fill"))
        if (old.get("value"), old.get("formula")) != (new.get("value"), new.get("formula")):
            cell.value = new.get("formula", new.get("value"))
            if "formula" not in new and isinstance(new.get("value"), str):
                cell.data_type = "s"
    for at in before["notes"].keys() | after["notes"].keys():
        note = after["notes"].get(at)
        if note != before["notes"].get(at):
            sheet[at].comment = Comment(note["content"], note["author"]) if note else None


def fill_from_json(fill: Any) -> PatternFill:
    if fill is None or fill["pattern"] == "None":
        return PatternFill()
    colour, lines = (f"FF{fill[part].removeprefix('#')}" for part in ("color", "patternColor"))
    if fill["pattern"] == "Solid":
        return PatternFill("solid", fgColor=colour)
    return PatternFill(_PATTERNS[fill["pattern"]], fgColor=lines, bgColor=colour)


class OpenInPane:
    """A workbook in the pane; each button reads it anew, and what is to be done is carried out at its end."""

    screen_frozen = False

    def __init__(self, data: bytes, path: Path = Path("111-10.xlsx"), api: str = "1.18") -> None:
        self.openpyxl = load_workbook(io.BytesIO(data))
        self.threads: set[str] = set()
        self.messages: list[str] = []
        self.answers: list[str] = []
        self.status = [False]
        self.selected = (1, 1)
        self.syncs = (0, 0)
        self._path, self._api = path, api
        self._results, self._partly = results_in(data), partly_dressed(data)
        self._open: SnapshotBook | None = None
        self._before: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.snapshot_book(), name)

    def as_json(self) -> Any:
        at = f"{get_column_letter(self.selected[1])}{self.selected[0]}"
        more = {"selected": at, "threads": self.threads, "partly": self._partly}
        return as_json(self.openpyxl, self._path.name, self._results, more)

    def snapshot_book(self) -> SnapshotBook:
        if self._open is None:
            self._before = self.as_json()
            needed = {"notes": self._api == "1.18", "active": True}
            read = in_node(open=self._before, api=self._api, read=needed)
            self._open = SnapshotBook(read["snapshot"], {})
            self.syncs = (read["syncs"], 0)
        return self._open

    def show_status(self, text: str | None) -> None:
        if text is None and self._open is not None:
            done, self._open = in_node(actions=self._open.actions), None
            self.syncs = (self.syncs[0], done["syncs"])
            change(self.openpyxl, self._before, done["workbook"])
            self.selected = parse_address(done["workbook"]["active"][1]) or (1, 1)

    def show_message(self, text: str, *, error: bool = False) -> None:
        self.messages.append(text)

    def ask(self, text: str) -> bool:
        self.messages.append(text)
        return self.answers.pop(0) == "yes"

    def saved(self) -> bytes:
        self.openpyxl.save(buffer := io.BytesIO())
        return buffer.getvalue()


OPENED = {**PROGRAMS, "pane": OpenInPane}
WITH_PANE = [*PROGRAMS, pytest.param("pane", marks=pytest.mark.program)]  # keys of the above, for tests of each
