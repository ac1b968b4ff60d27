"""``cgs-validate check``: files and folders checked, in the form asked for."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import click

from ..checking.messages import catalog
from ..errors import ReadError, SpecError
from ..isolation.pool import Workers
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes
from ..text import printable
from . import options

FORMATS = ("text", "json", "csv", "html")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

_MANY = 16  # files, from which on all cores are used


@dataclass(frozen=True)
class Request:
    """What to check files against, and how to tell of it."""

    spec: str | None
    month: str | None
    stage: str | None
    limits: Limits
    format: str
    language: str
    values: bool
    single: bool
    width: int
    colour: bool


@dataclass(frozen=True)
class Outcome:
    """One file's verdict: its exit code, what to print, and what went wrong where it could not be checked."""

    path: Path
    exit_code: int
    text: str
    error: str = ""


Judge = Callable[[bytes, str, Request], Sequence[Any]]


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--spec", metavar="ID", help="表格規格，例如 cgs/111；不指定就自動辨認 the form, else recognised")
@click.option("--month", metavar="111-10", help="填報月份 report month")
@options.stage
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@options.output("寫到檔案（多個檔案的 html 要給資料夾） write to a file; a folder for html of many files")
@options.language
@options.allow
@click.option("--no-values", is_flag=True, help="不印出儲存格內容 leave out what the cells hold")
@click.option("--jobs", type=click.IntRange(1), help="同時檢核幾個檔案 number of processes")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    spec: str | None,
    month: str | None,
    stage: str | None,
    form: str,
    out: Path | None,
    force: bool,
    language: str,
    limits: Limits,
    no_values: bool,
    jobs: int | None,
) -> None:
    """檢核活頁簿（檔案或資料夾）。 Check workbooks: files or folders."""
    with options.plain_errors(language):
        files = _files(paths)
        if out and any(_same_file(out, file) for file in files):
            raise ReadError("output_is_input", path=printable(str(out)))
        many = len(files) > 1 or paths[0].is_dir()
        if form == "html" and many and out is None:
            raise click.UsageError("html of many files needs -o FOLDER")
        colour = form == "text" and out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        request = Request(spec, month, stage, limits, form, language, not no_values, not many, _width(out), colour)
        _check_arguments(request)
        jobs = jobs or (os.cpu_count() or 1 if len(files) >= _MANY else 1)
        with Workers(min(jobs, len(files))) as workers:
            outcomes = _run(files, request, workers if many else None)
            context.exit(max(_write(outcomes, len(files), request, out, force)))


def _check_arguments(request: Request) -> None:
    from ..spec.library import load_spec
    from ..spec.months import parse_month

    if request.month is not None and parse_month(request.month) is None:
        raise ReadError("wrong_month", month=request.month)
    if request.spec:
        load_spec(request.spec)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _files(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the files named, and the workbooks in the folders named, with how each is called in reports.

    Excel's lock files are none.
    """
    files: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in WORKBOOKS and file.is_file())
            shown = [file for file in inside if not file.name.startswith(("~$", "."))]
            files.update((file, file.relative_to(path).as_posix()) for file in shown)
        else:
            files[path] = path.name
    if not files:
        raise ReadError("no_workbooks")
    return files


def _run(files: dict[Path, str], request: Request, workers: Workers | None) -> Iterator[Outcome]:
    """Yield the files' outcomes in order; without workers they are checked in this process."""
    if workers is None:
        return (_check_file(path, name, request, judge) for path, name in files.items())
    return workers.each(lambda file: _check_file(*file, request, partial(workers.call, judge)), files.items())


def _check_file(path: Path, name: str, request: Request, judge: Judge) -> Outcome:
    try:
        data, _ = read_bytes(path, request.limits)
        exit_code, text = judge(data, name, request)
    except ReadError as error:
        catalog(request.language).localise(error)
        return _unread(path, name, error, request)
    except SpecError as error:
        catalog(request.language).localise(error)
        return Outcome(path, 2, _unreadable(name, "spec", error, request), str(error))
    return Outcome(path, exit_code, text)


def judge(data: bytes, name: str, request: Request) -> tuple[int, str]:
    """Check a workbook; return the exit code, and what to print. name: what the file is called in its report."""
    from ..api import validate

    report = validate(
        data, request.spec, request.month, request.stage, name=name, language=request.language, limits=request.limits
    )
    if request.format == "json":
        text = report.to_json(values=request.values, indent=2 if request.single else None) + "\n"
    elif request.format == "csv":
        from ..reports.csv import render_csv

        text = render_csv(report, request.language, values=request.values)
    elif request.format == "html":
        from ..reports.html import render_html

        text = render_html(report, request.language, values=request.values)
    else:
        from ..reports.text import render_text

        text = render_text(report, request.language, values=request.values, colour=request.colour, width=request.width)
    return 0 if report.ok else 1, text


def _unread(path: Path, name: str, error: ReadError, request: Request) -> Outcome:
    told = f"{printable(str(path))}: {error.message}\n  {error.hint}"
    return Outcome(path, 2, _unreadable(name, error.code, error, request), told)


def _unreadable(name: str, code: str, error: ReadError | SpecError, request: Request) -> str:
    """Return the JSON line of a file that could not be checked; other forms tell of it on standard error only."""
    if request.format != "json":
        return ""
    import json

    problem = {"code": code, "message": error.message, "hint": getattr(error, "hint", "")}
    line = {"schema": "cgs-validate/unreadable/1", "workbook": {"name": printable(name)}, "error": problem}
    return json.dumps(line, ensure_ascii=False, indent=2 if request.single else None) + "\n"


def _write(outcomes: Iterator[Outcome], count: int, request: Request, out: Path | None, force: bool) -> Iterator[int]:
    """Write each file's outcome as it comes, and yield its exit code."""
    folder = out if out and request.format == "html" and not request.single else None
    names: Counter[str] = Counter()
    with ExitStack() as stack:
        kept = stack.enter_context(TemporaryFile()) if out and not folder else None
        if request.format == "csv":
            from ..reports.csv import render_header

            _tell(("\ufeff" if out else "") + render_header(), kept)
        for outcome in _with_progress(outcomes, count, stack):
            if outcome.error:
                click.echo(outcome.error, err=True)
            if folder and outcome.text:
                folder.mkdir(parents=True, exist_ok=True)
                options.save_output(folder / _page_name(outcome.path.stem, names), outcome.text, force)
            else:
                _tell(outcome.text, kept)
            yield outcome.exit_code
        if out and kept and kept.tell():
            kept.seek(0)
            options.save_output(out, kept, force)
            click.echo(catalog(request.language).text("written", path=printable(str(out))), err=True)


def _page_name(stem: str, names: Counter[str]) -> str:
    """Return a name for a file's page that no other page of this run has."""
    names[stem] += 1
    return f"{stem}.html" if names[stem] == 1 else f"{stem} ({names[stem]}).html"


def _with_progress(outcomes: Iterator[Outcome], count: int, stack: ExitStack) -> Iterator[Outcome]:
    if count < 3 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, total=count, description="", console=Console(stderr=True), transient=True)


def _tell(text: str, kept: IO[bytes] | None) -> None:
    if kept:
        kept.write(text.encode())
    else:
        click.echo(text, nl=False, color=True)


def _width(out: Path | None) -> int:
    return 100 if out or not sys.stdout.isatty() else shutil.get_terminal_size().columns
