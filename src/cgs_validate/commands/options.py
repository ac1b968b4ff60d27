"""Options and errors that several commands share."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar, cast

import click

from ..atomic_write import check_target, real_path, save, writing
from ..checking.messages import catalog
from ..errors import CgsError, WriteError, errors_in
from ..localisation import LANGUAGES, default_language
from ..ooxml.limits import ACTIVE, Limits
from ..ooxml.opening import reading
from ..spec.model import STAGES
from ..spec.months import read_month
from ..text import printable
from .budget import limited
from .file_names import check_name, copy_path
from .usage import Choice, hint_of

INTERRUPTED = 130  # the exit code after Ctrl-C, as shells have it

_NO_READER = (errno.EPIPE, errno.EBADF, errno.EINVAL, errno.ENOSPC, None)
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))
_STAGES = {"國小": "elementary", "國中": "junior", "高中職": "senior"}

Function = TypeVar("Function", bound=Callable[..., Any])


def language(function: Function) -> Function:
    """Add ``--lang``, by default that of the locale, else zh-TW, and turn errors into sentences."""

    @wraps(function)
    def run(*arguments: object, language: str, **more: object) -> Any:
        with plain_errors(language):
            return function(*arguments, language=language, **more)

    choices, help_text = Choice(LANGUAGES), "說明的語言 language"
    option = click.option("--lang", "language", type=choices, default=default_language, is_eager=True, help=help_text)
    return option(cast("Function", run))


def checked_as(function: Function) -> Function:
    """Add ``--spec``, ``--month`` and ``--stage``, which are read from the workbook where they are not given."""

    def stage(_: click.Context, __: click.Parameter, word: str | None) -> str | None:
        return _STAGES.get(word, word) if word else None

    stages = Choice([*_STAGES, *STAGES])
    function = click.option("--stage", type=stages, callback=stage, help="學制 school stage")(function)
    function = month(function)
    return click.option(
        "--spec", metavar="ID", help="哪一份表格，例如 cgs/111；不指定就自動辨認 the form, by default recognised"
    )(function)


def month(function: Function) -> Function:
    """Add ``--month``."""

    def known(context: click.Context, _: click.Parameter, text: str | None) -> str | None:
        if text is not None:
            with plain_errors(context.params["language"]):
                read_month(text)
        return text

    return click.option("--month", metavar="111-10", callback=known, help="填報月份 report month")(function)


def allow(function: Function) -> Function:
    """Add ``--allow``, which lets in what is refused for safety, as ``limits``."""

    def limits(_: click.Context, __: click.Parameter, allowed: tuple[str, ...]) -> Limits:
        return Limits(allow=frozenset(allowed))

    return click.option(
        "--allow",
        "limits",
        type=Choice(ACTIVE),
        multiple=True,
        callback=limits,
        help="含有這類內容也讀取 read a file in spite of such content",
    )(function)


def output(help_text: str, *, folder: bool = False) -> Callable[[Function], Function]:
    """Add ``-o`` and ``--force``. folder: whether the output may be a folder."""

    def path(context: click.Context, _: click.Parameter, name: str | None) -> Path | None:
        if name is None:
            return None
        with plain_errors(context.params["language"]):
            if not folder and name.endswith(_SEPARATORS):
                raise WriteError("is_a_folder")
            check_name(Path(name))
        return Path(name)

    def add(function: Function) -> Function:
        function = click.option("--force", is_flag=True, help="覆蓋已有的檔案 overwrite an existing file")(function)
        return click.option("-o", "--output", "out", type=click.Path(), callback=path, help=help_text)(function)

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

    def echo(self, name: str, **params: object) -> None:
        """Print a text of the screen."""
        click.echo(text(self.language, name, **params))

    def echo_cells(self, **cells: list[str]) -> None:
        """Print those texts of the screen that are about any cells."""
        for name, places in cells.items():
            if places:
                self.echo(name, cells="、".join(map(printable, places)))


def copying(help_text: str) -> Callable[[Function], Function]:
    """Add ``FILE``, ``-o``, ``--force``, ``--lang`` and ``--allow``, as one argument. help_text: of ``-o``."""

    def add(function: Function) -> Function:
        @wraps(function)
        def run(file: Path, out: Path | None, force: bool, language: str, limits: Limits, **more: object) -> None:
            with limited():
                function(Copying(file, out, force, language, limits), **more)

        argument = click.argument("file", type=click.Path(path_type=Path))
        return argument(output(help_text)(language(allow(cast("Function", run)))))

    return add


def fail(message: str, exit_code: int = 2) -> NoReturn:
    """End the command with one sentence."""
    with suppress(OSError):
        click.echo(message, err=True)
    for stream in (sys.stdout, sys.stderr):
        _drop_unwritten(stream)
    raise click.exceptions.Exit(exit_code)


def is_interruption(error: BaseException) -> bool:
    """Return whether it comes from Ctrl-C, of which click may have made another exception."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__context__, KeyboardInterrupt)


@contextmanager
def plain_errors(language: str) -> Iterator[None]:
    """Turn the library's own exceptions, the system's and Ctrl-C into a sentence and an exit code."""
    try:
        with errors_in(language):
            yield
    except CgsError as error:
        found = error
    except OSError as error:
        found = _of_system(error, language)
    except (KeyboardInterrupt, click.Abort) as error:
        fail(text(language, "interrupted"), INTERRUPTED if is_interruption(error) else 2)
    else:
        return
    fail("\n".join(filter(None, (found.message, hint_of(found)))))


def _of_system(error: OSError, language: str) -> CgsError:
    """Return the system's error, which is of no workbook and no output, as one of ours."""
    if error.filename is None and error.errno in _NO_READER:
        found = WriteError("screen_unwritable")
    else:
        found = WriteError("system_refused", path=error.filename or error.strerror)
    found.language = language
    return found


def _drop_unwritten(stream: Any) -> None:
    """Have what a stream could not write go nowhere, else Python fails with it at its end."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def screen(out: Path | None = None) -> tuple[bool, int]:
    """Return whether to use colours, and the width in columns: of the terminal, where the output goes to one."""
    terminal = out is None and sys.stdout.isatty()
    return terminal and "NO_COLOR" not in os.environ, shutil.get_terminal_size().columns if terminal else 100


def text(language: str, name: str, **params: object) -> str:
    """Return a text of the screen."""
    return catalog(language).text(name, **params)


def output_path(file: Path, out: Path | None, kind: str, force: bool, suffix: str = "") -> Path:
    """Return where a copy of a workbook goes: ``-o``, or the path of ``copy_path``. Raises WriteError.

    A file that is there is not overwritten without ``--force``, and the workbook itself never.
    """
    with reading():
        if stat.S_ISDIR(file.stat().st_mode):
            raise IsADirectoryError
    target = out or copy_path(file, kind, suffix or file.suffix)
    refuse_input(target, [file])
    check_target(target, force=force)
    return target


def shown(path: Path) -> str:
    """Return a path to print; of a link, which file was written by it."""
    real = real_path(path)
    return printable(str(path) if real is path else f"{path} → {real}")


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
        click.echo(shown(out))
