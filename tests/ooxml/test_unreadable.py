"""What is no workbook, or none that can be read with confidence, is refused with a code and a sentence of its own."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hostile_kinds import compound_file
from hostile_making import MAIN
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import by_openpyxl, by_xlsxwriter, convert, plain_page, replaced, workbook

from cgs_validate import ReadError, Report, validate
from cgs_validate.localisation import sentences

GOOD = workbook()
SHEET = "xl/worksheets/sheet1.xml"
LANGUAGES = ["zh-TW", "en"]


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip file of these parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return the good workbook with a part added or replaced."""
    with zipfile.ZipFile(BytesIO(GOOD)) as file:
        return zipped({**{part: file.read(part) for part in file.namelist()}, name: content})


def part(name: str) -> str:
    """Return a part of the good workbook."""
    with zipfile.ZipFile(BytesIO(GOOD)) as file:
        return file.read(name).decode()


def with_zip_password(data: bytes) -> bytes:
    """Return a zip file whose directory says that the first entry is encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


def with_doctype(name: str, root: str) -> bytes:
    return replaced(by_xlsxwriter([plain_page("當月個案", [["教師編碼", "身分"]])]), name, root, f"<!DOCTYPE x>{root}")


HTML = "<html><body><table><tr><td>教師編碼</td></tr></table></body></html>"
XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
DOCX = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "word/document.xml": b"<document/>"}
XLSB = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "xl/workbook.bin": b"\x83\x01\x00"}

UNREADABLE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty_file", lambda: b""),
    "blanks": ("empty_file", lambda: b" \r\n\r\n"),
    "a PDF": ("pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "a web page": ("html", lambda: HTML.encode()),
    "a web page with a doctype": ("html", lambda: f"\ufeff\r\n<!DOCTYPE HTML PUBLIC>\n{HTML}".encode()),
    "a web page in upper case": ("html", lambda: HTML.upper().encode("big5")),
    "an HTML table": ("html", lambda: HTML[12:].encode()),
    "a page of the web in XML": ("html", lambda: f'<?xml version="1.0"?>{HTML}'.encode()),
    "an XML spreadsheet of 2003": ("xml_spreadsheet", lambda: XML_2003.encode()),
    "values parted by commas": ("csv", lambda: "\ufeff教師編碼,身分\nT01,1\n".encode()),
    "values parted by commas in Big5": ("csv", lambda: "教師編碼,身分\r\nT01,1\r\n".encode("big5")),
    "values parted by tabs in UTF-16": ("csv", lambda: "教師編碼\t身分\r\n".encode("utf-16")),
    "random bytes": ("not_a_workbook", lambda: random.Random(111).randbytes(5_000)),
    "a picture": ("picture", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "a workbook with a password": ("encrypted", lambda: compound_file("EncryptionInfo", "EncryptedPackage")),
    "a large workbook with a password": (
        "encrypted",
        lambda: compound_file("EncryptionInfo", "EncryptedPackage", padding=100),
    ),
    "a zip file with a password": ("encrypted", lambda: with_zip_password(GOOD)),
    "half a workbook": ("truncated", lambda: GOOD[: len(GOOD) // 2]),
    "a workbook without its last bytes": ("truncated", lambda: GOOD[:-30]),
    "the first bytes of a workbook": ("truncated", lambda: GOOD[:4]),
    "a text document": ("word", lambda: zipped(DOCX)),
    "a zip file with a workbook": ("other_zip", lambda: zipped({"111-10.xlsx": GOOD})),
    "an empty zip file": ("other_zip", lambda: zipped({})),
    "a binary workbook": ("xlsb", lambda: zipped(XLSB)),
    "DOCTYPE in a sheet": ("doctype", lambda: with_doctype(SHEET, "<worksheet")),
    "DOCTYPE in the texts": ("doctype", lambda: with_doctype("xl/sharedStrings.xml", "<sst")),
    "DOCTYPE in the workbook": ("doctype", lambda: with_doctype("xl/workbook.xml", "<workbook xmlns")),
    "an entity in a sheet": (
        "doctype",
        lambda: with_part(SHEET, f"<!DOCTYPE x [<!ENTITY a 'b'>]>{part(SHEET)}".encode()),
    ),
    "a sheet that inflates": ("inflates_too_large", lambda: with_part(SHEET, b"<worksheet>" + b" " * 64_000_000)),
    "texts that inflate": (
        "inflates_too_large",
        lambda: with_part(SHEET, part(SHEET).replace("</worksheet>", " " * 64_000_000 + "</worksheet>").encode()),
    ),
    "rows out of order": ("out_of_order", lambda: replaced(GOOD, SHEET, '<row r="7"', '<row r="5"')),
    "a row twice": ("out_of_order", lambda: replaced(GOOD, SHEET, '<row r="7"', '<row r="6"')),
    "cells out of order": ("out_of_order", lambda: replaced(GOOD, SHEET, 'r="C6"', 'r="A6"')),
    "a cell twice": ("out_of_order", lambda: replaced(GOOD, SHEET, 'r="C6"', 'r="B6"')),
    "a cell in another row": ("out_of_order", lambda: replaced(GOOD, SHEET, 'r="C6"', 'r="C7"')),
    "a sheet cut off": ("damaged", lambda: with_part(SHEET, part(SHEET)[:-200].encode())),
    "a sheet that is no XML": ("damaged", lambda: with_part(SHEET, b"\x00\x01\x02")),
    "a number that is none": ("damaged", lambda: replaced(GOOD, SHEET, "<v>8</v>", "<v>1_000</v>")),
    "text that a web site added": ("text_behind", lambda: GOOD + b"<!-- served in 0.1 s -->"),
    "bytes that are no text behind": ("inconsistent", lambda: GOOD + b"\0\1\2"),
    "a workbook without sheets": (
        "no_sheets",
        lambda: with_part("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode()),
    ),
    "the same part in two cases": ("doubled_parts", lambda: with_part(SHEET.upper(), part(SHEET).encode())),
    "more parts than a workbook has": (
        "too_many_parts",
        lambda: zipped({f"xl/{number}.xml": b"" for number in range(1_001)}),
    ),
    "more bytes than are read": ("file_too_large", lambda: GOOD + bytes(10_000_000)),
    "a value in the last cell of all": (
        "sheet_too_large",
        lambda: workbook(edit=lambda book: book.worksheets[0].cell(1_048_576, 16_384, 1)),
    ),
    "a workbook of something else": (
        "unrecognised",
        lambda: by_openpyxl([plain_page("Sheet1", [["品名", "數量"], ["鉛筆", 3]])]),
    ),
}


def refused(source: bytes | str | Path, language: str = "zh-TW") -> ReadError:
    """Return the error with which a file is refused."""
    with pytest.raises(ReadError) as raised:
        validate(source, language=language)
    return raised.value


@pytest.mark.parametrize(("code", "make"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_explained(tmp_path, code, make):
    file = tmp_path / "111-10.xlsx"
    file.write_bytes(make())
    errors = [refused(file, language) for language in LANGUAGES]
    assert [error.code for error in errors] == [code, code]
    assert_explained(errors)


@pytest.mark.parametrize("code", ["damaged", "inconsistent", "text_behind"])
def test_what_excel_repairs_is_to_be_saved_anew(code: str) -> None:
    hints = [sentences(language)["reading"][code]["hint"] for language in LANGUAGES]
    assert "用 Excel 開啟，另存新檔" in hints[0]
    assert "pen it in Excel, save it under a new name" in hints[1]


def assert_explained(errors: list[ReadError]) -> None:
    """Assert that each error says what is wrong and what to do, in its own language, with nothing left to fill in."""
    sentences = [sentence for error in errors for sentence in (error.message, error.hint)]
    assert all(sentence.strip() and not set("{}") & set(sentence) for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_a_missing_file_and_a_folder(tmp_path):
    for path, code in ((tmp_path / "111-10.xlsx", "file_missing"), (tmp_path, "is_a_folder")):
        errors = [refused(path, language) for language in LANGUAGES]
        assert {error.code for error in errors} == {code}
        assert_explained(errors)
        assert refused(str(path)).code == code


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_spreadsheets_under_the_name_of_a_workbook(tmp_path, tmp_path_factory, kind):
    """Files that LibreOffice made. Sparse ones kill some readers, so they are only recognised (docs/limits.en.md)."""
    file = tmp_path / "111-10.xlsx"
    file.write_bytes(GOOD)
    (other,) = convert([file], kind, tmp_path_factory.getbasetemp() / "soffice-profile")
    named = other.rename(tmp_path / "111-11.xlsx")
    errors = [refused(named, language) for language in LANGUAGES]
    assert {error.code for error in errors} == {kind}
    assert_explained(errors)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", GOOD[:-30]], ids=["nothing", "PDF", "cut off"])
def test_bytes_and_open_files_are_refused_alike(data):
    assert refused(data).code == refused(BytesIO(data)).code


def outcome(data: bytes) -> Report | ReadError:
    """Return the report on a file, or the error with which it is refused."""
    try:
        return validate(data, spec="cgs/111")
    except ReadError as error:
        return error


@settings(max_examples=80, deadline=None, derandomize=True)
@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255), length=st.integers(1, 40))
def test_a_file_with_some_bytes_changed_is_checked_or_refused(at, byte, length):
    """Whatever happened to a file: a report or a ReadError, and never another exception."""
    result = outcome(GOOD[:at] + bytes([byte]) * length + GOOD[at + length :])
    assert isinstance(result, Report) or result.hint


@settings(max_examples=80, deadline=None, derandomize=True)
@given(at=st.integers(0, len(part(SHEET)) - 1), text=st.text("<>/\"='&;rvs0129AZ:", max_size=6), cut=st.integers(0, 9))
def test_a_sheet_with_some_characters_changed_is_checked_or_refused(at, text, cut):
    xml = part(SHEET)
    result = outcome(with_part(SHEET, (xml[:at] + text + xml[at + cut :]).encode()))
    assert isinstance(result, Report) or result.hint
