"""Workbooks opened in each of the programs that the tests have."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import excel_model
import looks
import openpyxl_engine
import windows_stubs
import xlwings
from openpyxl import load_workbook

from cgs_validate_addin import actions
from cgs_validate_addin.excel.mac import MacExcel
from cgs_validate_addin.excel.windows import WindowsExcel, is_windows_excel
from cgs_validate_addin.excel.xlwings_book import XlwingsBook


class OpenInOpenpyxl(XlwingsBook):
    """A workbook in xlwings' real objects over openpyxl."""

    def __init__(self, data: bytes, path: Path = Path("111-10.xlsx")) -> None:
        self.openpyxl = load_workbook(io.BytesIO(data))
        super().__init__(openpyxl_engine.open_book(self.openpyxl, str(path)), MacExcel())
        self.person = openpyxl_engine.RUNNING[self.openpyxl]
        self.person.results.update(results_in(data))
        self.person.partly.update(partly_dressed(data))

    threads = property(lambda self: self.person.threads)
    open_notes = property(lambda self: self.person.open_notes)
    messages = property(lambda self: self.person.messages)
    answers = property(lambda self: self.person.answers)
    selected = property(lambda self: self.person.selected)
    status = property(lambda self: self.person.status)
    screen_frozen = property(lambda self: not (self.person.updating and self.person.events))

    def saved(self) -> bytes:
        self.openpyxl.save(buffer := io.BytesIO())
        return buffer.getvalue()


class OpenInExcel(XlwingsBook):
    """A workbook in xlwings' real objects for Windows over the model of Excel."""

    def __init__(self, data: bytes, path: Path | None = None) -> None:
        module = windows_stubs.import_windows_module()
        self.openpyxl = load_workbook(io.BytesIO(data))
        self.model = excel_model.Application(self.openpyxl, results_in(data))
        self.model.book.path = path or self.model.book.path
        self.model.partly.update(partly_dressed(data))
        windows_stubs.RUNNING.append(self.model)
        xlwings.engines.active = xlwings.Engine(impl=module.engine)
        book = xlwings.Book(impl=module.Book(xl=module.COMRetryObjectWrapper(self.model.book)))
        assert is_windows_excel(book)
        super().__init__(book, WindowsExcel())
        windows_stubs.MESSAGES.clear()
        windows_stubs.ANSWERS.clear()

    threads = property(lambda self: self.model.threads)
    open_notes = property(lambda self: self.model.open_notes)
    messages = property(lambda self: windows_stubs.MESSAGES)
    answers = property(lambda self: windows_stubs.ANSWERS)
    selected = property(lambda self: self.model.selected)
    status = property(lambda self: self.model.status)
    screen_frozen = property(lambda self: not (self.model.state["ScreenUpdating"] and self.model.state["EnableEvents"]))

    def saved(self) -> bytes:
        self.openpyxl.save(buffer := io.BytesIO())
        return buffer.getvalue()


def results_in(data: bytes) -> dict[tuple[str, str], Any]:
    """Return what the formulas of a file gave, by sheet and cell."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def partly_dressed(data: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what the runs of cells say in place of the cells' fonts, by sheet and cell."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for sheet in load_workbook(io.BytesIO(data), rich_text=True) if looks.anywhere(data) else ():
        for row in sheet.iter_rows():
            found |= {(sheet.title, cell.coordinate): more for cell in row if (more := looks.of_runs(cell))}
    return found


PROGRAMS = {"openpyxl": OpenInOpenpyxl, "Excel": OpenInExcel}


def opener(program: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a function that opens a workbook's file in a program, with a user who gives prepared answers."""

    def open_file(data: bytes, *answers: str, name: str = "十月.xlsx") -> Any:
        path = folder / name
        path.write_bytes(data)
        book = program(data, path)
        number = {"yes": 6, "no": 7}
        book.answers.extend(map(number.__getitem__, answers) if isinstance(book, OpenInExcel) else answers)
        return book

    return open_file


def press_button(action: Callable[..., Any], book: Any) -> str:
    """Press a button; return the last message."""
    actions.run(action, book)
    assert (book.screen_frozen, book.status[-1]) == (False, False)
    assert not book.answers, "a question was not asked"
    message: str = book.messages[-1]
    assert "紀錄檔" not in message
    return message
