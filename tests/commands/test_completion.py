"""Words are completed in each shell that the README names."""

import os
import subprocess
import sys

import pytest


def run(shell: str, **more: str) -> str:
    environment = {**os.environ, "_CGS_VALIDATE_COMPLETE": shell, **more}
    done = subprocess.run(
        [sys.executable, "-m", "cgs_validate"], capture_output=True, text=True, encoding="utf-8", env=environment
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell"])
def test_a_shell_gets_its_script(shell: str) -> None:
    if shell == "bash" and sys.platform == "win32":
        pytest.skip("click asks bash for its version")
    assert "_CGS_VALIDATE_COMPLETE" in run(f"{shell}_source")


@pytest.mark.parametrize(
    ("line", "word", "first"),
    [
        ("cgs-validate ch", "ch", "plain\tcheck\t"),
        ("cgs-validate check --form", "--form", "plain\t--format\t"),
        ("cgs-validate check --format ", "", "plain\ttext\t"),
        ("cgs-validate check --format j", "j", "plain\tjson\t"),
        ("cgs-validate spec l", "l", "plain\tlint\t"),
    ],
)
def test_powershell(line: str, word: str, first: str) -> None:
    assert run("powershell_complete", COMP_WORDS=line, COMP_CWORD=word).splitlines()[0].startswith(first)


def test_bash() -> None:
    shown = run("bash_complete", COMP_WORDS="cgs-validate check --stage ", COMP_CWORD="3").splitlines()
    assert shown == [f"plain,{stage}" for stage in ("國小", "國中", "高中職", "elementary", "junior", "senior")]
