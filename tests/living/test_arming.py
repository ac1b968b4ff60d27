"""Rules put into workbooks and removed again: nothing else changes, and what is found stays the same."""

import io
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from living_rows import drawn
from marking_corpus import WORKBOOKS, packed
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from system_blanks import as_of_the_system

from cgs_validate import ReadError, arm, disarm, fix, load_spec, mark, migrate, next_month, unmark, validate
from cgs_validate.checking.evidence import FormInHand
from cgs_validate.checking.sheet_match import SheetMatch
from cgs_validate.commands.cli import group
from cgs_validate.editing import sheet_rules
from cgs_validate.editing.markup import utf8
from cgs_validate.living.arm import armed, with_rules
from cgs_validate.living.compiler import compile_form
from cgs_validate.living.disarm import disarmed
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reading.workbook import WorkbookReader
from cgs_validate.templates.workbook import build_template
from cgs_validate.workbook import parse_area

EXAMPLES = Path(__file__).parents[2] / "examples"
ERRORS, BLANK = ((EXAMPLES / name).read_bytes() for name in ("cgs-111-errors.xlsx", "cgs-111.xlsx"))
CASES = "xl/worksheets/sheet1.xml"


def container(data: bytes) -> Container:
    return Container(data, Limits())


def with_living(data: bytes) -> bytes:
    return armed(container(data))[0].data


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def report_of(data: bytes, **options: Any) -> dict[str, Any]:
    report = validate(data, **options).to_dict()
    del report["workbook"]["sha256"]
    return report


def of_the_system() -> bytes:
    return as_of_the_system(build_template(load_spec("cgs/111")))


def plain(*, formats: bool = False, messages: bool = False) -> bytes:
    """The errors in a workbook with no list of formats, names or validations, or with some of another's."""
    book = openpyxl.load_workbook(io.BytesIO(ERRORS))
    book.defined_names.clear()
    for sheet in book:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.data_validations.dataValidation = []
    sheet = book.worksheets[0]
    if formats:
        line = Side(style="thick")
        boxed = FormulaRule(formula=["TRUE"], border=Border(left=line), fill=PatternFill(bgColor="FF00FF00"))
        sheet.conditional_formatting.add("B6:D40", boxed)
    if messages:
        guard = DataValidation("whole", formula1="0", sqref="N6:N40", prompt="次數")
        sheet.add_data_validation(guard)
    book.save(made := io.BytesIO())
    return made.getvalue()


FILES = {
    "errors": lambda: ERRORS,
    "blank": lambda: BLANK,
    "of the system": of_the_system,
    "plain": plain,
    "with formats": lambda: plain(formats=True),
    "with messages": lambda: plain(messages=True),
    "both": lambda: plain(formats=True, messages=True),
}


@pytest.mark.parametrize("name", FILES)
def test_every_part_comes_back(name: str) -> None:
    data = FILES[name]()
    living = with_living(data)
    assert parts(living) != parts(data)
    assert parts(disarmed(container(living)).data) == parts(data)


@pytest.mark.parametrize("name", FILES)
def test_a_report_stays_the_same(name: str) -> None:
    data = FILES[name]()
    assert report_of(with_living(data)) == report_of(data)


@pytest.mark.parametrize("name", FILES)
def test_openpyxl_reads_what_was_put_in(name: str) -> None:
    living = openpyxl.load_workbook(io.BytesIO(with_living(FILES[name]())))
    assert living["_cgs_living"].sheet_state == "veryHidden"
    own = [item for key, item in living.defined_names.items() if key.startswith("cgs_live_")]
    assert all(item.hidden for item in own)
    for sheet in living.worksheets[:2]:
        rules = [rule for one in sheet.conditional_formatting for rule in one.rules]
        ours = [rule.formula[0].startswith("cgs_live_") for rule in rules]
        assert ours == sorted(ours, reverse=True)  # before all others
        assert [rule.priority for rule in rules] == list(range(1, len(rules) + 1))
        for guard in sheet.data_validations.dataValidation:
            assert len(guard.prompt or "") <= 255
            assert len(guard.promptTitle or "") <= 32


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks_of_any_origin_come_back(name: str) -> None:
    """One sheet of each is read as a form that its own headers may be anything of."""
    data = WORKBOOKS[name]()
    try:
        opened = WorkbookReader(container(data)).opened()
        sheet = opened.workbook.sheets[0]
        opened.read([sheet])
    except ReadError:
        return
    spec = load_spec("cgs/111")
    fields = spec.sheets["cases"]
    columns = {field: number for number, field in enumerate(fields.fields, start=1)}
    match = SheetMatch(fields, sheet, header_row=1, first_row=2, columns=columns)
    try:
        living = with_rules(container(data), compile_form(FormInHand(spec), [match]))
    except ReadError as error:
        assert error.code == "no_formats"
        return
    assert as_utf8(disarmed(living).data) == as_utf8(data)


def as_utf8(data: bytes) -> dict[str, bytes]:
    """The parts; an editor writes UTF-16 in UTF-8."""
    return {name: utf8(part, name) if name.endswith((".xml", ".rels")) else part for name, part in parts(data).items()}


def test_sheets_in_a_state_that_is_none_keep_it() -> None:
    """A program writes ``show``; no sheet of ours was the shown one that is gone."""
    before = parts(plain())
    before["xl/workbook.xml"] = before["xl/workbook.xml"].replace(b'state="visible"', b'state="show"')
    assert before["xl/workbook.xml"].count(b'state="show"') > 1
    assert parts(disarmed(container(with_living(packed(before)))).data) == before


def test_a_border_of_a_format_is_drawn_on_colours_too() -> None:
    """LibreOffice shows the first format only."""
    styles = parts(with_living(plain(formats=True)))["xl/styles.xml"].decode()
    formats = re.findall("<dxf>.*?</dxf>", styles, re.S)
    ours = [one for one in formats if "FFFFFF00" in one]
    assert sum('<left style="thick"' in one for one in ours) == 1
    assert len(ours) == 2


def test_no_more_borders_are_looked_at_than_any_form_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """8,000 formats of 210 areas took 22 seconds."""
    looked_at = []
    monkeypatch.setattr(sheet_rules, "parse_area", lambda written: looked_at.append(written) or parse_area(written))
    monkeypatch.setattr(sheet_rules, "_MOST_AREAS", 3)
    data = plain(formats=True)
    many = re.sub(rb'sqref="B6:D40"', b'sqref="B6:D40%s"' % (b" B6" * 99), parts(data)[CASES])
    styles = parts(with_living(packed({**parts(data), CASES: many})))["xl/styles.xml"]
    assert len(re.findall(b'<left style="thick"', styles)) == 3  # the form's own, and our two
    assert len(looked_at) == 3


def test_a_filled_form_grows_by_a_twentieth_at_most() -> None:
    data = drawn(load_spec("cgs/111"), 500, random.Random(1), messy=None).data
    living = with_living(data)
    assert len(living) <= 1.05 * len(data)
    assert len(with_living(BLANK)) <= len(BLANK) + 5_000


def test_programs_that_look_for_usual_names_find_the_sheet() -> None:
    """Some look for ``r:id`` as it is written, whatever namespace the prefix is of."""
    assert re.search(rb'<sheet name="_cgs_living"[^>]* r:id="', parts(with_living(BLANK))["xl/workbook.xml"])


def test_lists_that_begin_alike_share_their_cells() -> None:
    living = parts(with_living(BLANK))
    listed = re.findall(r"'_cgs_living'!\$(\w)", living["xl/workbook.xml"].decode())
    assert len(set(listed)) == 3 < len(listed)  # numbers, sexes, separators


def test_arming_again_heals_what_was_torn() -> None:
    """A program that copies rows leaves the formats in pieces, and gives some cells none."""
    living = parts(with_living(ERRORS))
    whole = rb'<conditionalFormatting sqref="([B-E])6:[B-E][0-9]+"'
    torn = re.sub(whole, rb'<conditionalFormatting sqref="\g<1>6:\g<1>9 \g<1>12"', living[CASES])
    assert torn != living[CASES]
    again = parts(with_living(packed({**living, CASES: torn})))
    assert again[CASES] == living[CASES]
    assert again["xl/workbook.xml"] == living["xl/workbook.xml"]


def test_formats_go_also_after_another_program_saved_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(with_living(plain(formats=True, messages=True))))
    book.save(saved := io.BytesIO())
    after = parts(disarmed(container(saved.getvalue())).data)
    assert not [name for name, data in after.items() if b"cgs_live_" in data or b"cgs_living" in data]
    book = openpyxl.load_workbook(io.BytesIO(packed(after)))
    sheet = book.worksheets[0]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B6:D40"]
    assert [guard.prompt for guard in sheet.data_validations.dataValidation] == ["次數"]


def test_nothing_else_is_believed_to_have_been_there() -> None:
    """What the hidden sheet remembers is written into other parts; a file may hold anything there."""
    before = parts(plain())
    before["xl/styles.xml"] = re.sub(b"<dxfs.*</dxfs>", b"", before["xl/styles.xml"], flags=re.S)
    living = parts(with_living(packed(before)))
    own = next(name for name, data in living.items() if b"cgs-validate/living/1" in data)
    first = b'<c r="B1" t="inlineStr"><is><t xml:space="preserve">&lt;dxfs/&gt;&lt;evil/&gt;</t></is></c>'
    changed = re.sub(rb'<c r="B1".*?</c>', b"", living[own]).replace(b"</c>", b"</c>" + first, 1)
    after = parts(disarmed(container(packed({**living, own: changed}))).data)
    assert b"evil" not in b"".join(after.values())


def test_a_marked_copy_has_marks_alone(tmp_path: Path) -> None:
    living = with_living(ERRORS)
    of_living, of_errors = tmp_path / "living.xlsx", tmp_path / "errors.xlsx"
    assert mark(living, validate(living), of_living).disarmed
    assert not mark(ERRORS, validate(ERRORS), of_errors).disarmed
    assert parts(of_living.read_bytes()) == parts(of_errors.read_bytes())
    unmark(of_living, unmarked := io.BytesIO())
    assert parts(unmarked.getvalue()) == parts(ERRORS)


def test_a_marked_workbook_can_be_armed_and_both_removed(tmp_path: Path) -> None:
    marked = io.BytesIO()
    mark(ERRORS, validate(ERRORS), marked)
    living = with_living(marked.getvalue())
    assert parts(disarmed(container(living)).data) == parts(marked.getvalue())
    unmark(living, unmarked := io.BytesIO())
    assert report_of(unmarked.getvalue()) == report_of(ERRORS)
    styles = parts(unmarked.getvalue())["xl/styles.xml"].decode()
    used = {int(index) for index in re.findall('dxfId="([0-9]+)"', parts(unmarked.getvalue())[CASES].decode())}
    assert max(used) < styles.count("<dxf>")
    assert report_of(disarmed(container(unmarked.getvalue())).data) == report_of(ERRORS)


def test_fixes_are_the_same_and_the_colours_stay(tmp_path: Path) -> None:
    living = with_living(ERRORS)
    fix(living, validate(living), fixed := io.BytesIO())
    fix(ERRORS, validate(ERRORS), expected := io.BytesIO())
    assert parts(disarmed(container(fixed.getvalue())).data) == parts(expected.getvalue())


def test_it_is_carried_into_another_form_as_any_other() -> None:
    migrate(with_living(ERRORS), "cgs/112", carried := io.BytesIO())
    migrate(ERRORS, "cgs/112", expected := io.BytesIO())
    assert parts(carried.getvalue()) == parts(expected.getvalue())


def test_limits_of_excel_are_not_nearer() -> None:
    """64,000 formats of cells, lists of 255 characters: armed workbooks have none more of either."""
    before, living = parts(plain()), parts(with_living(plain()))
    formats = re.compile(rb"<cellXfs.*?</cellXfs>", re.S)
    assert formats.findall(living["xl/styles.xml"]) == formats.findall(before["xl/styles.xml"])
    assert living["xl/styles.xml"].count(b"<dxf>") < before["xl/styles.xml"].count(b"<dxf>") + 10
    assert b'type="list"' not in living[CASES]


def test_next_month_begins_as_without_colours() -> None:
    next_month(with_living(ERRORS), armed_then := io.BytesIO())
    next_month(ERRORS, then := io.BytesIO())
    assert report_of(armed_then.getvalue()) == report_of(then.getvalue())
    assert parts(disarmed(container(armed_then.getvalue())).data) == parts(then.getvalue())


def test_another_workbook_has_nothing_to_arm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "會議紀錄"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(ReadError) as caught:
        arm(tmp_path / "other.xlsx", tmp_path / "armed.xlsx", "cgs/111")
    assert caught.value.code == "nothing_to_arm"
    assert not (tmp_path / "armed.xlsx").exists()


def test_what_is_not_armed_is_written_as_it_is() -> None:
    assert disarm(ERRORS, same := io.BytesIO()) is False
    assert same.getvalue() == ERRORS


def test_the_commands_write_copies(tmp_path: Path) -> None:
    file = tmp_path / "111-10.xlsx"
    file.write_bytes(ERRORS)

    def run(*arguments: object) -> str:
        result = CliRunner().invoke(group, [*map(str, arguments), "--lang", "zh-TW"])
        assert result.exit_code == 0, result.output
        return result.output

    assert "「表A-1-輔導教師-1_當月個案」到第 524 列" in run("arm", file)
    assert "拿掉了即時檢核" in run("disarm", tmp_path / "111-10.armed.xlsx")
    assert parts((tmp_path / "111-10.disarmed.xlsx").read_bytes()) == parts(ERRORS)
    assert "沒有即時檢核" in run("disarm", file, "-o", tmp_path / "same.xlsx")
    run("template", "cgs/111", "--living", "-o", tmp_path / "blank.xlsx")
    assert parts((tmp_path / "blank.xlsx").read_bytes()) == parts(with_living(BLANK))
    again = CliRunner().invoke(group, ["arm", str(file), "--lang", "zh-TW"])
    assert again.exit_code == 2
