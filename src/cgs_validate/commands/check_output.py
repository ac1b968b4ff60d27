"""Where the reports of ``check`` go, and what the screen says of them: progress, an overview, what was left out."""

import sys
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import click

from ..atomic_write import check_target, real_path, save, writing
from ..checking.messages import catalog
from ..text import printable
from . import options
from .file_names import fitting

if TYPE_CHECKING:
    from ..reports.overview import Line
    from .check import Outcome, Request

INDEX = "index"

_FEW = 3  # files, from which on a bar is shown
_MOST_NAMES = 8  # of written reports


def write(
    outcomes: Iterator["Outcome"],
    count: int,
    left_out: Mapping[str, Sequence[str]],
    request: "Request",
    out: Path | None,
    *,
    force: bool,
) -> int:
    """Write the reports, say what became of them, and return the exit code. left_out: files by the reason."""
    with closing(_with_progress(outcomes, count, on_screen=out is None)) as outcomes:
        if out and request.format == "html" and request.many:
            return _write_pages(outcomes, left_out, request, out, force=force)
        return _write_one(outcomes, left_out, request, out, force=force)


def print_left_out(left_out: Mapping[str, Sequence[str]], language: str) -> None:
    """Print which files are not checked, and why."""
    if any(left_out.values()):
        from ..reports import overview

        for sentence in overview.left_out(left_out, language):
            click.echo(sentence, err=True)


def _write_one(
    outcomes: Iterator["Outcome"],
    left_out: Mapping[str, Sequence[str]],
    request: "Request",
    out: Path | None,
    *,
    force: bool,
) -> int:
    """Write all reports to the screen, or to one file."""
    exit_codes: list[int] = []
    lines: list[Line] = []
    said, written = "", False
    with _opened(out, force) as whole:
        if request.format == "csv":
            from ..reports.csv import render_header

            _print(("\ufeff" if out else "") + render_header(), whole)
        for outcome in outcomes:
            _print_error(outcome)
            _print("\n" * (written and request.is_text) + outcome.text, whole)
            written = written or bool(outcome.text)
            lines.append(_line(outcome))
            exit_codes.append(outcome.exit_code)
            said = outcome.found.get("said", "")
        table = _overview(lines, request) if request.many and (out or request.is_text) else ""
        if request.is_text:
            _print(table, whole)
    if out:
        if shown := table or said:
            click.echo(shown, err=True)
        if written or request.format == "csv" or (table and request.is_text):
            click.echo(options.text(request.language, "written", path=options.shown(out)), err=True)
    print_left_out(left_out, request.language)
    return max(exit_codes)


@contextmanager
def _opened(out: Path | None, force: bool) -> Iterator[IO[bytes] | None]:
    """Have a file to write to which becomes the output at the end, if there is something in it; None for the screen."""
    if out is None:
        yield None
        return
    check_target(out, force=force)
    with ExitStack() as stack:
        stack.enter_context(writing(out))
        whole = stack.enter_context(TemporaryFile(dir=real_path(out).parent))
        yield whole
        if whole.tell():
            whole.seek(0)
            save(out, whole, force=force)


def _write_pages(
    outcomes: Iterator["Outcome"],
    left_out: Mapping[str, Sequence[str]],
    request: "Request",
    folder: Path,
    *,
    force: bool,
) -> int:
    """Write a page for each workbook, and an index, into a folder."""
    from ..reports import overview

    language, index = request.language, folder / f"{INDEX}.html"
    names = Counter({INDEX: 1})
    pages: list[Path] = []
    exit_codes: list[int] = []
    lines: list[Line] = []
    if folder.is_dir():
        check_target(index, force=force)
    for outcome in outcomes:
        _print_error(outcome)
        if outcome.text:
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
            pages.append(_page_path(folder, outcome.path.stem, names))
            save(pages[-1], outcome.text, force=force)
        lines.append(_line(outcome, pages[-1].name if outcome.text else ""))
        exit_codes.append(outcome.exit_code)
    click.echo(_overview(lines, request), err=True)
    if pages:
        save(index, overview.render_index(lines, overview.left_out(left_out, language), language), force=force)
        _print_pages(pages, folder, language)
        click.echo(options.text(language, "index", path=options.shown(index)), err=True)
    print_left_out(left_out, language)
    return max(exit_codes)


def _page_path(folder: Path, stem: str, names: Counter[str]) -> Path:
    """Return a page's path, which is no other's, also where small and capital letters are the same."""
    names[stem.casefold()] += 1
    number = names[stem.casefold()]
    return fitting(folder, stem, ".html" if number == 1 else f" ({number}).html")


def _print_pages(pages: Sequence[Path], folder: Path, language: str) -> None:
    named = [options.shown(page.relative_to(folder)) for page in pages[:_MOST_NAMES]]
    said = str(catalog(language).sentences["asks"]["items"]).join(named)
    if more := len(pages) - len(named):
        said += f"　{options.text(language, 'more', count=more)}"
    click.echo(options.text(language, "pages", count=len(pages), folder=options.shown(folder), pages=said), err=True)


def _overview(lines: Sequence["Line"], request: "Request") -> str:
    from ..reports.overview import render_overview

    return render_overview(lines, request.language, colour=request.colour, width=request.width)


def _line(outcome: "Outcome", page: str = "") -> "Line":
    from ..reports.overview import Line

    found = {name: outcome.found[name] for name in ("verdict", "tally", "fixable") if name in outcome.found}
    return Line(outcome.name, page=page, error=outcome.error, **found)


def _print(text: str, whole: IO[bytes] | None) -> None:
    if whole:
        whole.write(text.encode())
    else:
        click.echo(text, nl=False, color=True)


def _print_error(outcome: "Outcome") -> None:
    if outcome.error:
        click.echo(f"{printable(str(outcome.path))}: {outcome.error}", err=True)


def _with_progress(outcomes: Iterator["Outcome"], count: int, *, on_screen: bool) -> Generator["Outcome"]:
    """Show a bar at the terminal to which the reports go, else at that of the errors; what is no terminal gets none."""
    stream = sys.stdout if on_screen and sys.stdout.isatty() else sys.stderr
    if count < _FEW or not stream.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(
        BarColumn(40),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=stream),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=sys.stderr.isatty(),
    ) as bar:
        yield from bar.track(outcomes, total=count)
