"""Blank forms as a reporting system would give them out, invented: those of our templates, without our signs."""

from io import BytesIO

import openpyxl

from cgs_validate.spec.own_template import LIST_SHEET, without_signs


def as_of_the_system(template: bytes) -> bytes:
    """Return a template as if somebody else had made it."""
    book = openpyxl.load_workbook(BytesIO(template))
    book.properties = openpyxl.packaging.core.DocumentProperties(creator="填報系統")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = without_signs(cell.value)
        for validation in sheet.data_validations.dataValidation:
            validation.promptTitle = validation.prompt = None
    book[LIST_SHEET].title = "選項"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(LIST_SHEET, "選項")
    book.save(made := BytesIO())
    return made.getvalue()
