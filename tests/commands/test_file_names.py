"""The names of what commands write: as long as the disk allows, no longer with each copy, none that Windows refuses."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workbooks import case, workbook

from cgs_validate import WriteError
from cgs_validate.atomic_write import save
from cgs_validate.commands import file_names
from cgs_validate.commands.cli import group
from cgs_validate.commands.file_names import check_name, copy_path

DATA = workbook([case(D=None)])
WRITING = {
    "mark": ["mark", "FILE"],
    "unmark": ["unmark", "FILE"],
    "fix": ["fix", "FILE"],
    "next-month": ["next-month", "FILE"],
    "migrate": ["migrate", "FILE", "--to", "cgs/112"],
    "check": ["check", "FILE"],
    "check to html": ["check", "FILE", "--format", "html"],
    "template": ["template", "cgs/111"],
    "spec diff": ["spec", "diff", "cgs/111", "cgs/112"],
    "spec infer": ["spec", "infer", "FILE"],
    "spec confirm": ["spec", "confirm", "cgs/111", "FILE"],
}
COPYING = [name for name in WRITING if name in ("mark", "unmark", "fix", "next-month", "migrate")]
posix = pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow, links")


def run(name: str, file: Path, *more: object) -> Result:
    arguments = [str(file) if word == "FILE" else word for word in WRITING[name]]
    return CliRunner().invoke(group, [*arguments, *map(str, more), "--lang", "zh-TW"])


def written(result: Result, folder: Path, before: set[Path]) -> str:
    """Return the name of the one file that a command has written, and said so."""
    assert result.exit_code in (0, 1), result.output
    (path,) = set(folder.iterdir()) - before
    assert path.name in result.output
    assert not result.exception or isinstance(result.exception, SystemExit)
    return path.name


def refused(result: Result, sentence: str) -> bool:
    """Whether a command ended by a sentence, and by nothing else."""
    assert isinstance(result.exception, SystemExit), result.exception
    lines = result.stderr.strip().splitlines()
    return result.exit_code == 2 and sentence in result.stderr and len(lines) <= 2 and not result.stdout


LONG = {
    "as long as allowed": "輔" * 83,
    "four bytes each": "😀" * 62,
    "letters": "a" * 250,
    "a mark on each letter": "a\u0323" * 83,
    "one sign of many": "a" * 16 + "👩‍👩‍👧" * 13,
    "a blank where it is cut": "a" * 40 + " " * 208 + "b",
}


@posix
@pytest.mark.parametrize("name", COPYING)
@pytest.mark.parametrize("stem", LONG.values(), ids=LONG)
def test_a_name_that_is_too_long_with_what_is_added_is_shortened(name: str, stem: str, tmp_path: Path) -> None:
    file = tmp_path / f"{stem}.xlsx"
    file.write_bytes(DATA)
    made = written(run(name, file), tmp_path, {file})
    short = made.split(".")[0]
    assert stem.startswith(short)
    assert len(short) > 30
    rest = stem[len(short) :]
    assert rest[0] not in "\u0323\u200d"
    assert not short.endswith(("\u200d", " "))


def test_there_must_be_room_for_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_names, "_room", lambda _: 10)
    file = tmp_path / "a.xlsx"
    file.write_bytes(DATA)
    assert refused(run("mark", file), "太長")


def test_windows_counts_the_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_names, "_LONGEST_PATH", len(str(tmp_path)) + 1 + 20)
    monkeypatch.setattr(file_names.os, "name", "nt")
    assert copy_path(tmp_path / "一二三四五六七八九十.xlsx", "marked", ".xlsx").name == "一二三四五六七八.marked.xlsx"


@posix
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("nameless", [False, True])
def test_the_longest_name_is_written(
    force: bool, nameless: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary file has no longer one."""
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / ("a" * 255)
    if force:
        path.write_bytes(b"old")
    save(path, b"new", force=force)
    assert path.read_bytes() == b"new"
    with pytest.raises(WriteError) as raised:
        save(tmp_path / ("a" * 256), b"new")
    assert raised.value.code == "name_too_long"


@posix
def test_html_of_many_files_with_long_names(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{'輔' * 83}.xlsx").write_bytes(DATA)
    result = run("check to html", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert {path.stem[-4:] for path in (tmp_path / "out").iterdir()} == {"輔" * 4, " (2)", "ndex"}


COPIES = {  # of which file, by which command: the name of the copy
    "first": ("a.xlsx", "mark", "a.marked.xlsx"),
    "marked again": ("a.marked.xlsx", "mark", "a.marked-2.xlsx"),
    "a third time": ("a.marked-2.xlsx", "mark", "a.marked.xlsx"),
    "migrated again": ("a.cgs-109.xlsx", "migrate", "a.cgs-112.xlsx"),
    "migrated a third time": ("a.cgs-109.cgs-111.xlsx", "migrate", "a.cgs-112.xlsx"),
    "migrated again, and marked": ("a.cgs-111.marked.xlsx", "migrate", "a.cgs-112.xlsx"),
    "migrated, then marked": ("a.cgs-112.xlsx", "mark", "a.cgs-112.marked.xlsx"),
    "marks out": ("a.marked.xlsx", "unmark", "a.unmarked.xlsx"),
    "in again": ("a.unmarked.xlsx", "mark", "a.marked.xlsx"),
    "fixed": ("a.marked.xlsx", "fix", "a.fixed.xlsx"),
    "the old way": ("a.marked.marked.unmarked.xlsx", "mark", "a.marked.xlsx"),
    "of another year": ("a.fixed.xlsx", "migrate", "a.cgs-112.xlsx"),
    "no copy": ("a.marking.xlsx", "mark", "a.marking.marked.xlsx"),
    "nothing in front": (".marked.xlsx", "mark", ".marked.marked.xlsx"),
}


@pytest.mark.parametrize("way", COPIES)
def test_the_copy_of_a_copy_has_no_longer_name(way: str, tmp_path: Path) -> None:
    name, command, expected = COPIES[way]
    file = tmp_path / name
    file.write_bytes(DATA)
    assert written(run(command, file), tmp_path, {file}) == expected


def test_names_do_not_grow_however_often_a_workbook_is_marked(tmp_path: Path) -> None:
    file, names = tmp_path / "a.xlsx", list[str]()
    file.write_bytes(DATA)
    for command in ["mark", "mark", "mark", "fix", "mark", "unmark", "mark"]:
        before = set(tmp_path.iterdir())
        names.append(written(run(command, file), tmp_path, before))
        file = tmp_path / names[-1]
    assert names == [
        "a.marked.xlsx", "a.marked-2.xlsx", "a.marked-3.xlsx", "a.fixed.xlsx", "a.marked-4.xlsx",
        "a.unmarked.xlsx", "a.marked-5.xlsx",
    ]  # fmt: skip


def test_the_copy_of_the_workbook_itself_is_not_numbered(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(DATA)
    assert run("mark", file).exit_code == 1
    assert refused(run("mark", file), "已經有")


NAMES = {
    "CON.xlsx": "保留給裝置",
    "nul": "保留給裝置",
    "aux.111-10.xlsx": "保留給裝置",
    "Com1.xlsx": "保留給裝置",
    "LPT9 .xlsx": "保留給裝置",
    "a:b.xlsx": "「:」",
    "a?.xlsx": "「?」",
    "C:\\Users\\a.xlsx": "「:」",
    "a\nb.xlsx": "Windows 上不能有",
    '"a".xlsx': '「"」',
    "a.xlsx ": "空白或句點",
    "a.xlsx.": "空白或句點",
}


@posix
@pytest.mark.parametrize("name", NAMES)
def test_no_file_gets_a_name_that_windows_does_not_know(name: str, tmp_path: Path) -> None:
    for command in WRITING:
        assert refused(run(command, tmp_path / "a.xlsx", "-o", tmp_path / name), NAMES[name])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["console.xlsx", "con1.xlsx", "com10.xlsx", "null.xlsx", "a.con.xlsx", ".a", "10月 會議.xlsx"]
)
def test_other_names_are_names(name: str) -> None:
    check_name(Path(name))


@pytest.mark.parametrize("name", [name for name in WRITING if not name.startswith("check")])
def test_a_folder_is_named_by_its_end(name: str, tmp_path: Path) -> None:
    assert refused(run(name, tmp_path / "a.xlsx", "-o", f"{tmp_path}/new/"), "這是資料夾")
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("name", WRITING)
def test_a_link_that_leads_nowhere(name: str, tmp_path: Path) -> None:
    file, link = tmp_path / "a.xlsx", tmp_path / "link.xlsx"
    file.write_bytes(DATA)
    link.symlink_to(tmp_path / "gone.xlsx")
    assert refused(run(name, file, "-o", link), "不在了")
    if "FILE" in WRITING[name]:
        assert refused(run(name, link, "-o", tmp_path / "out.xlsx"), "找不到這個檔案")
    link.unlink()
    link.symlink_to(link)
    for force in ([], ["--force"]):
        assert refused(run(name, file, "-o", link, *force), "指回自己")
    if "FILE" in WRITING[name]:
        assert refused(run(name, link, "-o", tmp_path / "out.xlsx"), "指回自己")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "link.xlsx"]


@pytest.mark.parametrize("name", WRITING)
def test_a_file_that_is_read_only(name: str, tmp_path: Path) -> None:
    file, out = tmp_path / "a.xlsx", tmp_path / "out.xlsx"
    file.write_bytes(DATA)
    out.write_text("mine")
    out.chmod(0o444)
    assert refused(run(name, file, "-o", out, "--force"), "唯讀")
    assert out.read_text() == "mine"
    file.chmod(0o444)
    assert run(name, file, "-o", tmp_path / "other.xlsx").exit_code in (0, 1)


@posix
@pytest.mark.parametrize("name", [name for name in WRITING if "FILE" in WRITING[name]])
def test_an_input_whose_name_is_too_long(name: str, tmp_path: Path) -> None:
    assert refused(run(name, tmp_path / f"{'長' * 100}.xlsx"), "路徑太長")
