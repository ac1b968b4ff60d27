"""Options and errors that several commands share."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar, cast

import click

from ..atomic_write import save, writing
from ..checking.messages import catalog
from ..errors import CgsError, ReadError, WriteError, errors_in
from ..localisation import LANGUAGES, default_language
from ..ooxml.limits import ACTIVE, Limits
from ..spec.model import STAGES
from ..spec.months import parse_month

_STAGES = {"國小": "elementary", "國中": "junior", "高中職": "senior"}

Function = TypeVar("Function", bound=Callable[..., Any])


def language(function: Function) -> Function:
    """Add ``--lang``, by default that of the locale, else zh-TW, and turn errors into sentences."""

    @wraps(function)
    def run(*arguments: object, language: str, **more: object) -> Any:
        with plain_errors(language):
            return function(*arguments, language=language, **more)

    choices, help_text = click.Choice(LANGUAGES), "說明的語言 language"
    option = click.option("--lang", "language", type=choices, default=default_language, is_eager=True, help=help_text)
    return option(cast("Function", run))


def checked_as(function: Function) -> Function:
    """Add ``--spec``, ``--month`` and ``--stage``, which are read from the workbook where they are not given."""

    def stage(_: click.Context, __: click.Parameter, word: str | None) -> str | None:
        return _STAGES.get(word, word) if word else None

    def month(context: click.Context, _: click.Parameter, text: str | None) -> str | None:
        if text is not None and parse_month(text) is None:
            with plain_errors(context.params["language"]):
                raise ReadError("wrong_month", month=text)
        return text

    stages = click.Choice([*_STAGES, *STAGES])
    function = click.option("--stage", type=stages, callback=stage, help="學制 school stage")(function)
    function = click.option("--month", metavar="111-10", callback=month, help="填報月份 report month")(function)
    return click.option(
        "--spec", metavar="ID", help="表格規格，例如 cgs/111；不指定就自動辨認 the form, by default recognised"
    )(function)


def allow(function: Function) -> Function:
    """Add ``--allow``, which lets in what is refused for safety, as ``limits``."""

    def limits(_: click.Context, __: click.Parameter, allowed: tuple[str, ...]) -> Limits:
        return Limits(allow=frozenset(allowed))

    return click.option(
        "--allow",
        "limits",
        type=click.Choice(ACTIVE),
        multiple=True,
        callback=limits,
        help="含有這類內容也讀取 read a file in spite of such content",
    )(function)


def output(help_text: str) -> Callable[[Function], Function]:
    """Add ``-o`` and ``--force``."""

    def add(function: Function) -> Function:
        function = click.option("--force", is_flag=True, help="覆蓋已有的檔案 overwrite an existing file")(function)
        return click.option("-o", "--output", "out", type=click.Path(path_type=Path), help=help_text)(function)

    return add


class Copying(NamedTuple):
    """The command line of a command that writes a copy of a workbook."""

    file: Path
    out: Path | None
    force: bool
    language: str
    limits: Limits

    def target(self, kind: str, suffix: str = "") -> Path:
        """Return where the copy goes. Raises WriteError."""
        return output_path(self.file, self.out, kind, self.force, suffix)

    def echo(self, name: str, *, err: bool = False, **params: object) -> None:
        """Print a text of the screen."""
        click.echo(text(self.language, name, **params), err=err)


def copying(help_text: str) -> Callable[[Function], Function]:
    """Add ``FILE``, ``-o``, ``--force``, ``--lang`` and ``--allow``, as one argument. help_text: of ``-o``."""

    def add(function: Function) -> Function:
        @wraps(function)
        def run(file: Path, out: Path | None, force: bool, language: str, limits: Limits, **more: object) -> None:
            function(Copying(file, out, force, language, limits), **more)

        argument = click.argument("file", type=click.Path(path_type=Path))
        return argument(output(help_text)(language(allow(cast("Function", run)))))

    return add


def fail(message: str) -> NoReturn:
    """End the command with exit code 2 and one sentence."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(2)


@contextmanager
def plain_errors(language: str) -> Iterator[None]:
    """Turn the library's own exceptions into a sentence and exit code 2."""
    try:
        with errors_in(language):
            yield
    except CgsError as error:
        fail("\n".join(filter(None, (error.message, error.hint))))


def screen(out: Path | None = None) -> tuple[bool, int]:
    """Return whether to use colours, and the width in columns: of the terminal, where the output goes to one."""
    terminal = out is None and sys.stdout.isatty()
    return terminal and "NO_COLOR" not in os.environ, shutil.get_terminal_size().columns if terminal else 100


def text(language: str, name: str, **params: object) -> str:
    """Return a text of the screen."""
    return catalog(language).text(name, **params)


def output_path(file: Path, out: Path | None, kind: str, force: bool, suffix: str = "") -> Path:
    """Return where a copy of a workbook goes: ``-o``, or ``<stem>.<kind>.xlsx`` in its folder. Raises WriteError.

    A file that is there is not overwritten without ``--force``, and the workbook itself never.
    """
    target = out or file.with_name(f"{file.stem}.{kind}{suffix or file.suffix}")
    with writing(target):
        if target.is_dir():
            raise WriteError("is_a_folder")
        refuse_input(target, [file])
        if target.exists() and not force:
            raise WriteError("output_exists", path=target)
    return target


def refuse_input(target: Path, files: Iterable[Path]) -> None:
    """Raise WriteError where an output would overwrite one of the workbooks that it is made from."""
    with writing(target):
        if target.exists() and any(file.exists() and target.samefile(file) for file in files):
            raise WriteError("output_is_input", path=target)


def echo_or_save(text: str, out: Path | None, force: bool) -> None:
    """Print a text, or write it to ``-o`` and print that path. Raises WriteError."""
    if out is None:
        click.echo(text, nl=False, color=True)
    else:
        save(out, text, force=force)
        click.echo(out)
