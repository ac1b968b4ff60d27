"""``cgs-validate check``: checks files and folders and reports in the format asked for."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

import click

from ..atomic_write import check_target, real_path, save, writing
from ..errors import CgsError, ReadError, SpecError, errors_in, unreadable
from ..isolation.pool import Workers
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes, reading
from ..spec.library import load_spec
from ..text import printable
from . import options
from .budget import limited
from .file_names import fitting

FORMATS = ("text", "json", "jsonl", "csv", "html")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

_MANY = 16  # files, from which on all cores are used


class Request(NamedTuple):
    """What to check files against, and how to report."""

    spec: str | None
    month: str | None
    stage: str | None
    limits: Limits
    format: str
    language: str
    values: bool
    colour: bool
    width: int
    previous: tuple[bytes, ...] = ()


class Outcome(NamedTuple):
    """One file's exit code, what to print, and the error where it could not be checked."""

    path: Path
    exit_code: int
    text: str
    error: str = ""


Check = Callable[[bytes, str, Request], Sequence[Any]]


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.checked_as
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="報告的格式；jsonl 是一個檔案一行 JSON jsonl: a line of JSON for each file",
)
@options.output("寫到檔案（多個檔案的 html 要給資料夾） write to a file; a folder for html of many files", folder=True)
@options.language
@options.allow
@click.option(
    "--previous",
    multiple=True,
    type=click.Path(path_type=Path),
    help="上個月的檔案，比對前後月；可以給好幾個，或一個資料夾 last month's workbook; several, or a folder",
)
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
    previous: tuple[Path, ...],
    no_values: bool,
    jobs: int | None,
) -> None:
    """檢核活頁簿（檔案或資料夾）。 Check workbooks: files or folders."""
    files = _files(paths)
    if out:
        options.refuse_input(out, files)
    many = len(files) > 1 or paths[0] not in files
    if form == "html" and many and out is None:
        raise click.UsageError("html of many files needs -o FOLDER")
    form = "jsonl" if form == "json" and many else form
    earlier = tuple(read_bytes(file, limits)[0] for file in _earlier(previous, files))
    request = Request(spec, month, stage, limits, form, language, not no_values, *options.screen(out), earlier)
    if spec:
        load_spec(spec)
    jobs = jobs or (os.cpu_count() or 1 if len(files) >= _MANY else 1)
    with Workers(min(jobs, len(files))) as workers:
        outcomes = _with_progress(_run(files, request, workers if many else None), len(files))
        if out and form == "html" and many:
            context.exit(max(_write_pages(outcomes, out, force)))
        context.exit(max(_write(outcomes, request, out, force)))


def _files(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the files named and the workbooks in the folders named, with their names in reports."""
    files: dict[Path, str] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
            files.update((file, file.relative_to(path).as_posix()) for file in workbooks_in(path))
        else:
            files[path] = path.name
    if not files:
        raise ReadError("no_workbooks")
    return files


def _earlier(paths: Iterable[Path], files: Iterable[Path]) -> Iterator[Path]:
    """Yield the workbooks of earlier months; in a folder of a year, those that are checked are not."""
    checked = {os.path.realpath(file) for file in files}
    for path in paths:
        inside = workbooks_in(path) if os.path.isdir(path) else [path]  # noqa: PTH112 - Path.is_dir may raise
        yield from (file for file in inside if len(inside) == 1 or os.path.realpath(file) not in checked)


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks in a folder and in those below it, but Excel's lock files. Raises ReadError."""
    with reading():
        inside = sorted(file for file in folder.rglob("*") if file.suffix.lower() in WORKBOOKS and file.is_file())
    return [file for file in inside if not file.name.startswith(("~$", "."))]


def _run(files: dict[Path, str], request: Request, workers: Workers | None) -> Iterator[Outcome]:
    if workers is None:
        return (_check_file(path, name, request, limited()(check)) for path, name in files.items())
    return workers.each(lambda file: _check_file(*file, request, partial(workers.call, check)), files.items())


def _check_file(path: Path, name: str, request: Request, check: Check) -> Outcome:
    try:
        with errors_in(request.language):
            data, _ = read_bytes(path, request.limits)
            exit_code, text = check(data, name, request)
    except ReadError as error:
        message = f"{printable(str(path))}: {error.message}\n  {error.hint}"
        return Outcome(path, 2, _unreadable(name, error, request), message)
    except SpecError as error:
        return Outcome(path, 2, _unreadable(name, error, request), error.message)
    return Outcome(path, exit_code, text)


def check(data: bytes, name: str, request: Request) -> tuple[int, str]:
    """Check a workbook; return the exit code and what to print. name: the file's name in its report."""
    from ..api import validate

    report = validate(
        data,
        request.spec,
        request.month,
        request.stage,
        previous=request.previous,
        name=name,
        language=request.language,
        limits=request.limits,
    )
    if request.format.startswith("json"):
        text = report.to_json(values=request.values, indent=_indent(request)) + "\n"
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


def _indent(request: Request) -> int | None:
    return 2 if request.format == "json" else None


def _unreadable(name: str, error: CgsError, request: Request) -> str:
    if not request.format.startswith("json"):
        return ""
    return json.dumps(unreadable(name, error), ensure_ascii=False, indent=_indent(request)) + "\n"


def _write_pages(outcomes: Iterable[Outcome], folder: Path, force: bool) -> Iterator[int]:
    names: Counter[str] = Counter()
    for outcome in outcomes:
        _print_error(outcome)
        if outcome.text:
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
            save(_page_path(folder, outcome.path.stem, names), outcome.text, force=force)
        yield outcome.exit_code


def _page_path(folder: Path, stem: str, names: Counter[str]) -> Path:
    names[stem] += 1
    return fitting(folder, stem, ".html" if names[stem] == 1 else f" ({names[stem]}).html")


def _write(outcomes: Iterable[Outcome], request: Request, out: Path | None, force: bool) -> Iterator[int]:
    with ExitStack() as stack:
        whole = None
        if out:
            from tempfile import TemporaryFile

            check_target(out, force=force)
            stack.enter_context(writing(out))
            whole = stack.enter_context(TemporaryFile(dir=real_path(out).parent))
        if request.format == "csv":
            from ..reports.csv import render_header

            _print(("\ufeff" if out else "") + render_header(), whole)
        for outcome in outcomes:
            _print_error(outcome)
            _print(outcome.text, whole)
            yield outcome.exit_code
        if out and whole and whole.tell():
            whole.seek(0)
            save(out, whole, force=force)
            click.echo(options.text(request.language, "written", path=options.shown(out)), err=True)


def _print(text: str, whole: IO[bytes] | None) -> None:
    if whole:
        whole.write(text.encode())
    else:
        click.echo(text, nl=False, color=True)


def _print_error(outcome: Outcome) -> None:
    if outcome.error:
        click.echo(outcome.error, err=True)


def _with_progress(outcomes: Iterator[Outcome], count: int) -> Iterator[Outcome]:
    if count < 3 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, total=count, description="", console=Console(stderr=True), transient=True)
