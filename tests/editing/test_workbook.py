"""Sheets removed from a workbook."""

from hostile_making import MAIN, OFFICE, SHEET_1, book, relation
from marking_corpus import packed, parts_of

from cgs_validate.editing.workbook import WorkbookEditor
from cgs_validate.ooxml.container import Container


def test_a_worksheet_is_removed_and_not_the_chart_of_its_name() -> None:
    chart = '<sheet name="b" sheetId="9" r:id="rId9"/>'
    listed = chart + SHEET_1 + '<sheet name="b" sheetId="2" r:id="rId2"/>'
    relations = (
        relation("rId1", "worksheets/sheet1.xml"),
        relation("rId2", "worksheets/sheet2.xml"),
        relation("rId9", "chartsheets/sheet1.xml", "chartsheet"),
    )
    parts = parts_of(book(listed, *relations))
    parts["xl/chartsheets/sheet1.xml"] = f'<chartsheet xmlns="{MAIN}" xmlns:r="{OFFICE}"/>'.encode()
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet1.xml"]
    editor = WorkbookEditor(Container(packed(parts)))
    editor.remove_sheet("b")
    result = WorkbookEditor(editor.result())
    assert (result.names(), list(result.worksheets)) == (["b", "a"], ["a"])
