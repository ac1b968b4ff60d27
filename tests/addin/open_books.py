"""Workbooks opened for the bridge, in each of the programs that tests have."""

import io
from pathlib import Path

import openpyxl_engine
from openpyxl import load_workbook

from cgs_validate_addin.plain_excel import PlainExcel
from cgs_validate_addin.xlwings_book import XlwingsBook


class OpenInOpenpyxl(XlwingsBook):
    """A workbook in xlwings' real objects over openpyxl."""

    def __init__(self, data: bytes, path: Path = Path("111-10.xlsx")) -> None:
        self.openpyxl = load_workbook(io.BytesIO(data))
        super().__init__(openpyxl_engine.open_book(self.openpyxl, str(path)), PlainExcel())
        self.person = openpyxl_engine.RUNNING[self.openpyxl]
        for sheet in load_workbook(io.BytesIO(data), data_only=True).worksheets:
            results = {(sheet.title, cell.coordinate): cell.value for row in sheet.iter_rows() for cell in row}
            self.person.results.update(results)

    def saved(self) -> bytes:
        self.openpyxl.save(buffer := io.BytesIO())
        return buffer.getvalue()


PROGRAMS = {"openpyxl": OpenInOpenpyxl}
