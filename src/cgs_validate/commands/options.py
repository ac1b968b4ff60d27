"""Options and errors that several commands share."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

import click

from ..checking.messages import LANGUAGES, catalog, default_language
from ..errors import ReadError, SpecError
from ..ooxml.limits import ACTIVE, Limits
from ..spec.model import STAGES
from ..text import printable

_STAGES = {"國小": "elementary", "國中": "junior", "高中職": "senior"}

Function = TypeVar("Function", bound=Callable[..., Any])


def language(function: Function) -> Function:
    """Add ``--lang``, by default that of the locale, else zh-TW."""
    return click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), default=default_language, help="說明的語言 language"
    )(function)


def stage(function: Function) -> Function:
    """Add ``--stage``, in the words of the schools, too."""

    def meant(_: click.Context, __: click.Parameter, word: str | None) -> str | None:
        return _STAGES.get(word, word) if word else None

    words = click.Choice([*_STAGES, *STAGES])
    return click.option("--stage", type=words, callback=meant, help="學制 school stage")(function)


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


def fail(message: str) -> NoReturn:
    """End the command with exit code 2 and one sentence."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(2)


@contextmanager
def plain_errors(language: str | None) -> Iterator[None]:
    """Turn the library's own exceptions into a sentence and exit code 2."""
    sentences = None
    try:
        sentences = catalog(language)
        yield
    except (ReadError, SpecError) as error:
        if sentences and not error.message:
            sentences.localise(error)
        fail("\n".join(filter(None, (str(error), getattr(error, "hint", "")))))


def on_screen() -> bool:
    """Tell whether colours are wanted: where a person looks, who has not switched them off."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def screen_width() -> int | None:
    """Return how wide text is to be, in columns; None for the terminal's."""
    return None if sys.stdout.isatty() else 100


def text(language: str, name: str, **params: object) -> str:
    """Return a text of the screen."""
    return catalog(language).text(name, **params)


def beside(file: Path, out: Path | None, kind: str, force: bool, suffix: str = "") -> Path:
    """Return where a copy of a workbook goes: ``-o``, or ``<stem>.<kind>.xlsx`` beside it. Raises ReadError.

    A file that is there is not written over without ``--force``, and the workbook itself never.
    """
    target = out or file.with_name(f"{file.stem}.{kind}{suffix or file.suffix}")
    if target.is_dir():
        raise ReadError("is_a_folder")
    if target.exists() and file.exists() and target.samefile(file):
        raise ReadError("output_is_input", path=printable(str(target)))
    if target.exists() and not force:
        raise ReadError("output_exists", path=printable(str(target)))
    return target


def save_output(path: Path, data: bytes | str | IO[bytes], force: bool) -> None:
    """Write what a command made. Raises ReadError where the file is there already and ``--force`` was not given."""
    from ..atomic_write import save

    if path.is_dir():
        raise ReadError("is_a_folder")
    try:
        save(path, data, replace=force)
    except FileExistsError:
        raise ReadError("output_exists", path=printable(str(path))) from None
    except OSError:
        raise ReadError("output_unwritable", path=printable(str(path))) from None
