"""The formulas of every spec: what Excel takes, what every program calculates alike, nothing but names in formats."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cgs_validate import list_specs, load_spec
from cgs_validate.checking import rules
from cgs_validate.checking.engine import match_form, read_needed
from cgs_validate.checking.findings import Sort
from cgs_validate.checking.row_formulas import PREFIX
from cgs_validate.living.compiler import LONGEST_FORMULA, MORE_ROWS, LivingForm, compile_form
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.templates.workbook import build_template

PAGE = Path(__file__).parents[2] / "docs" / "living.zh.md"
# Of Excel 2007, not volatile, without wildcards.
FUNCTIONS = {
    "AND", "CHAR", "COUNTA", "EXACT", "FIND", "IF", "IFERROR", "ISERROR", "ISLOGICAL", "ISNUMBER", "ISTEXT",
    "LEN", "MID", "NOT", "REPT", "RIGHT", "ROW", "SUBSTITUTE", "SUMPRODUCT", "TEXT", "TRIM", "VALUE",
}  # fmt: skip
LONGEST_NAME, DEEPEST = 255, 64  # of Excel
SPECS = list_specs()


def compiled(spec: str | TemplateSpec) -> LivingForm:
    form, matches, _, _ = match_form(
        read_needed(open_workbook(build_template(load_spec(spec) if isinstance(spec, str) else spec)), spec), spec
    )
    return compile_form(form, matches)


@pytest.mark.parametrize("spec", SPECS)
def test_formulas_are_within_the_limits_of_excel(spec: str) -> None:
    form = compiled(spec)
    for name, formula in form.names.items():
        assert re.fullmatch("[a-z0-9_]+", name)
        assert len(name) <= LONGEST_NAME
        assert len(formula) <= LONGEST_FORMULA
        bare = re.sub('"[^"]*"', '""', formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= FUNCTIONS
        assert "{" not in bare
        depths = [bare[:at].count("(") - bare[:at].count(")") for at in range(len(bare))]
        assert max(depths) < DEEPEST


@pytest.mark.parametrize("spec", SPECS)
def test_every_name_that_is_used_is_there(spec: str) -> None:
    form = compiled(spec)
    used = {name for formula in form.names.values() for name in re.findall(rf"{PREFIX}\w+", formula)}
    used |= {item.name for sheet in form.sheets for item in sheet.formats}
    assert used <= {*form.names, *form.lists.values()}


@pytest.mark.parametrize("spec", SPECS)
def test_each_column_has_its_colours(spec: str) -> None:
    """Whatever is required is yellow, whatever has codes or is a number is red; each sort once."""
    form, fields = compiled(spec), load_spec(spec).sheets
    assert len(form.sheets) == len(fields)
    for sheet in form.sheets:
        shown = {name: set[Sort]() for name in sheet.match.columns}
        names = {column: name for name, column in sheet.match.columns.items()}
        for item in sheet.formats:
            assert item.sort not in shown[names[item.column]]
            shown[names[item.column]].add(item.sort)
        for name, item in sheet.match.spec.fields.items():
            missing, invalid = (Sort.MISSING, Sort.PROBABLY_MISSING), (Sort.INVALID, Sort.PROBABLY_INVALID)
            assert not item.required or shown[name].intersection(missing)
            assert shown[name].intersection(invalid)
        assert sheet.last_row == sheet.first_row - 1 + MORE_ROWS


def test_a_rule_too_long_for_excel_has_no_colour() -> None:
    spec = load_spec("cgs/111")
    cases, source = spec.sheets["cases"], spec.sheets["cases"].fields["case_source"]
    many = dict.fromkeys(map(str, range(200)), source.codes_only_when["6"])
    fields = {**cases.fields, "case_source": replace(source, codes_only_when=many)}
    long = replace(spec, sheets={**spec.sheets, "cases": replace(cases, fields=fields)})
    form, usual = compiled(long), compiled("cgs/111")
    assert max(map(len, form.names.values())) <= LONGEST_FORMULA
    left = [item.name for item in usual.sheets[0].formats if item not in form.sheets[0].formats]
    assert left == ["cgs_live_cases_case_source_invalid"]


# What is no bare code is red by ``allowed``, whatever the engine calls it.
BY_ALLOWED = {"bare_code", "full_width", "separator", "several_codes", "became_number"}


def test_what_no_formula_says_is_listed() -> None:
    coloured = {code for code, rule in rules.RULES.items() if rules.certainty_of(rule)}
    said = {code for code, rule in rules.RULES.items() if hasattr(rule, "formula")} | BY_ALLOWED
    listed = set(re.findall(r"^- `(\w+)`（", PAGE.read_text("utf-8"), re.M))
    assert listed == coloured - said
