"""A workbook with formulas is calculated when it is opened, once a fix changed values in it; the command says so."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner
from marking_corpus import edited, packed, parts_of, prefixed, strict, utf16
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from workbooks import case, workbook

from cgs_validate import fix, mark, migrate, unmark, validate
from cgs_validate.commands.cli import group

BOOK, SHEET, SECOND = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
WRONG = workbook([case(D="１０"), case(C="S002", E=None)])
FLAG = "fullCalcOnLoad"
# CT_Workbook of the standard's schema.
ORDER = """fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences
definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr
webPublishObjects extLst""".split()  # noqa: SIM905  # as a list it takes a page


def with_formula(data: bytes, cell: bytes = b"<f>LEN(D6)</f><v>2</v>", part: str = SECOND) -> bytes:
    """Return a workbook with a formula in a new last row of a sheet."""
    row = b'<row r="99"><c r="Z99">%s</c></row></sheetData>' % cell
    return edited(data, part, (b"</sheetData>", row))


def fixed(data: bytes) -> bytes:
    fix(data, validate(data), target := io.BytesIO())
    return target.getvalue()


def calculation(data: bytes) -> list[dict[str, str]]:
    """Return the attributes of each <calcPr>; the elements around it are in the schema's order."""
    names = [(child.tag.rpartition("}")[2], child) for child in ElementTree.fromstring(parts_of(data)[BOOK])]
    order = [ORDER.index(name) for name, _ in names if name in ORDER]
    assert order == sorted(order)
    return [dict(child.items()) for name, child in names if name == "calcPr"]


def calculating(calc: bytes) -> Callable[[bytes], bytes]:
    """Return a change of a workbook's <calcPr>, None of which it has then where calc is empty."""

    def change(data: bytes) -> bytes:
        parts = parts_of(data)
        parts[BOOK] = re.sub(rb"<calcPr[^>]*/>", lambda _: calc, parts[BOOK])
        return packed(parts)

    return change


WAYS: dict[str, tuple[Callable[[bytes], bytes], dict[str, str]]] = {
    "no calcPr": (calculating(b""), {}),
    "calcPr": (calculating(b'<calcPr calcId="191029" calcMode="manual"/>'), {"calcId": "191029", "calcMode": "manual"}),
    "calcPr, opened": (calculating(b'<calcPr calcId="7" fullCalcOnLoad="0"></calcPr>'), {"calcId": "7"}),
    "said already": (calculating(b'<calcPr fullCalcOnLoad="1" calcId="7"/>'), {"calcId": "7"}),
    "more behind": (calculating(b'<oleSize ref="A1"/><extLst/>'), {}),
    "prefixes": (lambda data: prefixed(calculating(b"")(data)), {}),
    "strict": (lambda data: strict(calculating(b"")(data)), {}),
    "UTF-16": (lambda data: utf16(calculating(b"")(data), BOOK, SHEET, SECOND), {}),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_workbook_with_a_formula_is_calculated_when_it_is_opened(name: str) -> None:
    change, others = WAYS[name]
    assert calculation(fixed(change(with_formula(WRONG)))) == [{FLAG: "1"} | others]


@pytest.mark.parametrize(
    "formula",
    [
        b'<f t="shared" ref="Z99" si="0">1+1</f><v>2</v>',
        b'<f t="dataTable" ref="Z99" r1="A1"/><v>2</v>',
        b"<f\n>1+1</f><v>2</v>",
    ],
)
def test_any_formula_counts(formula: bytes) -> None:
    assert calculation(fixed(calculating(b"")(with_formula(WRONG, formula, SHEET)))) == [{FLAG: "1"}]


def test_names_and_conditional_formats_are_no_formulas() -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.defined_names["n"] = DefinedName("n", attr_text="SUM($A$1:$A$9)")
        book.worksheets[0].conditional_formatting.add("A1:B9", FormulaRule(["A1>1"]))
        book.worksheets[0]["Z9"] = "a :f <f> b"

    sparkline = b'<extLst><ext xmlns:xm="m" uri="u"><xm:f>A1:A9</xm:f></ext></extLst></worksheet>'
    data = calculating(b'<calcPr calcId="7"/>')(workbook([case(D="１０")], edit=more))
    data = edited(data, SHEET, (b"</worksheet>", sparkline))
    assert calculation(fixed(data)) == [{"calcId": "7"}]


def test_our_own_formulas_do_not_count() -> None:
    data = calculating(b'<calcPr calcId="7"/>')(WRONG)
    mark(data, validate(data), marked := io.BytesIO())
    assert calculation(fixed(marked.getvalue())) == [{"calcId": "7"}]


def test_what_changes_no_values_changes_no_calculation() -> None:
    data = calculating(b'<calcPr calcId="7"/>')(with_formula(workbook([case(D=99)])))
    mark(data, validate(data), marked := io.BytesIO())
    assert calculation(marked.getvalue()) == calculation(fixed(data)) == [{"calcId": "7"}]


def test_the_values_stay_changed_after_unmark() -> None:
    data = fixed(calculating(b"")(with_formula(WRONG)))
    mark(data, validate(data), marked := io.BytesIO())
    unmark(marked.getvalue(), plain := io.BytesIO())
    assert calculation(plain.getvalue()) == [{FLAG: "1"}]


def test_the_command_says_so(tmp_path: Path) -> None:
    for name, data, said in (("a", with_formula(WRONG), True), ("b", WRONG, False)):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
        output = CliRunner().invoke(group, ["fix", str(tmp_path / f"{name}.xlsx"), "--lang", "zh-TW"]).output
        assert ("公式" in output) == said


def test_a_migrated_workbook_has_no_formulas() -> None:
    migrate(with_formula(WRONG), "cgs/114", target := io.BytesIO())
    sheets = [part for name, part in parts_of(target.getvalue()).items() if name.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet]
