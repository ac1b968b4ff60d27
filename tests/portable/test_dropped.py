"""What 檢核.cmd and 檢核資料夾.cmd run: which workbooks were dropped, and what happens with them."""

import io
from pathlib import Path

import pytest
from workbooks import case, workbook

from cgs_validate import mark, validate
from cgs_validate_portable.__main__ import main, paths_in, paths_in_line

WRONG = workbook([case(D="８", N=None)])
RIGHT = workbook([case()])

# As Windows runs a .cmd file for what is dropped on it: only a path with a blank is in quotes.
RUN = r'C:\WINDOWS\system32\cmd.exe /c ""C:\工 具\檢核.cmd"{}"'


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The copies that Excel was to open."""
    opened: list[Path | None] = []
    monkeypatch.setattr("cgs_validate_portable.__main__._open", opened.append)
    return opened


@pytest.mark.parametrize(
    ("dropped", "paths"),
    [
        (r" C:\十月.xlsx", [r"C:\十月.xlsx"]),
        (r' "C:\十 月.xlsx"', [r"C:\十 月.xlsx"]),
        (r" C:\a&b.xlsx ", [r"C:\a&b.xlsx"]),
        (r" C:\100%.xlsx C:\%PATH%.xlsx", [r"C:\100%.xlsx", r"C:\%PATH%.xlsx"]),
        (r' C:\a^b!.xlsx "C:\c & d!.xlsx" C:\e,f;g=h.xlsx', [r"C:\a^b!.xlsx", r"C:\c & d!.xlsx", r"C:\e,f;g=h.xlsx"]),
        (" C:\\十\u3000月.xlsx", ["C:\\十\u3000月.xlsx"]),
        (" ", []),
        ("", []),
    ],
)
def test_the_command_line_names_what_was_dropped(dropped: str, paths: list[str]) -> None:
    assert paths_in_line(RUN.format(dropped), "檢核.cmd") == paths


def test_the_command_line_of_a_terminal_names_nothing() -> None:
    assert paths_in_line(r'"C:\WINDOWS\system32\cmd.exe"', "檢核.cmd") == []
    assert paths_in_line("", "") == []


def test_a_window_is_given_paths_as_windows_types_them() -> None:
    assert paths_in('"C:\\十 月.xlsx" C:\\a&b.xlsx') == [r"C:\十 月.xlsx", r"C:\a&b.xlsx"]


def saved(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_marked_copy_goes_next_to_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], opened: list[Path | None]
) -> None:
    file = saved(tmp_path / "十 月.xlsx", WRONG)
    assert main(["files", str(file)], {}) == 1
    expected = io.BytesIO()
    mark(file, report := validate(file, language="zh-TW"), expected)
    assert (tmp_path / "十 月.marked.xlsx").read_bytes() == expected.getvalue()
    assert file.read_bytes() == WRONG
    assert report.verdict() in capsys.readouterr().out
    assert opened == [tmp_path / "十 月.marked.xlsx"]


def test_no_earlier_copy_is_overwritten(tmp_path: Path) -> None:
    file = saved(tmp_path / "十月.xlsx", WRONG)
    mine = saved(tmp_path / "十月.marked.xlsx", b"in the middle of putting it right")
    assert main(["files", str(file)], {}) == 1
    assert mine.read_bytes() == b"in the middle of putting it right"
    assert (tmp_path / "十月.marked-2.xlsx").exists()


def test_a_workbook_without_mistakes_has_no_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["files", str(saved(tmp_path / "十月.xlsx", RIGHT))], {}) == 0
    assert "可以上傳" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["十月.xlsx"]


def test_the_worst_exit_code_counts_and_every_workbook_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = saved(tmp_path / "broken.xlsx", b"")
    others = [saved(tmp_path / "1.xlsx", WRONG), saved(tmp_path / "2.xlsx", RIGHT)]
    assert main(["files", *map(str, [broken, *others])], {}) == 2
    assert "一共 3 個檔案：沒有檢核 1 個、還不能上傳 1 個、可以上傳 1 個。" in capsys.readouterr().out


def test_a_folder_is_checked_without_the_copies_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("1.xlsx", "2.xlsx", "~$1.xlsx"):
        saved(tmp_path / "十月" / name, WRONG)
    assert main(["folder", str(tmp_path / "十月")], {}) == 1
    assert "一共 2 個檔案" in capsys.readouterr().out
    assert main(["folder", str(tmp_path / "十月")], {}) == 1
    shown = capsys.readouterr().out
    assert "有 2 個檔案是之前檢核時另存的" in shown
    assert "一共 2 個檔案" in shown


@pytest.mark.parametrize("kind", ["files", "folder"])
def test_where_nothing_was_dropped_it_asks(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path / "十 月.xlsx", RIGHT)
    monkeypatch.setattr("sys.stdin", io.StringIO(f'"{file}"\n'))
    assert main([kind], {}) == 0
    assert {"files": "把要檢核的報表", "folder": "把放報表的資料夾"}[kind] in capsys.readouterr().out
    assert main([kind], {}) == 2
    assert "沒有檢核" in capsys.readouterr().out


def test_a_folder_without_workbooks_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["folder", str(tmp_path)], {}) == 2
    assert "沒有" in capsys.readouterr().out
