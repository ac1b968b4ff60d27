"""Every finding code has wrong and right cases in ``cases/rules/<code>.yaml``; each is a real workbook.

A case starts from one right row on each sheet and says what differs. In its rows, ``'3`` is the text 3 and ``3`` the
number, as one types in Excel; ``=1+1`` is a formula without result, ``results`` gives it one. ``formats``: the number
formats of cells. ``previous``: the workbook of the month before, ``same`` for the same one.
"""

import io
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from looks import dress

from cgs_validate import Report, load_spec
from cgs_validate.checking import rules
from cgs_validate.checking.engine import check
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec import builder, inheritance, yaml_reader
from cgs_validate.spec.model import SheetSpec, TemplateSpec
from cgs_validate.workbook import Cell, parse_address

CASES = Path(__file__).parents[1] / "cases" / "rules"
SPEC = load_spec("cgs/111")
USUAL = {
    "cases": ["T01", "1", "S001", "10", "女", "0", "'1,3", "1", "2", "3", "0", "10", "0", "4"],
    "services": ["T01", "1", "2", "0", "10", "30", "28"],
}
ROWS = {name: dict(zip(SPEC.sheets[name].fields, values, strict=True)) for name, values in USUAL.items()}
MINIMAL = Path(__file__).parents[1] / "cases" / "minimal-spec.yaml"


SHARED = ("fields", "rules", "sheets", "severity", "stage", "month")  # of all cases of a file


def cases() -> list[Any]:
    found = []
    for code, data in FILES.items():
        for verdict in ("wrong", "right"):
            for number, case in enumerate(data[verdict]):
                shared = {
                    key: data[key] for key in ("fields", "rules", "sheets", "severity", "stage", "month") if key in data
                }
                found.append(pytest.param(code, {**shared, **case}, id=f"{code}-{verdict}-{number}"))
    return found


FILES = {path.stem: yaml_reader.read(path).data for path in sorted(CASES.glob("*.yaml"))}
REPORTS: dict[int, Report] = {}  # by the identity of the case: each workbook is made once


@pytest.mark.parametrize(("code", "case"), EVERY := cases())
def test_case(code: str, case: dict[str, Any]) -> None:
    report = report_of(case)
    found = [(finding.place.cell or "", finding.severity) for finding in report.findings if finding.code == code]
    expected = [
        ("" if cell in ("null", None) else cell, case.get("severity", "error")) for cell in case.get("finds", [])
    ]
    assert found == expected
    if not expected:
        assert [finding.code for finding in report.findings] == []


@pytest.mark.parametrize("code", FILES)
def test_the_vocabulary_of_parameters_is_frozen(code: str) -> None:
    """Other programs make their own sentences of these."""
    own = (report_of(param.values[1]) for param in EVERY if param.values[0] == code)
    names = {name for report in own for finding in report.findings if finding.code == code for name in finding.params}
    assert " ".join(sorted(names)) == FILES[code]["params"]


@pytest.mark.parametrize(("code", "case"), EVERY)
def test_every_finding_has_its_sentences(code: str, case: dict[str, Any]) -> None:
    report = report_of(case)
    for finding in report.findings:
        assert finding.params.keys() <= set(FILES[finding.code]["params"].split())
    for language in LANGUAGES:
        sentences = [(finding["message"], finding["hint"]) for finding in report.to_dict(language)["findings"]]
        assert all(map(all, sentences))


def test_every_code_has_cases() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(rules.RULES)


def test_a_rule_is_named_as_its_file() -> None:
    assert [rule.__name__.rpartition(".")[2] for rule in rules.RULES.values()] == list(rules.RULES)


def report_of(case: dict[str, Any]) -> Report:
    if id(case) not in REPORTS:
        REPORTS[id(case)] = checked(case)
    return REPORTS[id(case)]


def checked(case: dict[str, Any]) -> Report:
    spec = minimal_spec(case) if {"fields", "sheets"} & case.keys() else SPEC
    opened = open_workbook(data := build(spec, case), case.get("name"))
    workbook = opened.read(opened.workbook)
    for place, text in case.get("results", {}).items():
        row, column = parse_address(place)
        cells = workbook.sheets[0].grid.columns[column]
        cells.codes[cells.rows.index(row)] = cells.code(Cell(text, number=float(text), formula=True))
    previous = [check_whole(earlier, spec) for earlier in earlier_workbooks(spec, data, case)]
    return check(opened, spec, case.get("month"), case.get("stage"), school=case.get("school"), previous=previous)


def check_whole(data: bytes, spec: TemplateSpec) -> Report:
    opened = open_workbook(data)
    opened.read(opened.workbook)
    return check(opened, spec)


def earlier_workbooks(spec: TemplateSpec, data: bytes, case: dict[str, Any]) -> list[bytes]:
    earlier = case.get("previous")
    if earlier in (None, "same"):
        return [data] if earlier else []
    return [build(spec, {"titles": "[111-09] 虛構高中輔導教師工作成果", **earlier})]


def minimal_spec(case: dict[str, Any]) -> TemplateSpec:
    """A spec with the fields and rules of a case: those of one sheet, or by ``sheets`` and rules of the workbook."""
    document = yaml_reader.read(MINIMAL)
    data = deepcopy(document.data)
    proof = {"source": data["source"], "basis": "stated"}
    rules = [{**proof, **rule} for rule in case.get("rules", [])]
    frame = data["sheets"].pop("cases")
    for name, fields in case.get("sheets", {"cases": case.get("fields")}).items():
        named = {"sheet_name": name, "matches": [name]} if "sheets" in case else {}
        fields = {field: {**declared, **proof} for field, declared in fields.items()}
        data["sheets"][name] = {**frame, **named, "fields": fields}
    if rules:
        (data if "sheets" in case else data["sheets"]["cases"])["rules"] = rules
    lists = yaml_reader.Document("", {"sex": {"title": "性別", "codes": {"男": {}, "女": {}, "其他": {}}, **proof}})
    return builder.build(inheritance.resolve(yaml_reader.Document("minimal", data), None, lists))


def build(spec: TemplateSpec, case: dict[str, Any]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    whole = {key: value for key, value in case.items() if key in ("only", "titles")}
    for name, sheet in spec.sheets.items():
        if name != case.get("drop"):
            worksheet = workbook.create_sheet(sheet.sheet_name)
            here = {**whole, "rows": case.get(name, [])} if "sheets" in case else whole
            fill(worksheet, sheet, case if name == case.get("sheet", "cases") else here)
    first = workbook.worksheets[0]
    first.title = case.get("rename", first.title)
    if "copy" in case:
        workbook.copy_worksheet(first).title = case["copy"]
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def fill(worksheet: Any, sheet: SheetSpec, case: dict[str, Any]) -> None:
    worksheet["A1"] = case.get("title") or case.get("titles", "[111-10] 虛構高中輔導教師工作成果")
    headers = [field.header for field in sheet.fields.values()]
    rows = [] if case.get("only", sheet.name) not in (None, sheet.name) else case.get("rows", [{}])
    table = [row_of(sheet, row) if row != "null" else [] for row in rows]
    for old, new in zip(sorted(case.get("order", []), key=headers.index), case.get("order", []), strict=True):
        headers[headers.index(old)] = f"\0{new}"
    names = [header.strip("\0") for header in headers]
    positions = [[field.header for field in sheet.fields.values()].index(name) for name in names]
    renamed = case.get("headers", {name: name for name in names})
    if "headers" in case and renamed:
        renamed = {name: renamed.get(name, name) for name in names}
    for column, name in enumerate(names, 1):
        worksheet.cell(sheet.layout.header_row, column, renamed.get(name, ""))
    if "extra" in case:
        worksheet.cell(sheet.layout.header_row, len(names) + 1, case["extra"])
    for row, values in enumerate(table, sheet.layout.first_row):
        for column, position in enumerate(positions, 1):
            if values:
                write(worksheet.cell(row, column), values[position])
    for place, text in case.get("cells", {}).items():
        write(worksheet[place], text)
    for place, code in case.get("formats", {}).items():
        worksheet[place].number_format = code
    for area in case.get("merge", []):
        worksheet.merge_cells(area)
    dress(worksheet, case)


def row_of(sheet: SheetSpec, changes: dict[str, str] | list[str]) -> list[str]:
    if isinstance(changes, list):  # the whole row, from the left
        return changes + [""] * (len(sheet.fields) - len(changes))
    row = {**ROWS.get(sheet.name, {}), **changes}
    return [row.get(name, "") for name in sheet.fields]


def write(cell: Any, text: str) -> None:
    if text.startswith("'"):
        cell.value, cell.data_type = text[1:], "s"
    elif re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        cell.value = float(text)
    else:
        cell.value = text or None
