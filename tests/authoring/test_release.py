"""What keeps a spec from being released, and codes that mean something else now: each with its file and line."""

import shutil
from pathlib import Path

import pytest

from cgs_validate import load_spec
from cgs_validate.authoring.lint import lint
from cgs_validate.authoring.render_diff import render_comparison_markdown
from cgs_validate.spec.library import packaged_folder

TITLE = "title: 輔導教師工作成果（112學年度適用表格）"
CHANGES = "changes:\n"
BACKED = '    source: {quote: "-"}\n'
MOVED = (
    CHANGES
    + "  - change: code_lists.case_category.codes.19\n    was: {label: 其他}\n    to: {label: 數位成癮}\n"
    + BACKED
    + "  - add: code_lists.case_category.codes.20\n    to: {label: 其他}\n"
    + BACKED
)
FOLLOWED = "".join(
    f"  - change: sheets.cases.fields.category_{name}_note.applies_when\n"
    f'    was: {{category_{name}: ["19"]}}\n    to: {{category_{name}: ["20"]}}\n{BACKED}'
    for name in ("main", "secondary")
)
RELABELLED = (
    CHANGES
    + "  - change: code_lists.counselling_state.codes.1.label\n    was: 新案(本月新開案)\n    to: 重啟案\n"
    + BACKED
)
SAME = (
    '  - change: sheets.cases.fields.case_source.applies_when\n    was: {counselling_state: ["1"]}\n'
    f'    to: {{counselling_state: ["1"]}}\n{BACKED}'
    '  - change: sheets.cases.fields.counselling_state.next_month.codes\n    was: {"1": "2"}\n'
    f'    to: {{"1": "2"}}\n{BACKED}'
    "  - change: sheets.cases.rules\n"
    '    was: {seen_before: {key: student_code, field: counselling_state, codes: ["1"]}}\n'
    f'    to: {{seen_before: {{key: student_code, field: counselling_state, codes: ["1"]}}}}\n{BACKED}'
    f"  - remove: code_lists.counselling_state.codes.1.aliases\n    was: [新案, 新]\n{BACKED}"
)

CASES: dict[str, tuple[str, str, list[str]]] = {
    "nothing": (TITLE, TITLE, []),
    "to be confirmed": (TITLE, f"# 待確認：表格的全名\n{TITLE}", ["not_confirmed: # 待確認"]),
    "to be confirmed, in English": (TITLE, f"# 待確認 to confirm: the title\n{TITLE}", ["not_confirmed: # 待確認"]),
    "the head of a draft": (TITLE, f"# 標「待確認」的地方，請人看過再改。\n{TITLE}", []),
    "the title of 111": (TITLE, TITLE.replace("112", "111"), ["title_of_other_year: title: 輔導"]),
    "provisional": (TITLE, TITLE.replace("適用表格", "，暫定"), ["title_of_other_year: title: 輔導"]),
    "a code without label": (
        CHANGES,
        f"{CHANGES}  - add: code_lists.referral.codes.5\n    to: {{}}\n{BACKED}",
        ["code_without_label: to: {}"],
    ),
    "其他 moved, the rules not": (CHANGES, MOVED, ["code_reused: to: {label: 數位成癮}"]),
    "其他 moved, the rules too": (CHANGES, MOVED + FOLLOWED, []),
    "a code of another meaning": (CHANGES, RELABELLED, ["code_reused: to: 重啟案"]),
    "that a rule is about all the same": (CHANGES, RELABELLED + SAME, []),
}


@pytest.fixture
def spec_112(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cgs"
    shutil.copytree(packaged_folder() / "cgs", folder)
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    return folder / "112.yaml"


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_is_unfinished_has_its_line(spec_112: Path, old: str, new: str, expected: list[str]) -> None:
    text = spec_112.read_text("utf-8")
    assert old in text
    spec_112.write_text(text.replace(old, new), "utf-8")

    lines = found(spec_112)
    assert len(lines) == len(expected)
    assert all(line.startswith(begun) for line, begun in zip(lines, expected, strict=True)), lines


def test_every_rule_that_names_the_code_is_listed(spec_112: Path) -> None:
    spec_112.write_text(spec_112.read_text("utf-8").replace(CHANGES, MOVED), "utf-8")
    (problem,) = [problem for problem in lint([spec_112]) if problem.code == "code_reused"]

    assert problem.params["rules"] == "個案類別(主)其他說明 applies_when、個案類別(副)其他說明 applies_when"
    assert "代碼換了意思：「個案類別」的 19 原來是「其他」，現在是「數位成癮」" in problem.message("zh-TW")


def found(path: Path) -> list[str]:
    """The mistakes of a spec, each with the beginning of its line."""
    lines = path.read_text("utf-8").splitlines()
    problems = [problem for problem in lint([path]) if problem.code != "released_changed"]
    return [f"{problem.code}: {lines[(problem.line or 0) - 1].strip()}" for problem in problems]


def test_the_comparison_of_two_specs_says_so_too(spec_112: Path) -> None:
    spec_112.write_text(spec_112.read_text("utf-8").replace(CHANGES, MOVED), "utf-8")
    table = render_comparison_markdown(load_spec("cgs/111"), load_spec("cgs/112"), "zh-TW")

    assert "【代碼換了意思】" in table
    assert "個案類別(主)其他說明 applies\\_when、個案類別(副)其他說明 applies\\_when" in table
