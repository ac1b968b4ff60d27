"""Runs in the portable folder's Python: does what its user does, and prints what came of it as JSON.

Arguments: the folder, the same folder by a path of plain letters, and a folder with workbooks.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout

import pythoncom
import win32com.client  # noqa: F401 - what the add-in needs is there
import xlwings  # noqa: F401

from cgs_validate import WorkerPool
from cgs_validate.commands import check


def run(command, **environment):
    """Run a command as Windows does where something is double-clicked, or dropped on it."""
    ended = subprocess.run(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return ended.returncode, ended.stdout.decode("utf-8", "replace")


def main(folder, plain, work):
    file = rf"{work}\十 月.xlsx"
    dropped = rf"{work}\a&b%PATH%.xlsx"  # no blank, so Windows does not quote it
    line = rf'C:\WINDOWS\system32\cmd.exe /c ""{folder}\檢核.cmd" {dropped} "'
    with redirect_stdout(io.StringIO()) as shown:
        exit_code = check.command.main([file, "--format", "json", "--lang", "zh-TW"], standalone_mode=False)
    with WorkerPool(1, seconds=100) as pool:  # what ``isolate=True`` uses, on a busy machine
        isolated = pool.validate(file, language="zh-TW").to_dict()
    return {
        "pythoncom": pythoncom.__file__,
        "check": (exit_code, shown.getvalue()),
        "isolated": isolated,
        "files": run(rf'"{folder}\檢核.cmd" {work}\a', CMDCMDLINE=line),
        "folder": run(rf'"{folder}\檢核資料夾.cmd" "{work}\資 料&夾!"'),
        "excel": run(rf'"{plain}\裝進Excel.cmd"', APPDATA=rf"{work}\appdata", USERPROFILE=rf"{work}\home"),
    }


sys.stdout.write(json.dumps(main(*sys.argv[1:])))
