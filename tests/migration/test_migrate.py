"""A filled workbook in another year's template: what is carried, what is listed, and that nothing else is decided."""

import io
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from looks import dress
from workbooks import by_xlsxwriter, case, workbook

from cgs_validate import Migration, ReadError, ReviewItem, SpecError, migrate, validate
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.checking.values import FieldReader
from cgs_validate.commands.cli import group
from cgs_validate.migration.map_answers import FieldMapping
from cgs_validate.migration.review import render_review
from cgs_validate.ooxml.limits import Limits
from cgs_validate.spec.code_list import Choices, Code, CodeList
from cgs_validate.spec.examples import Filled, FilledSheet, load_example
from cgs_validate.spec.library import load_spec
from cgs_validate.spec.model import FieldSpec
from cgs_validate.spec.source import Source
from cgs_validate.templates.workbook import build_template
from cgs_validate.text import is_blank
from cgs_validate.workbook import Cell, CellKind

SOURCE = Source("A", "a", "a")
CODES = {
    "shown_carried",
    "stored_carried",
    "title_month",
    "title_school",
    "sheet_new",
    "sheet_missing",
    "duplicate_sheet",
    "sheet_dropped",
    "column_new",
    "column_optional",
    "column_missing",
    "duplicate_column",
    "column_dropped",
    "column_renamed",
    "code_by_name",
    "label_changed",
    "code_gone",
    "accepted_now",
    "formula",
    "formula_without_value",
    "look_lost",
    "merged_cell",
    "note_left",
    "outside_left",
    "sheet_left",
    "colour_left",
    "font_left",
    "columns_beyond_left",
    "thread_as_note",
    "looks_unreadable",
    "instruction_row",
    "not_a_record",
}
OF_NEXT_MONTH = {
    "still_listed",
    "graduates",
    "promoted",
    "other_meaning",
    "formula_stays",
    "title_stays",
    "form_unknown",
}
YEARS = ["cgs/108", "cgs/109", "cgs/111", "cgs/112", "cgs/113", "cgs/114"]


def example(spec: str, name: str = "clean") -> bytes:
    return build_template(load_spec(spec), load_example(spec, name))


def migrated(data: bytes, to: str, **options: Any) -> tuple[Migration, bytes]:
    target = io.BytesIO()
    return migrate(data, to, target, **options), target.getvalue()


def listed(migration: Migration) -> set[tuple[str, str, str]]:
    return {(item.code, item.sheet, item.label) for item in migration.review}


def is_of_blank_title(item: ReviewItem) -> bool:
    return item.finding is not None and item.finding.code == "title_blank"


def answers(data: bytes, spec: str, sheet: str = "cases") -> list[dict[str, str]]:
    """What each row holds, by field, as the checker reads it."""
    table = next(table for table in validate(data, spec).tables if table.spec.name == sheet)
    return [
        {name: value.cell.text for name, column in table.columns.items() if (value := column.values[index])}
        for index in range(len(table.rows))
    ]


# What becomes of the clean examples


def test_111_to_112_carries_every_cell_and_asks_only_for_the_month() -> None:
    data = example("cgs/111")
    migration, result = migrated(data, "cgs/112")

    items = [(item.code, item.before) for item in migration.review if not is_of_blank_title(item)]
    assert items == [("title_month", "111-10")]
    assert {finding.code for finding in migration.result.findings} == {"title_blank"}
    for sheet in ("cases", "services"):
        assert answers(result, "cgs/112", sheet) == answers(data, "cgs/111", sheet)


def test_111_to_114_lists_what_is_new_and_what_is_unsure() -> None:
    data = example("cgs/111")
    migration, result = migrated(data, "cgs/114")

    assert listed(migration) == {
        ("title_month", "", ""),
        ("code_by_name", "個案", "性別"),
        ("column_optional", "個案", "性別說明"),
        ("column_new", "服務", "人次(其他)"),
    }
    old, new = answers(data, "cgs/111"), answers(result, "cgs/114")
    assert [row.pop("student_sex") for row in new] == [f"生理{row.pop('student_sex')}" for row in old]
    assert new == old


def test_109_to_111_maps_words_to_codes_and_leaves_new_columns_blank() -> None:
    data = example("cgs/109")
    migration, result = migrated(data, "cgs/111")

    assert ("code_by_name", "當月個案", "輔導概況") in listed(migration)
    assert {label for code, _, label in listed(migration) if code == "column_new"} == {
        "身分",
        "學生代號",
        "學生身分",
        "個案來源",
        "轉介概況",
        "個案類別(主)其他說明",
        "個案類別(副)其他說明",
        "其他說明",
    }
    words = {"新": "1", "舊": "2"}
    old, new = answers(data, "cgs/109"), answers(result, "cgs/111")
    assert [row["counselling_state"] for row in new] == [words[row["counselling_state"]] for row in old]
    assert [row["sessions"] for row in new] == [row["sessions"] for row in old]


@pytest.mark.parametrize("to", YEARS)
@pytest.mark.parametrize("name", ["clean", "errors"])
@pytest.mark.parametrize("source", ["cgs/109", "cgs/111", "cgs/114"])
def test_the_result_opens_clean_apart_from_what_is_listed(source: str, name: str, to: str) -> None:
    migration, result = migrated(example(source, name), to, spec=source)
    again = validate(result)

    assert again.spec.id == to
    assert again.findings == migration.result.findings
    assert unlisted(migration) == []


def unlisted(migration: Migration) -> list[tuple[object, ...]]:
    """The findings of the result that the source has not, and that are on no listed cell."""
    rows = {}
    for table in migration.result.tables:
        before = next(before for before in migration.source.tables if before.spec.name == table.spec.name)
        assert len(before.rows) == len(table.rows)
        rows |= {(before.sheet, row): (table.sheet, now) for row, now in zip(before.rows, table.rows, strict=True)}
    known = {
        (finding.code, finding.field, rows.get((finding.place.sheet, finding.place.row)))
        for finding in migration.source.findings
    }
    places = {item.place for item in migration.review}
    return [
        (finding.code, finding.place)
        for finding in migration.result.findings
        if finding.code != "title_blank"  # which title_month and title_school say
        if (finding.code, finding.field, finding.place[:2]) not in known and finding.place not in places
    ]


@pytest.mark.parametrize("to", YEARS)
def test_each_blank_is_carried_as_a_blank(to: str) -> None:
    migration, result = migrated(build_template(load_spec("cgs/111")), to, spec="cgs/111")

    assert listed(migration) == {("title_month", "", ""), ("title_school", "", "")}
    assert validate(result).findings == ()


# Odd workbooks


def test_rows_are_closed_up_in_their_order() -> None:
    rows = [case(), None, None, case(C="S002"), [None] * 14, case(C="S003")]
    migration, result = migrated(workbook(cases=rows), "cgs/112")

    assert [row["student_code"] for row in answers(result, "cgs/112")] == ["S001", "S002", "S003"]
    assert {finding.code for finding in migration.result.findings} == {"title_blank"}


def test_columns_of_ones_own_are_left_behind_and_counted() -> None:
    letters = [*"ABCDEFGHIJKLMN", "導師姓名"]
    data = workbook(in_cases={"columns": letters})  # which writes 自己的備註 in each row of it
    migration, result = migrated(data, "cgs/112")

    [left] = [item for item in migration.review if item.code == "column_dropped"]
    assert (left.label, left.count) == ("導師姓名", 3)
    assert "自己的備註" not in render_review(migration.review)
    assert "自己的備註" not in str(answers(result, "cgs/112"))


def test_a_column_that_appears_twice_is_left_behind() -> None:
    migration, result = migrated(workbook(in_cases={"columns": "ABCDEFGGHIJKLMN"}), "cgs/112")

    codes = {code for code, _, label in listed(migration) if label == "個案來源"}
    assert codes == {"duplicate_column", "column_missing"}
    assert all("case_source" not in row for row in answers(result, "cgs/112"))


def test_a_renamed_column_is_carried_and_asked_about() -> None:
    migration, _ = migrated(workbook(in_cases={"headers": {"I": "轉介的概況"}}), "cgs/112")

    asked = [item for item in migration.review if item.code == "column_renamed"]
    assert {(item.before, item.after) for item in asked} == {("轉介的概況", "轉介概況")}


def test_cells_beyond_the_most_that_are_listed_of_a_column_are_counted() -> None:
    done, _ = migrated(workbook([case()] * 6), "cgs/114", spec="cgs/111", limits=Limits(findings=2))
    new = [item for item in done.review if item.code == "column_optional"]
    assert [(item.place is not None, item.count) for item in new] == [(True, 1), (True, 1), (False, 4)]


def test_lines_through_text_are_not_lost_in_silence() -> None:
    looks = {"struck": ["N6"], "runs": {"K7": ["strike", "適應", "plain", "環境"]}}
    migration, _ = migrated(workbook(edit=lambda book: dress(book.worksheets[0], looks)), "cgs/112", spec="cgs/111")

    asked = [item.place.cell for item in migration.review if item.code == "look_lost" and item.place]
    assert asked == ["K7", "N6"]


def test_formulas_leave_their_results() -> None:
    def edit(book: Any) -> None:
        book.worksheets()[0].write_formula("N6", "=1+1", None, 2)

    migration, result = migrated(workbook(edit=edit, write=by_xlsxwriter), "cgs/112")

    items = [item for item in migration.review if item.place and not is_of_blank_title(item)]
    assert [(item.code, item.place.cell) for item in items if item.place] == [("formula", "N6")]
    cell = openpyxl.load_workbook(io.BytesIO(result)).worksheets[0]["N6"]
    assert (cell.value, cell.data_type) == (2, "n")


def test_a_sheet_that_the_file_lacks_is_listed() -> None:
    def edit(book: Any) -> None:
        del book[book.sheetnames[1]]

    migration, _ = migrated(workbook(edit=edit), "cgs/112", spec="cgs/111")

    assert ("sheet_missing", "相關服務", "") in listed(migration)


def test_month_and_school_stay_where_the_template_serves_the_month() -> None:
    _, same = migrated(example("cgs/111"), "cgs/111")
    _, later = migrated(example("cgs/111"), "cgs/112")

    def title(data: bytes) -> str:
        return str(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value).split("\n")[0]

    assert title(same) == "[111-10] 虛構市立雲海高級中學輔導教師工作成果(當月個案填報)"
    assert title(later) == "[   -   ] 虛構市立雲海高級中學輔導教師工作成果(當月個案填報)"


WORDS = "輔導教師工作成果(當月個案填報)"


@pytest.mark.parametrize(
    ("title", "school"),
    [
        (f"[111-10] 某某國中{WORDS}", "某某國中"),
        (f"【111-10】　某某國中\n{WORDS}\n請填", "某某國中"),
        (f"[111-10]\n某某國中 {WORDS}", "某某國中"),
        (f"說明] 如下\n[111-10] 某某 [分校] 國中{WORDS}", "某某 [分校] 國中"),
        (f"[111-10] {WORDS}", "（學校名稱）"),
        ("[111-10] 某某國中", "（學校名稱）"),
        (15_000 * "] ", "（學校名稱）"),
        (f"[111-10]甲{30_000 * ' '}乙", "（學校名稱）"),
    ],
    ids=lambda value: value[:30],
)
def test_the_school_is_what_the_title_has_before_the_words_of_the_form(title: str, school: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(example("cgs/111")))
    for page in book.worksheets[:2]:
        page["A1"] = title
    book.save(target := io.BytesIO())
    start = time.process_time()
    _, result = migrated(target.getvalue(), "cgs/111", spec="cgs/111")
    assert time.process_time() - start < 3
    assert school in str(openpyxl.load_workbook(io.BytesIO(result)).worksheets[0]["A1"].value)


def test_nothing_of_its_form_cannot_be_migrated() -> None:
    with pytest.raises(ReadError) as raised:
        migrated(example("cgs/109"), "cgs/112", spec="cgs/114")
    assert raised.value.code == "nothing_to_carry"
    with pytest.raises(SpecError):
        migrated(example("cgs/111"), "cgs/999")


@pytest.mark.parametrize("limit", ["_MOST_ROWS", "_MOST_ANSWERS"])
def test_more_than_can_be_carried_in_time_is_refused_before_it_is_tried(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"cgs_validate.migration.migrate.{limit}", 3)
    monkeypatch.setattr("cgs_validate.templates.workbook.build_template", None)
    with pytest.raises(ReadError, match="沒辦法一次轉") as raised:
        migrated(example("cgs/111"), "cgs/112")
    assert raised.value.code == "too_much_to_carry"


# What cells hold stays what it was

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)
ODD = st.sampled_from(
    [
        "=1+1",
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@a",
        "#N/A",
        "TRUE",
        "007",
        "1e5",
        "113/9/1",
        "_x0041_",
        " a\r\n\tb ",
        "'x",
        "３",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists((TEXTS | ODD).filter(lambda text: not is_blank(text)), min_size=1, max_size=6),
    column=st.integers(0, 13),
)
def test_every_text_survives_as_text(texts: list[str], column: int) -> None:
    right = tuple(load_example("cgs/111", "clean").sheets["cases"].rows[0])
    rows = tuple((*right[:column], Cell(text), *right[column + 1 :]) for text in texts)
    filled = Filled(school=None, month=None, sheets={"cases": FilledSheet((right, *rows))})
    _, result = migrated(build_template(load_spec("cgs/111"), filled), "cgs/112", spec="cgs/111")

    table = validate(result, "cgs/112").tables[0]
    assert [table.grid.get(row, column + 1) for row in range(7, 7 + len(texts))] == [Cell(text) for text in texts]
    cells = openpyxl.load_workbook(io.BytesIO(result)).worksheets[0]
    assert {cells.cell(row, column + 1).data_type for row in range(7, 7 + len(texts))} == {"s"}


@pytest.mark.parametrize(
    ("column", "value", "form", "expected"),
    [
        (3, 7, "000", Cell("007")),
        (3, 7, "General", Cell("7", CellKind.NUMBER, 7.0)),
        (14, 2, "00", Cell("2", CellKind.NUMBER, 2.0)),
        (14, 1.5, "0", Cell("2", CellKind.NUMBER, 2.0)),
        (3, True, "General", Cell("TRUE", CellKind.BOOLEAN)),
        (10, "#N/A", "General", Cell("#N/A", CellKind.ERROR)),
    ],
)
def test_numbers_and_errors_stay_what_they_are(column: int, value: Any, form: str, expected: Cell) -> None:
    assert migrated_cell(column, value, form) == expected


@pytest.mark.parametrize(("form", "shown"), [("yyyy/m/d", "2022/10/5"), ("[$-404]e/m/d", "111/10/5")])
def test_dates_stay_dates_of_their_calendar(form: str, shown: str) -> None:
    expected = migrated_cell(12, 44839, form)

    assert (expected.kind, expected.text, expected.number) == (CellKind.DATE, shown, 44839)


@pytest.mark.parametrize(
    ("column", "value", "form", "carried", "item"),
    [
        (3, 1140133, "000-0000", "114-0133", "shown_carried"),
        (6, 0, "0%", 0, None),
        (3, 1140133, '000"-"0000', "114-0133", "shown_carried"),
        (3, 150, '[<100]"A"000;"B"000', "B150", "shown_carried"),
        (3, 7, '"S"000', "S007", "shown_carried"),
        (3, 7, "0000", "0007", None),
        (3, 7, ";;;", "7", "shown_carried"),
        (3, 46025, 'm"月"d"日"', "1月3日", "shown_carried"),
        (3, 123456789012, "General", "123456789012", "shown_carried"),
        (3, "S001", '@"號"', "S001號", "shown_carried"),
        (8, 2, "yyyy/m/d", 2, "stored_carried"),
        (14, 3, 'm"月"d"日"', 3, "stored_carried"),
        (14, 3000, "0,", 3, "shown_carried"),
        (14, 2.9999999999, "0", 3, "shown_carried"),
        (14, -2, "0;0", 2, "shown_carried"),
        (8, 1.9999999, "0", 2, "shown_carried"),
        (14, 3, '0"次"', 3, None),
        (14, 1200, "#,##0", 1200, None),
    ],
)
def test_what_is_shown_is_carried_and_listed(
    column: int, value: Any, form: str, carried: Any, item: str | None
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(example("cgs/111")))
    cell = book.worksheets[0].cell(6, column)
    cell.value, cell.number_format = value, form
    book.save(buffer := io.BytesIO())
    migration, result = migrated(buffer.getvalue(), "cgs/112", spec="cgs/111")

    assert openpyxl.load_workbook(io.BytesIO(result)).worksheets[0].cell(6, column).value == carried
    here = [found.code for found in migration.review if found.place and found.place[1:] == (6, column)]
    assert [code for code in here if code != "finding"] == [item] * bool(item)


def migrated_cell(column: int, value: Any, form: str) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(example("cgs/111")))
    cell = book.worksheets[0].cell(6, column)
    cell.value, cell.number_format = value, form
    book.save(buffer := io.BytesIO())
    _, result = migrated(buffer.getvalue(), "cgs/112", spec="cgs/111")
    return validate(result, "cgs/112").tables[0].grid.get(6, column)


# How one answer is carried


def coded(*codes: Code, choices: str | None = None, none: str | None = None) -> FieldSpec:
    listed = CodeList(SOURCE, "stated", "list", "清單", {code.code: code for code in codes}) if codes else None
    several = Choices(SOURCE, "stated", choices, None, none) if choices else None
    return FieldSpec(
        SOURCE, "stated", "field", "欄位", codes=listed, choices=several, otherwise=None if choices else none
    )


WORDS = coded(Code("男", ""), Code("女", ""))
SEXES = coded(Code("生理男", likely=("男",)), Code("生理女", likely=("女",)), Code("其他"))
STATES = coded(Code("1", "新案(本月新開案)", ("新案", "新")), Code("2", "舊案", ("舊",)))
TURNED = coded(Code("1", "舊案"), Code("2", "新案(本月新開案)"))
RISKS = coded(Code("3", "家庭困擾"), Code("10", "高風險家庭"), Code("11", "已刪"), choices=",", none="0")
FRAIL = coded(Code("3", "家庭困擾"), Code("10", "脆弱家庭", ("高風險家庭",)), choices="、", none="0")
BARE = coded()


@pytest.mark.parametrize(
    ("old", "new", "typed", "answer", "review"),
    [
        (WORDS, WORDS, "男", "男", None),
        (WORDS, SEXES, "男", "生理男", "code_by_name"),
        (SEXES, WORDS, "生理女", "女", "code_by_name"),
        (SEXES, WORDS, "其他", "", "code_gone"),
        (WORDS, SEXES, "生理男", "生理男", "accepted_now"),
        (WORDS, SEXES, "不知", "不知", None),
        (STATES, STATES, "１", "１", None),
        (STATES, STATES, "新案", "新案", None),
        (STATES, TURNED, "1", "2", "code_by_name"),
        (BARE, STATES, "新", "1", "code_by_name"),
        (BARE, STATES, "2", "2", None),
        (BARE, STATES, "不明", "", "code_gone"),
        (BARE, FRAIL, "3、10", "3、10", None),
        (RISKS, FRAIL, "3", "3", None),
        (RISKS, FRAIL, "0", "0", None),
        (RISKS, FRAIL, "10", "10", "label_changed"),
        (RISKS, FRAIL, "3,10", "3、10", "label_changed"),
        (RISKS, FRAIL, "3,11", "", "code_gone"),
        (RISKS, coded(Code("0", "沒有"), Code("3", "家庭困擾")), "0", "0", "label_changed"),
        (RISKS, coded(Code("3", "家庭困擾"), choices=",", none="9"), "0", "9", "code_by_name"),
        (coded(none="0"), coded(), "0", "", "code_gone"),
        (coded(none="0"), coded(), "親人過世", "親人過世", None),
        (STATES, BARE, "1", "1", None),
    ],
)
def test_an_answer_is_carried_by_its_meaning(
    old: FieldSpec, new: FieldSpec, typed: str, answer: str, review: str | None
) -> None:
    value = FieldReader(old).read(Cell(typed))
    assert value
    became = FieldMapping(old, new).map(value)

    assert (became.answer.text if isinstance(became.answer, Cell) else became.answer) == answer
    assert became.review == review


# What is listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_review_item_has_its_sentence(language: str) -> None:
    assert catalog(language).sentences["review_items"].keys() == CODES | OF_NEXT_MONTH


def test_the_list_has_no_answer_that_may_name_a_person() -> None:
    migration, _ = migrated(example("cgs/111", "errors"), "cgs/114", spec="cgs/111")
    personal = ReviewItem("accepted_now", "個案", "學生代號", before="王小明", after="王小明", personal=True)
    shown = render_review((*migration.review, personal), "zh-TW")

    assert "（不顯示）" in shown
    assert not [name for name in ("王小明", "A123456789", "高二1班15號") if name in shown]


def test_the_list_cannot_steer_a_terminal() -> None:
    shown = render_review(
        [ReviewItem("column_dropped", "表", "\x1b[31m欄\u202e", before="\x1b]0;a\x07", count=2)], "zh-TW"
    )

    assert not {"\x1b", "\u202e", "\x07"} & set(shown)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["migrate", *map(str, arguments), "--lang", "zh-TW"])


def test_the_command_writes_a_file_next_to_it_and_lists_what_to_look_at(tmp_path: Path) -> None:
    source = tmp_path / "111-10.xlsx"
    source.write_bytes(data := example("cgs/111"))
    result = run(source, "--to", "cgs/114")

    assert result.exit_code == 1
    assert "男 → 生理男" in result.stdout
    assert "共 9 處" in result.stdout
    assert source.read_bytes() == data
    assert {path.name for path in tmp_path.iterdir()} == {"111-10.xlsx", "111-10.cgs-114.xlsx"}
    assert run(source, "--to", "cgs/111").exit_code == 0


def test_the_command_never_writes_over_a_file_unasked(tmp_path: Path) -> None:
    source, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(data := example("cgs/111"))
    other.write_text("mine")

    assert run(source, "--to", "cgs/112", "-o", other).exit_code == 2
    assert other.read_text() == "mine"
    assert run(source, "--to", "cgs/112", "-o", source, "--force").exit_code == 2
    assert source.read_bytes() == data
    assert run(source, "--to", "cgs/112", "-o", other, "--force").exit_code == 1
    assert validate(other.read_bytes()).spec.id == "cgs/112"


def test_the_command_names_its_obstacles(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(example("cgs/111"))

    for wrong in (
        run(source, "--to", "cgs/999"),
        run(tmp_path / "b.xlsx", "--to", "cgs/114"),
        run(source, "--to", "cgs/112", "--from", "cgs/999"),
        run(source, "--to", "cgs/112", "-o", tmp_path / "no" / "a.xlsx"),
    ):
        assert wrong.exit_code == 2
        assert wrong.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_rows_that_are_no_records_are_left_behind() -> None:
    total = ["合計", *[None] * 12, 4]
    signature = ["承辦人：", *[None] * 8, "校長：", *[None] * 4]
    migration, moved = migrated(workbook([case(), total, signature, case(C="S2")]), "cgs/112")
    assert validate(moved, "cgs/112").rows["cases"] == 2
    left = [item.source.cell for item in migration.review if item.code == "not_a_record" and item.source]
    assert left == ["A7", "A8"]
    assert "原檔的 A7:A8" in render_review(migration.review, "zh-TW")
    assert not any(found.code == "not_a_record" for found in migration.result.findings)


def test_sheets_of_her_own_and_text_outside_the_table_are_listed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([case()])))
    book.worksheets[0]["Q9"] = "待追蹤"
    for name in ("我的筆記", "填報說明", "工作表1"):
        book.create_sheet(name)["A1"] = "x"
    book.save(data := io.BytesIO())
    review = migrate(data.getvalue(), "cgs/114", tmp_path / "new.xlsx").review
    left = [(item.code, item.source) for item in review if item.code in ("sheet_left", "outside_left")]
    assert [(code, source.sheet if code == "sheet_left" else source.cell) for code, source in left if source] == [
        ("outside_left", "Q9"),
        ("sheet_left", "我的筆記"),
    ]
