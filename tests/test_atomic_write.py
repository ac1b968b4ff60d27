"""A file is written whole or not at all, never over another one unasked, and leaves no temporary file."""

import io
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from cgs_validate.atomic_write import deliver, save
from cgs_validate.errors import WriteError


class Watched:
    """Content that looks about while it is written."""

    def __init__(self, look: Any) -> None:
        self.pieces = [b"one", b"two", b""]
        self.look = look

    def read(self, _: int = -1) -> bytes:
        self.look()
        return self.pieces.pop(0)


class Full(io.BytesIO):
    """A file on a full disk."""

    def write(self, _: Any) -> int:
        raise OSError("no space left")


@pytest.fixture(params=[True, False], ids=["without a name", "with a name"])
def nameless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can write a file before it has a name."""
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return bool(request.param)


def test_a_file_being_written_is_private_and_in_its_folder(
    nameless: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "folder"
    elsewhere.mkdir()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    seen: list[tuple[str, int]] = []
    files = (elsewhere, folder)
    content: Any = Watched(
        lambda: seen.extend((p.parent.name, p.stat().st_mode & 0o777) for f in files for p in f.iterdir())
    )
    save(folder / "a.xlsx", content)
    assert set(seen) == (set() if nameless and sys.platform == "linux" else {("folder", 0o600)})
    assert [path.name for path in folder.iterdir()] == ["a.xlsx"]
    assert (folder / "a.xlsx").read_bytes() == b"onetwo"


@pytest.mark.usefixtures("nameless")
def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with pytest.raises(WriteError):
        save(path, b"new")
    with pytest.raises(ZeroDivisionError):
        save(path, Watched(lambda: 1 / 0), force=True)  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    save(path, "new", force=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.usefixtures("nameless")
def test_a_replacement_is_on_the_disk_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, synced = tmp_path / "a.xlsx", list[bytes]()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.pread(handle, 9, 0) + path.read_bytes()))
    save(path, b"first")
    save(path, b"second", force=True)
    assert synced == [b"secondfirst"]


@pytest.mark.usefixtures("nameless")
def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(WriteError):
        save(path, Watched(lambda: path.write_bytes(b"other")))  # type: ignore[arg-type]
    assert path.read_bytes() == b"other"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.usefixtures("nameless")
def test_a_pipe_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(WriteError) as raised:
        save(path, Watched(lambda: path.exists() or os.mkfifo(path)), force=True)  # type: ignore[arg-type]
    assert (raised.value.code, path.is_fifo()) == ("output_not_a_file", True)
    assert list(tmp_path.iterdir()) == [path]


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    targets: list[Any] = [tmp_path, tmp_path / "file" / "a", tmp_path / "nowhere" / "a", Full()]
    codes = []
    for target in targets:
        with pytest.raises(WriteError) as raised:
            deliver(b"new", target, force=True)
        codes.append(raised.value.code)
    assert codes == ["is_a_folder", "output_unwritable", "output_unwritable", "output_unwritable"]


def test_a_temporary_file_is_closed_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows shows the size that a file had when it was last closed, which may be none, until it is opened anew."""
    opened, closed, fdopen, link = list[Any](), list[bool](), os.fdopen, os.link
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(os, "fdopen", lambda *given: opened.append(fdopen(*given)) or opened[-1])
    monkeypatch.setattr(os, "link", lambda *given: closed.append(opened[-1].closed) or link(*given))
    save(tmp_path / "a.xlsx", b"new")
    assert closed == [True]


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_without_hard_links(force: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may still open files without names."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.xlsx"
    if force:
        path.write_bytes(b"old")
    save(path, b"new", force=force)
    with pytest.raises(WriteError):
        save(path, b"other")
    assert path.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_windows_writes_over_nothing_on_such_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its renaming refuses what came after it was last looked for."""
    path = tmp_path / "a.xlsx"

    def link(*_: object, **__: object) -> None:
        raise PermissionError

    def exists(asked: Path) -> bool:
        if asked == path:
            path.write_bytes(b"other")
        return False

    def rename(_: Path, target: Path) -> None:
        raise FileExistsError(target)

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(Path, "exists", exists)
    with pytest.raises(WriteError):
        save(path, b"new")
    assert path.read_bytes() == b"other"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="only Linux writes files before they have names")
def test_nothing_is_left_of_a_killed_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from cgs_validate.atomic_write import save\n"
        "print('begun', flush=True); save(Path(sys.argv[1]), sys.stdin.buffer)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "a.xlsx")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write(b"x" * 1_000_000)  # of which the pipe holds a part: it is being written
        process.stdin.flush()
        process.send_signal(signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []
