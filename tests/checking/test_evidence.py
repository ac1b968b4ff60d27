"""What a workbook says of its own form decides how sure the checker is (tests/cases/evidence.yaml)."""

import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from form_114 import CASES, LISTS, NAMES, WRONG, found, ministry, workbook
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from workbooks import replaced as replaced_in

from cgs_validate import Report, load_spec, validate
from cgs_validate.checking.evidence.quotations import comparable_sentences, quotation
from cgs_validate.migration.migrate import migrate
from cgs_validate.reports.html import render_html
from cgs_validate.reports.text import render_text
from cgs_validate.templates.workbook import build_template

WORDING = CASES["wordings"]["words of 111"]
GROUPS = yaml.safe_load((Path(__file__).parents[1] / "cases" / "evidence.yaml").read_text("utf-8"))
EVIDENCE = {f"{group}: {name}": case for group, named in GROUPS.items() for name, case in named.items()}
SHEETS = dict(zip(CASES["right"], NAMES, strict=True))
LONG = 20  # seconds of the processor, also where coverage is measured; the square of such a text takes minutes


def of_case(case: dict[str, Any]) -> bytes:
    sheet, instructions = case.get("sheet", "cases"), ministry()
    if "text" in case:
        text = case["text"] and case["text"].format(**LISTS)
        for old, new in case.get("replaced", {}).items():
            text = text.replace(old, new)
        place = column_index_from_string(case["column"]) - 1
        instructions[sheet][place] = None if "moved_to" in case else text
        if "moved_to" in case:
            instructions[sheet][column_index_from_string(case["moved_to"]) - 1] = text

    def edit(book: openpyxl.Workbook) -> None:
        page = book[SHEETS[sheet]]
        if "title" in case:
            page["A1"] = f"[115-03] 虛構國中{case['title']}"
        if "offered" in case:
            lists = book.create_sheet("清單")
            for entry in case["offered"]:
                lists.append([entry])
            guard = DataValidation("list", formula1=f"清單!$A$1:$A${len(case['offered'])}")
            guard.add(f"{case['column']}4:{case['column']}200")
            page.add_data_validation(guard)

    return workbook(WORDING, instructions, edit, **{sheet: case["typed"]})


def in_first_row(report: Report, sheet: str, certainty: str) -> list[str]:
    return [
        f"{item.code} {item.place.cell[:-1]}"
        for item in report.findings
        if item.certainty == certainty and item.place.row == 4 and item.place.sheet == SHEETS[sheet]
    ]


@pytest.mark.parametrize("case", EVIDENCE.values(), ids=EVIDENCE.keys())
def test_words_of_the_form_in_hand(case: dict[str, Any]) -> None:
    report = validate(of_case(case), "cgs/114", month="115-03", stage="junior")
    sheet = case.get("sheet", "cases")
    assert in_first_row(report, sheet, "certain") == case.get("certain", [])
    assert in_first_row(report, sheet, "probable") == case.get("probable", [])


def test_a_finding_says_where_the_form_says_so() -> None:
    report = validate(workbook(WORDING, ministry(), **WRONG), month="115-03", stage="junior")
    hints = {item["code"]: item["hint"] for item in report.to_dict()["findings"] if item["cell"] == "J4"}
    assert hints["allowed"].endswith("您的表格 J3 寫著：「請依轉介情況選填: 1.本月轉介…」。")
    assert any("您的表格" in note["note"] for note in report.to_dict()["annotations"])
    assert "您的表格" not in report.to_json(values=False)


def test_evidence_names_declaration_cell_and_words() -> None:
    report = validate(workbook(WORDING, ministry()), month="115-03", stage="junior").to_dict()
    by_name = {item["declaration"]: (item["sheet"], item["cell"]) for item in report["evidence"]}
    assert by_name["sheets.cases.fields.referral.codes"] == (NAMES[0], "J3")
    assert by_name["sheets.services.fields.service_item_note"] == (NAMES[1], "D3")


def test_other_codes_are_named_for_those_who_maintain_the_spec() -> None:
    report = validate(of_case(GROUPS["lists"]["其他 moved, a text for it"]), "cgs/114", month="115-03", stage="junior")
    (other,) = [
        item
        for item in report.to_dict()["other_codes"]
        if item["declaration"].startswith("sheets.cases.fields.category_main.")
    ]
    assert other["added"] == ["19.職涯探索", "20.其他"]
    assert other["gone"] == ["19.其他"]
    assert "代碼" in other["message"]
    assert {"placeholder_expected"} <= {item.code for item in report.skipped if item.reason == "codes_changed"}


@pytest.mark.parametrize("spec", ["cgs/108", "cgs/111", "cgs/112"])
def test_a_form_that_is_known_needs_no_evidence(spec: str) -> None:
    report = validate(build_template(load_spec(spec)), spec, month="111-10")
    assert not report.evidence or not load_spec(spec).confirmed


@pytest.mark.parametrize("saved_again", [False, True])
def test_our_own_template_proves_nothing(saved_again: bool, tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(build_template(load_spec("cgs/114")))
    if saved_again:
        book = openpyxl.load_workbook(path)
        del book["_lists"]
        book.properties.category = None
        book.save(path)
    assert validate(path, "cgs/114").evidence == ()


def guide(book: openpyxl.Workbook) -> None:
    page = book.create_sheet("填報說明-A-輔導教師")
    for code in load_spec("cgs/114").code_lists["case_category"].codes.values():
        page.append([f"T{int(code.code):02}.{code.label}：{code.definition}"])


@pytest.mark.parametrize(("edit", "certainty"), [(guide, "certain"), (lambda _: None, "probable")])
def test_the_lists_of_the_guide_confirm_those_of_the_columns(edit: Any, certainty: str) -> None:
    instructions = ministry()
    instructions["cases"][10] = instructions["cases"][12] = None
    report = validate(workbook(WORDING, instructions, edit, cases={"K": 20}), month="115-03", stage="junior")
    assert [item.certainty for item in report.findings if item.code == "allowed"] == [certainty]


@pytest.mark.parametrize(("code", "label"), [(20, "20.其他"), (19, "19.職涯探索")])
def test_a_list_of_the_guide_with_more_codes_is_that_of_the_form(code: int, label: str) -> None:
    def longer(book: openpyxl.Workbook) -> None:
        guide(book)
        page = book["填報說明-A-輔導教師"]
        page["A19"], page["A20"] = "T19.職涯探索：找不到方向者。", "T20.其他：非屬上述各項類別者。"

    instructions = ministry()
    instructions["cases"][10] = instructions["cases"][12] = None
    report = validate(
        workbook(WORDING, instructions, longer, cases={"K": code, "L": 0}), month="115-03", stage="junior"
    )
    assert not [item for item in report.findings if item.place.cell == "K4"]
    assert label in report.to_dict()["other_codes"][0]["added"]


def an_item_a_row(book: openpyxl.Workbook, categories: list[str]) -> None:
    """Below the headers of the cases each code list is written down its column."""
    page = book[NAMES[0]]
    page.insert_rows(3, len(categories))
    for letter, items in (("D", LISTS["grade"].split("\n")), ("J", LISTS["referral"].split("\n")), ("K", categories)):
        for row, item in enumerate(items, 3):
            page[f"{letter}{row}"] = item


@pytest.mark.parametrize("more", [[], ["20.家庭暴力", "21.數位成癮"]])
def test_a_list_with_an_item_a_row_is_that_of_its_column(more: list[str]) -> None:
    categories = [*LISTS["case_category"].split("\n"), *more]
    of_111 = {**CASES["wordings"]["words of 111"], "below": 0}
    last = len(categories)
    for code, certain in ((last, []), (last + 1, [f"allowed K{last + 3}"])):
        typed = {"K": code, "L": 0} if code != 19 else {"K": 19, "L": "書展"}
        report = validate(workbook(of_111, edit=lambda book: an_item_a_row(book, categories), cases=typed))
        sure = [f"{item.code} {item.place.cell}" for item in report.findings if item.certainty == "certain"]
        assert (sure, report.rows["cases"]) == (certain, 4)
        assert not [item for item in report.findings if item.probable and item.code == "allowed"]


@pytest.mark.parametrize("where", ["title", "instruction", "contact", "dropdown"])
def test_a_name_among_the_words_of_the_form_is_not_quoted(where: str) -> None:
    instructions = ministry()
    if where == "instruction":
        instructions["cases"][1] = f"（王小明老師填1）\n{instructions['cases'][1]}"
    if where == "contact":
        instructions["cases"][1] = f"請問阿布斯老師\n{instructions['cases'][1]}"

    def edit(book: openpyxl.Workbook) -> None:
        page = book[NAMES[0]]
        if where == "title":
            book[NAMES[1]]["A1"] = "[115-03] 虛構國中 王小明老師 輔導教師工作成果(所有欄位皆為必填，不可空白！)"
        if where == "dropdown":
            guard = DataValidation("list", formula1='"1,2,3,4,王小明"')
            guard.add("B4:B99")
            page.add_data_validation(guard)

    data = workbook(WORDING, instructions, edit, cases={"B": 9}, services={"H": None})
    report = validate(data, month="115-03", stage="junior")
    said = report.to_json() + render_html(report) + render_text(report)
    assert not [name for name in ("王小明", "阿布斯") if name in said]
    assert [item.certainty for item in report.findings if item.place.cell == "B4"] == ["certain"]


def by_name(book: openpyxl.Workbook) -> str:
    book.create_sheet("清單").append(["1"])
    for code in ("2", "3", "4"):
        book["清單"].append([code])
    book.defined_names["轉介"] = DefinedName("轉介", attr_text="清單!$A$1:$A$4")
    return "轉介"


@pytest.mark.parametrize("formula", [lambda _: '"1,2,3,4"', by_name], ids=["written out", "by name"])
def test_dropdowns_however_they_are_made(formula: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        guard = DataValidation("list", formula1=formula(book))
        guard.add("J4:J99")
        book[NAMES[0]].add_data_validation(guard)

    instructions = ministry()
    instructions["cases"][9] = None
    report = validate(workbook(WORDING, instructions, edit, cases={"J": 5}), month="115-03", stage="junior")
    assert [item.certainty for item in report.findings] == ["certain"]


CODES = {sheet: load_spec("cgs/114").sheets[sheet].fields for sheet in SHEETS}


@st.composite
def own_lists(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]], bool]:
    """A column of codes with a list of its own, and whether that is a dropdown."""
    field = draw(
        st.sampled_from([field for field in CODES["cases"].values() if field.codes and field.name != "student_sex"])
    )
    labels = [code.label for code in field.codes.codes.values()] + ["測試一", "測試二"]
    chosen = draw(st.lists(st.sampled_from(labels), min_size=2, max_size=12, unique=True))
    first = draw(st.sampled_from([0, 1, 2]))
    return field.name, [(str(first + index), label) for index, label in enumerate(chosen)], draw(st.booleans())


@given(own_lists(), st.data())
def test_what_the_form_itself_lists_is_never_certainly_wrong(
    own: tuple[str, list[tuple[str, str]], bool], data: st.DataObject
) -> None:
    name, codes, dropdown = own
    letter = "ABCDEFGHIJKLMNO"[list(CODES["cases"]).index(name)]
    code, label = data.draw(st.sampled_from(codes))
    entries = [f"{code}.{label}" for code, label in codes]
    typed: Any = f"{code}.{label}" if dropdown else int(code)
    case: dict[str, Any] = {
        "column": letter,
        "text": None if dropdown else "\n".join(entries),
        "typed": {letter: typed},
    }
    if dropdown:
        case["offered"] = entries
    report = validate(of_case(case), "cgs/114", month="115-03")
    allowed = [
        item for item in report.findings if item.code in ("allowed", "bare_code") and item.place.cell == f"{letter}4"
    ]
    in_spec = (
        typed in map(int, filter(str.isdecimal, CODES["cases"][name].codes.codes)) if isinstance(typed, int) else True
    )
    assert not [item for item in allowed if item.certainty == "certain"]
    assert not allowed or not in_spec


def test_a_form_that_is_made_to_be_slow_is_not() -> None:
    instructions = ministry()
    instructions["cases"][1] = "請依輔導人力身分選填" * 10_000
    instructions["cases"][9] = "1." * 16_000
    instructions["cases"][11] = ("若主類別選填19.其他" * 3_000)[:32_000]
    instructions["services"][1] = "\n".join(f"{number}.身分{number}" for number in range(4_000))

    def edit(book: openpyxl.Workbook) -> None:
        for number in range(4, 5_004):
            guard = DataValidation("list", formula1='"' + ",".join(map(str, range(40))) + '"')
            guard.add(f"J4:J{number}")
            book[NAMES[0]].add_data_validation(guard)

    data = workbook(WORDING, instructions, edit, **WRONG)
    start = time.process_time()
    assert found(validate(data, "cgs/114", month="115-03"))
    assert time.process_time() - start < LONG


SLOW_TEXTS = ("男" + 30_000 * " " + "女", "男、女（" + 30_000 * "\u3000" + "）x", 15_000 * "(必", 10_000 * "(男)")


@pytest.mark.parametrize("text", SLOW_TEXTS, ids=lambda text: f"{text[:6]}…")
@pytest.mark.parametrize("letter", "EJ")
def test_no_text_above_a_column_takes_long(text: str, letter: str) -> None:
    data = of_case({"column": letter, "text": text, "typed": WRONG["cases"]})
    start = time.process_time()
    assert found(validate(data, "cgs/114", month="115-03"))
    assert time.process_time() - start < LONG


@pytest.mark.parametrize("piece", ["a<b/>", "\n", '""', ",", "'", "$A$1:"])
def test_no_formula_of_a_dropdown_takes_long(piece: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        guard = DataValidation("list", formula1="OLD")
        guard.add("J4:J200")
        book[NAMES[0]].add_data_validation(guard)
        book.defined_names["OLD"] = DefinedName("OLD", attr_text="NEW")

    data = workbook(WORDING, ministry(), edit, **WRONG)
    pieces = 1_900_000 // len(piece) * piece
    for part, sign in (("xl/worksheets/sheet1.xml", ">OLD<"), ("xl/workbook.xml", ">NEW<")):
        hostile = replaced_in(data, part, sign, f'>"{pieces}"<')
        start = time.process_time()
        assert found(validate(hostile, "cgs/114", month="115-03"))
        assert time.process_time() - start < LONG


def with_referrals(*labels: str, typed: int) -> bytes:
    text = "\n".join(f"{code}.{label}" for code, label in enumerate(labels, 1))
    return of_case({"column": "J", "text": text, "typed": {"J": typed}})


STAYS, ENDS = "已轉介輔諮中心且該中心持續服務中", "已轉介輔諮中心，該中心服務至本月結案"


def test_a_worker_says_the_same_of_the_codes_of_the_form() -> None:
    data = with_referrals("本月轉介輔諮中心", ENDS, STAYS, "無轉介", typed=4)
    alone, isolated = (validate(data, month="115-03", isolate=isolate) for isolate in (False, True))
    assert isolated.to_dict() == alone.to_dict()
    column = isolated.tables[0].columns["referral"]
    assert column.labelled(column.values[0]) == "4.無轉介"


def test_labels_of_the_form_are_left_out_without_values() -> None:
    report = validate(with_referrals("本月轉介輔諮中心", "無轉介", "王小明的轉介", ENDS, typed=7), month="115-03")
    assert "王小明" in report.to_json()
    assert "王小明" not in report.to_json(values=False) + render_text(report, values=False)


def test_codes_are_migrated_by_the_list_of_the_form(tmp_path: Path) -> None:
    data = with_referrals("本月轉介輔諮中心", ENDS, STAYS, "無轉介", typed=4)
    migration = migrate(data, "cgs/112", tmp_path / "new.xlsx")
    assert ("4.無轉介", "2.無轉介") in {(item.before, item.after) for item in migration.review}


def test_sentences_name_columns_as_the_form_does() -> None:
    report = validate(workbook(WORDING, ministry(), **WRONG), month="115-03", stage="junior")
    labels = {(item["sheet"], item["cell"]): item["label"] for item in report.to_dict()["findings"]}
    assert labels[NAMES[0], "L4"] == "個案類別(主) 其他說明"
    assert labels[NAMES[1], "E4"] == "對象"
    assert "對象代號" not in render_html(report)


def test_another_category_of_the_document_is_not_our_template() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.properties.category = "輔導/統計"

    assert validate(workbook(WORDING, ministry(), edit), month="115-03").evidence


def test_a_dropdown_of_labels_leaves_the_codes_in_reports_without_values() -> None:
    """The labels are the spec's own, so that nothing of the workbook is shown."""
    case = GROUPS["dropdowns"]["labels, and what is none"]
    report = validate(of_case(case), "cgs/114", month="115-03", stage="junior")
    (finding,) = [item for item in report.to_dict(values=False)["findings"] if item["cell"] == "H4"]
    assert "1.新案(本月新開案)" in finding["hint"]


def test_other_codes_are_named_by_the_headers_of_the_form() -> None:
    report = validate(of_case(GROUPS["lists"]["其他 moved, a text for it"]), "cgs/114", month="115-03", stage="junior")
    data = report.to_dict()
    assert all(
        "「個案類別(主)」" in item["message"] for item in data["other_codes"] if "category_main" in item["declaration"]
    )
    case = {
        "column": "G",
        "text": "0.以下皆非\n1.視覺障礙\n2.智能障礙",
        "typed": {},
        "offered": ["0.以下皆非", "1.視覺障礙"],
    }
    (other,) = validate(of_case(case), "cgs/114", month="115-03").to_dict()["other_codes"]
    assert "「學生身分」" in other["message"]


@given(st.text("。！!‼｡\n「」於本欄必填ａ(", max_size=40), st.text("。！!‼｡\n「」於本欄必填ａ(", max_size=40))
def test_the_sentence_with_the_words_is_quoted(before: str, after: str) -> None:
    text = f"{before}\n請填個案類別。\n{after}".ljust(80)
    assert quotation("請填個案類別").sentence_of(text, comparable_sentences(text)) == "請填個案類別。"
