"""What start.py does on Python 3.11 or later: install into .venv, then check the example or run the tests."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
EXAMPLE = ROOT / "examples" / "cgs-111-errors.xlsx"

FIRST = "正在安裝，第一次約半分鐘…"
AGAIN = "正在更新安裝，約幾秒鐘…"
NEXT = "\n接下來：\n  {activate}\n  {check}"
INTERRUPTED = "已經停止，沒有裝好；要裝的話，請再執行一次。"
NO_PIP = "這個 Python 少了 pip：請先安裝（Debian、Ubuntu 是 sudo apt install python3-venv），再執行一次。"
READ_ONLY = "不能寫入「{folder}」：請把整個資料夾複製到自己可以存檔的地方，在那裡再執行一次。"
OTHER = "沒有裝好（{reason}）：請刪掉「{venv}」再執行一次，還是一樣的話，請把這一行交給資訊組。"
REASONS = {  # what venv and pip write, and the sentence for it
    r"\[Errno (13|30)\]|\[WinError 5\]": READ_ONLY,
    r"\[Errno 28\]": "磁碟滿了，沒有裝好：請刪掉用不到的檔案，再執行一次。",
    r"connection broken|ConnectionError|ProxyError|SSLError|Timeout": (
        "連不上下載套件的網站，沒有裝好：請檢查網路（學校要經過代理伺服器的，請洽資訊組），再執行一次。"
    ),
}


class NotInstalledError(Exception):
    """The installation failed; the text is the sentence that says why and what to do."""


def main(arguments: list[str]) -> int:
    """Install what is asked for, then run it; return the exit code."""
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # as cgs-validate does
    try:
        install(["tox>=4.22"] if arguments else ["--editable", str(ROOT)])  # edited specs are read
    except NotInstalledError as error:
        print(error)
        return 2
    except KeyboardInterrupt:
        print(INTERRUPTED)
        return 130
    if arguments:
        return subprocess.run([PYTHON, "-m", "tox", "run", *arguments[1:]], cwd=ROOT, check=False).returncode
    return check_example()


def install(package: list[str]) -> None:
    """Install a package into .venv; where that fails, a .venv that was not there before is removed."""
    new = not VENV.exists()
    print(FIRST if new else AGAIN, flush=True)
    try:
        run([*pip_of_environment(), "install", "--quiet", "--disable-pip-version-check", *package])
    except BaseException:
        if new:
            shutil.rmtree(VENV, ignore_errors=True)
        raise


def pip_of_environment() -> list[str]:
    """Make .venv, where it is not whole, and return the command of its pip, or of this Python's for it."""
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if not with_pip and importlib.util.find_spec("pip") is None:
        raise NotInstalledError(NO_PIP)
    asked = [str(PYTHON), "-c", "import pip" if with_pip else ""]
    if not PYTHON.exists() or subprocess.run(asked, check=False, capture_output=True).returncode:
        run([sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(VENV)])
    return [str(PYTHON), "-m", "pip"] if with_pip else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def run(command: list[str]) -> None:
    """Run a command without its output, which becomes a sentence where it fails."""
    around = {"PIP_RETRIES": "1", **os.environ}  # without a network, pip's five retries say nothing for minutes
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace", env=around)
    if done.returncode:
        raise NotInstalledError(sentence_for(done.stdout + done.stderr))


def sentence_for(output: str) -> str:
    """Return what is wrong and what to do, from what venv or pip has written."""
    lines = output.strip().splitlines() or [""]
    reason = next((line for line in lines if line.lower().startswith("error")), lines[-1])
    known = (sentence for pattern, sentence in REASONS.items() if re.search(pattern, output))
    return next(known, OTHER).format(folder=ROOT, venv=VENV, reason=reason)


def check_example() -> int:
    """Check the example, and show the command and what comes next; return the exit code."""
    command = [shown(SCRIPTS / "cgs-validate"), "check", shown(EXAMPLE), "--stage", "senior"]
    print(f"$ {as_typed(command)}\n", flush=True)
    checked = subprocess.run(command, check=False)
    activate = [shown(SCRIPTS / "activate")] if os.name == "nt" else ["source", shown(SCRIPTS / "activate")]
    print(NEXT.format(activate=as_typed(activate), check="cgs-validate check 自己的報表.xlsx"))
    return 0 if checked.returncode == 1 else 2  # the example has mistakes, and that is what it is for


def shown(path: Path) -> str:
    """Return a path as one types it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def as_typed(command: list[str]) -> str:
    """Return a command as one types it in this system's shell."""
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
