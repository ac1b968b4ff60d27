"""Folders are checked by workers: in order, whatever one of the files does, and ended at once when asked to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from workbooks import workbook

from cgs_validate.commands.cli import group
from cgs_validate.isolation.pool import Workers

RIGHT = workbook()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_a_check_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    folder, temporary = tmp_path / "in", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    for number in range(2_000):
        (folder / f"{number}.xlsx").write_bytes(RIGHT)
    command = [sys.executable, "-m", "cgs_validate", "check", str(folder), "--format", "json"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as check:
        assert check.stdout is not None
        assert check.stdout.readline()
        check.send_signal(signal.SIGINT)
        out, err = check.communicate(timeout=60)
    assert check.returncode == 130
    assert out.count("\n") < 1_900
    assert "Traceback" not in err
    assert not list(temporary.iterdir())


def test_a_file_that_stops_its_worker_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.xlsx").write_bytes(RIGHT)
    call = Workers.call

    def call_or_die(workers: Workers, function: Callable[..., Any], data: bytes, name: str, *rest: Any) -> Any:
        return call(workers, os._exit, 1) if name == "b.xlsx" else call(workers, function, data, name, *rest)

    monkeypatch.setattr(Workers, "call", call_or_die)
    result = CliRunner().invoke(group, ["check", str(tmp_path), "--format", "json"])
    lines = list(map(json.loads, result.stdout.splitlines()))
    assert [line["workbook"]["name"] for line in lines] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [line.get("error", {}).get("code") for line in lines] == [None, "worker_died", None]
    assert result.exit_code == 2


def test_a_folder_is_written_to_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.xlsx").write_bytes(RIGHT)
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(group, ["check", str(folder), "--format", "json", "-o", str(out)])
    assert result.exit_code == 0
    assert [json.loads(line)["workbook"]["name"] for line in out.read_text("utf-8").splitlines()] == [
        "0.xlsx",
        "1.xlsx",
        "2.xlsx",
    ]
