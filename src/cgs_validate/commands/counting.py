"""What the commands that count workbooks share: the options, the reading of the files, and where the result goes."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import click

from ..atomic_write import save
from ..errors import ReadError, errors_in
from ..ooxml.limits import Limits
from ..text import printable
from . import check_output, options
from .folders import LEFT_OUT, find
from .usage import Choice, Misuse, hint_of

FORMATS = ("text", "csv", "json", "html")

Function = TypeVar("Function", bound=Callable[..., Any])


class Counted(Protocol):
    """What workbooks are added to."""

    def add(self, summary: Any) -> None:
        """Add the summary of a workbook."""


class Counting(NamedTuple):
    """The command line of a command that counts workbooks."""

    form: str
    out: Path | None
    force: bool
    language: str
    limits: Limits
    jobs: int | None

    def add_all(self, paths: Iterable[Path], counted: Counted) -> int:
        """Add all workbooks, name those that cannot be read, and return the exit code. Raises ReadError for none."""
        from ..statistics.summary import summaries

        found = find(paths)
        check_output.print_left_out(dict(zip(LEFT_OUT, found[1:], strict=True)), self.language)
        if not found.files:
            raise ReadError("no_workbooks")
        unread: list[Path] = []

        def refused(path: Path, error: ReadError) -> None:
            unread.append(path)
            with errors_in(self.language):
                click.echo(f"{printable(str(path))}: {error.message}\n  {hint_of(error)}", err=True)

        for summary in summaries(found.files, self.limits, self.jobs or os.cpu_count() or 1, refused):
            counted.add(summary)
        return 2 if unread else 0

    def write(self, text: str) -> None:
        """Print the result, or write it to ``-o``. Raises WriteError."""
        options.echo_or_save(text, self.out, self.force)

    def save(self, data: bytes) -> None:
        """Write a file to ``-o``. Raises WriteError, and a usage error without that option."""
        if self.out is None:
            raise Misuse("xlsx_needs_file", click.get_current_context())
        save(self.out, data, force=self.force)
        click.echo(options.shown(self.out))

    def write_page(self, function: str, *arguments: Any, **more: Any) -> None:
        """Write a page that a function of ``statistics.page`` makes; it draws plots, with what an extra installs."""
        try:
            from ..statistics import page
        except ModuleNotFoundError:
            options.fail(options.text(self.language, "plots_missing", python=sys.executable))
        self.write(getattr(page, function)(*arguments, **more))


def counting(*more_formats: str) -> Callable[[Function], Function]:
    """Add ``--format``, ``-o``, ``--force``, ``--lang``, ``--allow`` and ``--jobs``, as one argument."""

    def add(function: Function) -> Function:
        @wraps(function)
        def run(
            form: str, out: Path | None, force: bool, language: str, limits: Limits, jobs: int | None, **more: object
        ) -> Any:
            return function(Counting(form, out, force, language, limits, jobs), **more)

        formats = Choice((*FORMATS, *more_formats))
        shown = click.option("--format", "form", type=formats, default="text", show_default=True)
        at_once = click.option("--jobs", type=click.IntRange(1), help="同時讀幾個檔案 number of processes")
        written = options.output("寫到檔案 write to a file")
        return shown(written(options.language(options.allow(at_once(cast("Function", run))))))

    return add
