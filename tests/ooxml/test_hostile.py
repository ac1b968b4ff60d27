"""What an attacker, or a slip, may try: nothing passes unseen, nothing leaks, nothing steers a terminal."""

import io
import os
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from workbooks import case, found, replaced, workbook

from cgs_validate import ReadError, fix, mark, validate
from cgs_validate.commands.cli import group
from cgs_validate.editing.workbook import WorkbookEditor
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reports.csv import render_csv

WRONG = case(D=99)
OWN_FORMULA = re.compile(r"=(ROW|COLUMN)\('([^']|'')+'![A-Z]+[0-9]+\)")  # by which marks are found again
SHEET = "xl/worksheets/sheet1.xml"


def edited(data: bytes, edit: str) -> bytes:
    """A workbook after some openpyxl statements on ``ws``, its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    exec(edit, {"ws": book.worksheets[0]})
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("area", ["N3:N6", "A3:A7", "A3:N7"])
def test_a_header_merged_over_data_hides_none_of_it(area: str) -> None:
    data = workbook([WRONG, case(C="S002", D=98)])
    column, row = area.split(":")[0][0], 3
    merged = edited(data, f"[ws.unmerge_cells(str(a)) for a in list(ws.merged_cells.ranges)]; ws['{column}{row}']")
    places = [line for line in found(merged) if line.endswith(" allowed")]
    with_merge = found(
        replaced(merged, SHEET, "</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{area}"/></mergeCells>')
    )
    assert places == ["error 當月個案 D6 allowed", "error 當月個案 D7 allowed"]
    assert set(places) <= set(with_merge)


def test_values_under_a_merged_cell_are_reported() -> None:
    data = edited(workbook([case(), case(C="S002")]), "None")
    merge = '</sheetData><mergeCells><mergeCell ref="A6:A7"/></mergeCells>'
    plain = edited(data, "[ws.unmerge_cells(str(a)) for a in list(ws.merged_cells.ranges)]")
    assert found(replaced(plain, SHEET, "</sheetData>", merge)) == ["error 當月個案 A7 merged_cell"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D6"><q:v xmlns:q="urn:q">10</q:v></c>',
        '<c r="D6"><extLst><ext uri="u"><v>10</v></ext></extLst></c>',
        '<c r="D6"><v>10</v><v>1</v></c>',
        '<c r="D6"><is><t>10</t></is></c>',
    ],
)
def test_a_value_elsewhere_than_in_its_place_is_no_value(cell: str) -> None:
    data = edited(workbook([case()]), "ws['D6'] = 77")
    data = replaced(data, SHEET, '<c r="D6" t="n"><v>77</v></c>', cell)
    try:
        assert "error 當月個案 D6 required" in found(data)
    except ReadError as error:
        assert error.code == "damaged"


@pytest.mark.parametrize("other", ['id="rId9"', 'q:id="rId9" xmlns:q="urn:q"'])
def test_no_sheet_is_edited_whose_part_others_may_see_elsewhere(other: str) -> None:
    data = replaced(workbook([case()]), "xl/workbook.xml", ' r:id="', f' {other} r:id="')
    with pytest.raises(ReadError) as raised:
        WorkbookEditor(Container(data))
    assert raised.value.code == "inconsistent"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_nothing_that_is_written_becomes_a_formula(start: str, tmp_path: Path) -> None:
    text = f"{start}1+cmd|'/c calc'!A0"
    sheet = "1.當月個案" + text.replace("/", "")
    path = tmp_path / f"{text.replace('/', '')}.xlsx"
    path.write_bytes(edited(workbook([case(C=f"x{text}", D=99, K=f"x{text}")], in_cases={"name": sheet}), "None"))
    path.write_bytes(replaced(path.read_bytes(), SHEET, f">x{text}<", f">{text}<"))
    report = validate(path)
    assert report.findings[0].place.sheet == sheet
    mark(path, report, marked := io.BytesIO())
    fix(path, report, fixed := io.BytesIO())
    for made in (marked, fixed):
        cells = [cell for sheet in openpyxl.load_workbook(made) for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" and not OWN_FORMULA.fullmatch(cell.value)]
    assert not [line for line in render_csv(report).splitlines() if line.startswith(start)]


@pytest.mark.parametrize("encoding", ["foo", "big5", "cp950", "utf-7", "idna", "rot13", "latin-1"])
def test_other_encodings_are_refused(encoding: str) -> None:
    data = replaced(
        edited(workbook([case()]), "None"),
        SHEET,
        "<worksheet",
        f'<?xml version="1.0" encoding="{encoding}"?><worksheet',
    )
    with pytest.raises(ReadError) as raised:
        validate(data)
    assert raised.value.code == "damaged"


def test_findings_are_listed_up_to_a_limit() -> None:
    report = validate(workbook([case(C=f"S{number}", D=99) for number in range(300)]), limits=Limits(findings=100))
    assert not report.ok
    assert len(report.findings) <= 101
    assert "問題太多了" in report.to_json("zh-TW")


def test_long_text_is_refused_or_cut() -> None:
    assert len(validate(workbook([case(L="3、" * 16_000)])).findings[0].value or "") <= 200
    data = replaced(edited(workbook([case()]), "ws['K6'] = 'LONG'"), SHEET, "LONG", "x" * 40_000)
    with pytest.raises(ReadError) as raised:
        validate(data)
    assert raised.value.code == "text_too_long"


@pytest.mark.parametrize(
    "code",
    ["S-A123456789", "A123-456-789", "a123456789王小明", "Ａ１２３４５６７８９", "王小明1", "王小明(新)", "王小明同學"],
)
@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_a_code_with_a_person_in_it_is_printed_nowhere(code: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(C=code), case(C=code)]))
    result = CliRunner().invoke(group, ["check", str(path), "--format", form])
    assert result.exit_code == 1
    assert code not in result.output
    assert code[-4:] not in result.output


def test_an_id_number_in_another_column_is_printed_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(D="A123456789", A="B123456780")], in_cases={"headers": {"J": "A123456789"}}))
    for form in ("text", "json", "csv", "html"):
        assert "A123456789" not in CliRunner().invoke(group, ["check", str(path), "--format", form]).output


@pytest.mark.parametrize(
    "name", ["a\x1b]0;x\x07\x1b[31m.xlsx", "a\n✓ 沒有錯誤.xlsx", "a\u202e.xlsx", "a\u009b31m.xlsx"]
)
@pytest.mark.parametrize("content", ["good", "bad"])
def test_names_do_not_steer_the_terminal(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(workbook([case()]) if content == "good" else b"PK\3\4")
    for form in ("text", "csv", "html"):
        result = CliRunner().invoke(group, ["check", str(tmp_path / name), "--format", form])
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(result.output)
        assert name not in result.output


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"bad\xff.xlsx")
    path.write_bytes(workbook([case()]))
    for form in ("text", "json", "csv", "html"):
        assert CliRunner().invoke(group, ["check", str(path), "--format", form]).exit_code == 0


def test_a_report_is_never_written_over_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case()]))
    before = path.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(path)
    for out in (path, tmp_path / "link.xlsx", tmp_path / "." / "a.xlsx"):
        assert CliRunner().invoke(group, ["check", str(path), "-o", str(out), "--force"]).exit_code == 2
    assert path.read_bytes() == before


def test_files_of_one_name_are_distinguished(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.xlsx").write_bytes(workbook([case()]))
    output = CliRunner().invoke(group, ["check", str(tmp_path)]).output
    assert "a/x.xlsx" in output
    assert "b/x.xlsx" in output


def test_a_missing_folder_of_specs_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path / "nowhere"))
    result = CliRunner().invoke(group, ["spec", "lint"])
    assert (result.exit_code, "nowhere" in result.output) == (2, True)


@pytest.mark.parametrize("source", [None, 5, io.StringIO("x")])
def test_what_is_no_workbook_at_all_is_a_type_error(source: object) -> None:
    with pytest.raises(TypeError):
        validate(source)  # type: ignore[arg-type]


def test_a_file_that_was_read_before_is_read_from_its_beginning() -> None:
    file = io.BytesIO(workbook([case()]))
    shutil.copyfileobj(file, io.BytesIO())
    assert validate(file).ok
    assert validate(bytearray(file.getvalue())).ok


def test_a_pipe_is_read_as_far_as_it_goes() -> None:
    reading, writing = os.pipe()
    os.write(writing, workbook([case()]))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert validate(pipe).ok


def test_a_report_that_was_cut_short_is_never_ok() -> None:
    rows = [case(C=f"S{number}", J=3, L="3") for number in range(60)]
    assert validate(workbook(rows)).ok
    assert not validate(workbook([*rows, case(C="S999", D=99)]), limits=Limits(findings=50)).ok


@pytest.mark.parametrize("kind", [set, list, tuple, frozenset])
def test_what_is_let_in_may_be_any_collection(kind: type) -> None:
    assert validate(workbook(), limits=Limits(allow=kind(["macros"]))).ok
