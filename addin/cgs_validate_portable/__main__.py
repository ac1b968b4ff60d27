"""What 檢核.cmd and 檢核資料夾.cmd run: dropped workbooks are checked, and marked copies written next to them."""

import os
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from cgs_validate import validate
from cgs_validate.checking.messages import catalog
from cgs_validate.commands import mark, options
from cgs_validate.commands.budget import limited
from cgs_validate.commands.file_names import copy_path, is_copy
from cgs_validate.commands.folders import workbooks_in
from cgs_validate.errors import CgsError, ReadError, errors_in
from cgs_validate.text import printable

LANGUAGE = "zh-TW"

# Windows quotes a path with blanks only. Other white space, such as U+3000, belongs to the name.
_PATH = re.compile(r'"([^"]+)"|([^ \t"]+)')


class Outcome(NamedTuple):
    """One workbook's exit code, its verdict in a few words, and the marked copy, if there is something to mark."""

    exit_code: int
    head: str
    copy: Path | None = None


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Check what was dropped and return the worst exit code, as the commands have it.

    arguments: ``files`` or ``folder``, for which to ask where nothing was dropped; then the paths. environment: as the
    .cmd file leaves it, with its own name and with the command line that Windows ran it by.
    """
    kind, *named = arguments
    dropped = paths_in_line(environment.get("CGS_LINE", ""), environment.get("CGS_NAME", "")) or named
    try:
        with errors_in(LANGUAGE):
            return check_all(dropped or paths_in(input(_say(f"ask_{kind}"))))
    except CgsError as error:
        click.echo(f"{error.message}\n{error.hint}")
    except EOFError:
        click.echo(_say("nothing"))
    except KeyboardInterrupt:
        return options.INTERRUPTED
    return 2


def paths_in_line(line: str, name: str) -> list[str]:
    """Return the paths in the command line by which Windows ran a .cmd file of that name."""
    _, found, rest = line.partition(name) if name else ("", "", "")
    return paths_in(rest.removeprefix('"')) if found else []


def paths_in(text: str) -> list[str]:
    """Return the paths in a text: in quotes, or without a blank."""
    return [quoted or bare for quoted, bare in _PATH.findall(text)]


def check_all(paths: Sequence[str]) -> int:
    """Check the workbooks and those in the folders; return the worst exit code. Raises ReadError."""
    files = [file for path in map(Path, paths) for file in _workbooks(path)]
    if not files:
        raise ReadError("no_workbooks")
    outcomes = [check_workbook(file) for file in files]
    if len(outcomes) == 1:
        _open(outcomes[0].copy)
    else:
        heads = Counter(outcome.head for outcome in outcomes)
        counts = "、".join(_say("each", head=head, count=count) for head, count in heads.items())
        click.echo("\n" + _say("total", count=len(outcomes), counts=counts))
    return max(outcome.exit_code for outcome in outcomes)


def check_workbook(file: Path) -> Outcome:
    """Check a workbook, print its verdict, and mark a copy where there is something to mark."""
    click.echo(f"\n{printable(file.name)}")
    try:
        with errors_in(LANGUAGE):
            with limited():
                report = validate(file, language=LANGUAGE)
            copy = _free_path(file) if report.annotations else None
    except CgsError as error:
        click.echo(f"✗ {error.message}\n{error.hint}")
        return Outcome(2, _say("unread"))
    month = report.month or catalog(LANGUAGE).text("unknown")
    click.echo(_say("checked_as", form=report.spec.title, month=month))
    click.echo(report.verdict())
    exit_code = 0 if report.ok else 1
    if copy:
        command = [os.fspath(file), "-o", os.fspath(copy), "--lang", LANGUAGE]
        exit_code = max(exit_code, mark.command.main(command, standalone_mode=False))
    return Outcome(exit_code, catalog(LANGUAGE).verdict_head(report.verdict_code), copy)


def _free_path(file: Path) -> Path:
    """Return the path of a marked copy, which has a number where there is one already."""
    return copy_path(file.with_name(f"{file.stem}.marked{file.suffix}"), "marked", file.suffix)


def _workbooks(path: Path) -> list[Path]:
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
        return [path]
    found = workbooks_in(path)
    copies = sum(map(is_copy, found))
    if copies:
        click.echo(_say("copies", count=copies))
    return [file for file in found if not is_copy(file)]


def _open(copy: Path | None) -> None:
    """Open a marked copy in the program for workbooks, where there is one."""
    if sys.platform == "win32" and copy and copy.exists():
        try:
            os.startfile(copy)  # noqa: S606 - as a double click would
        except OSError:
            return
        click.echo(_say("opened"))


def _say(name: str, **params: Any) -> str:
    return str(catalog(LANGUAGE).sentences["portable"][name]).format(**params)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
