"""What the page shows and saves is what the commands print and write."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from workbooks import CASES, case, workbook

from cgs_validate import validate
from cgs_validate.commands.cli import group
from cgs_validate.editing import part_writer
from cgs_validate_page import bridge

RIGHT, WRONG = [case()], [case(D="８", N=None), case(C="王小明", L="3、10")]


def ask(action: str, data: bytes, **more: Any) -> tuple[dict[str, Any], bytes]:
    said, file = bridge.answer(json.dumps({"do": action, "name": "a.xlsx", "language": "zh-TW", **more}), data)
    return json.loads(said), file


def run(path: Path, *words: str) -> str:
    return CliRunner().invoke(group, [words[0], str(path), *words[1:], "--lang", "zh-TW"]).stdout


@pytest.fixture
def plain_zlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command write as where ISA-L is not installed, as in a browser."""
    monkeypatch.setattr(part_writer, "isal_zlib", None)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(WRONG))
    return path


@pytest.mark.parametrize("action", ["mark", "fix", "arm"])
def test_copies_are_those_of_the_commands(action: str, wrong: Path, plain_zlib: None) -> None:
    run(wrong, action)
    said, file = ask(action, wrong.read_bytes())
    assert wrong.with_name(said["name"]).read_bytes() == file


@pytest.mark.parametrize(("action", "undo"), [("mark", "unmark"), ("arm", "disarm")])
def test_it_comes_out_again(action: str, undo: str, wrong: Path, plain_zlib: None) -> None:
    said, made = ask(action, wrong.read_bytes())
    path = wrong.with_name(said["name"])
    path.write_bytes(made)
    run(path, undo)
    said, file = ask(undo, made, name=path.name)
    assert wrong.with_name(said["name"]).read_bytes() == file


def test_the_page_knows_what_is_armed(wrong: Path) -> None:
    said, armed = ask("arm", wrong.read_bytes())
    assert f"「{CASES.name}」到第 507 列" in said["rows"]
    assert [ask("check", data)[0]["armed"] for data in (wrong.read_bytes(), armed)] == [False, True]


def test_what_is_no_form_cannot_be_armed() -> None:
    said, file = ask("arm", b"%PDF-1.7")
    assert "PDF" in said["error"]["error"]["message"]
    assert file == b""


@pytest.mark.parametrize("values", [True, False])
@pytest.mark.parametrize("form", ["html", "json"])
def test_reports_are_those_of_the_command(form: str, values: bool, wrong: Path) -> None:
    _, file = ask(form, wrong.read_bytes(), values=values)
    assert file.decode() == run(wrong, "check", "--format", form, *([] if values else ["--no-values"]))


def test_month_and_stage_are_those_of_the_request(wrong: Path) -> None:
    said, _ = ask("check", wrong.read_bytes(), month="111-11", stage="senior")
    assert said["report"] == json.loads(
        run(wrong, "check", "--format", "json", "--month", "111-11", "--stage", "senior")
    )


@pytest.mark.parametrize(("data", "month"), [(b"%PDF-1.7", None), (workbook(RIGHT), "10月")], ids=["PDF", "month"])
def test_what_cannot_be_checked_has_the_sentence_of_the_command(data: bytes, month: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    said, file = ask("check", data, month=month)
    problem = said["error"]["error"]
    done = CliRunner().invoke(group, ["check", str(path), *(["--month", month] if month else []), "--lang", "zh-TW"])
    assert file == b""
    assert problem["message"] in done.stderr
    assert done.exit_code == 2


def test_memory_that_is_used_up_has_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def eat(*_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(bridge.ACTIONS, "check", eat)
    assert ask("check", b"")[0]["error"]["error"]["code"] == "too_much_memory"


def test_a_copy_is_of_the_report_that_is_shown(wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, checked = wrong.read_bytes(), []
    monkeypatch.setattr(bridge, "validate", lambda *args, **more: checked.append(args) or validate(*args, **more))
    bridge._validated.cache_clear()
    for action in ("check", "mark", "fix", "html"):
        ask(action, data)
    assert len(checked) == 1
    ask("mark", data, month="111-11")
    ask("mark", workbook(RIGHT))
    assert len(checked) == 3


def test_of_a_long_sheet_the_first_rows_come_first() -> None:
    data = workbook([case(D=99)] * 400)
    drawn = [ask("check", data, whole=whole)[0]["findings"].count('scope="row"') for whole in (False, True)]
    assert drawn == [100, 400]


def test_an_example_is_read_beforehand(wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BLANKS", wrong.parent)
    wrong.rename(wrong.with_name(bridge.WARMING))
    bridge.warm_up()
    assert bridge._validated.cache_info().currsize == 0
