"""``cgs-validate check``: checks files and folders and reports in the format asked for."""

import json
import os
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from ..checking.report import Report
from ..errors import CgsError, ReadError, SpecError, errors_in, unreadable
from ..isolation.pool import Workers
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes
from ..spec.library import load_spec
from . import options
from .budget import limited
from .folders import LEFT_OUT, earlier_months, find
from .next_command import count_fixable, fix_command
from .usage import Choice, Misuse, hint_of

GROUPED, ROWS = ("text", "grouped"), "rows"
FORMATS = (*GROUPED, ROWS, "json", "jsonl", "csv", "html")

_MANY = 16  # files, from which on all cores are used


class Request(NamedTuple):
    """What to check files against, and how to report. many: whether there may be several."""

    spec: str | None
    month: str | None
    stage: str | None
    limits: Limits
    format: str
    language: str
    values: bool
    verbose: bool
    many: bool
    colour: bool
    width: int
    previous: tuple[bytes, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the reports are for people to read as they are."""
        return self.format in (*GROUPED, ROWS)


class Outcome(NamedTuple):
    """What became of one file.

    exit_code: its own; text: its report; found: see ``check``, nothing where the file could not be checked; error: why.
    """

    path: Path
    name: str
    exit_code: int
    text: str
    found: dict[str, Any]
    error: str = ""


Check = Callable[[bytes, str, str, Request], Any]


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.checked_as
@click.option(
    "--format",
    "form",
    type=Choice(FORMATS),
    default="text",
    show_default=True,
    help="報告的格式：text（就是 grouped）相同的錯誤列在一起，rows 同一列的列在一起；jsonl 是一個檔案一行 JSON "
    "text, which is grouped: the same mistakes together; rows: row by row; jsonl: a line of JSON for each file",
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
@click.option("-v", "--verbose", is_flag=True, help="也印出規則的版本 print the digest of the rules, too")
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
    verbose: bool,
    jobs: int | None,
) -> None:
    """檢核活頁簿（檔案或資料夾）。 Check workbooks: files or folders."""
    from . import check_output

    found = find(paths)
    files = found.files
    left_out = dict(zip(LEFT_OUT, found[1:], strict=True))
    if not files:
        check_output.print_left_out(left_out, language)
        raise ReadError("no_workbooks")
    if out:
        options.refuse_input(out, files)
    many = len(files) > 1 or paths[0] not in files
    if form == "html" and many and out is None:
        raise Misuse("html_needs_folder", context)
    form = "jsonl" if form == "json" and many else form
    earlier = tuple(read_bytes(file, limits)[0] for file in earlier_months(previous, files))
    screen = options.screen(out)
    request = Request(spec, month, stage, limits, form, language, not no_values, verbose, many, *screen, earlier)
    if spec:
        load_spec(spec)
    jobs = jobs or (os.cpu_count() or 1 if len(files) >= _MANY else 1)
    workers = Workers(min(jobs, len(files)))
    outcomes = _run(files, request, workers if many else None)
    with closing(outcomes), workers:  # what is at work for it ends with the workers, and is not waited for
        context.exit(check_output.write(outcomes, len(files), left_out, request, out, force=force))


def _run(files: dict[Path, str], request: Request, workers: Workers | None) -> Generator[Outcome]:
    if workers is None:
        return (_check_file(path, name, request, limited()(check)) for path, name in files.items())
    return workers.each(lambda file: _check_file(*file, request, partial(workers.call, check)), files.items())


def _check_file(path: Path, name: str, request: Request, check: Check) -> Outcome:
    try:
        with errors_in(request.language):
            data, _ = read_bytes(path, request.limits)
            exit_code, text, found = check(data, name, os.fspath(path), request)
    except (ReadError, SpecError) as error:
        said = "\n  ".join(filter(None, (error.message, hint_of(error))))
        return Outcome(path, name, 2, _unreadable(name, error, request), {}, said)
    return Outcome(path, name, exit_code, text, found)


def check(data: bytes, name: str, path: str, request: Request) -> tuple[int, str, dict[str, Any]]:
    """Check a workbook; return the exit code, what to print, and what an overview has of it: all plain data.

    name: the file's name in its report; path: how a person may call it.
    """
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
    fixable = count_fixable(report) if request.is_text or request.many else 0
    advice = fix_command(path, fixable, request.language, (request.spec, request.month, request.stage))
    found = {
        "verdict": str(report.verdict_code),
        "said": report.verdict(request.language),
        "tally": {str(sort): count for sort, count in report.tally.items()},
        "fixable": fixable,
    }
    return 0 if report.ok else 1, _text(report, advice, request), found


def _text(report: Report, advice: str, request: Request) -> str:
    language, values = request.language, request.values
    if request.format.startswith("json"):
        return report.to_json(values=values, indent=_indent(request)) + "\n"
    if request.format == "csv":
        from ..reports.csv import render_csv

        return render_csv(report, language, values=values)
    if request.format == "html":
        from ..reports.html import render_html

        return render_html(report, language, values=values)
    from ..reports.text import render_text

    return render_text(
        report,
        language,
        values=values,
        colour=request.colour,
        width=request.width,
        rows=request.format == ROWS,
        verbose=request.verbose,
        advice=advice,
    )


def _indent(request: Request) -> int | None:
    return 2 if request.format == "json" else None


def _unreadable(name: str, error: CgsError, request: Request) -> str:
    if not request.format.startswith("json"):
        return ""
    return json.dumps(unreadable(name, error), ensure_ascii=False, indent=_indent(request)) + "\n"
