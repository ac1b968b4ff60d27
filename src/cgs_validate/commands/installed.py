"""Sentences and lists of the commands for Excel's add-in and LibreOffice's extension."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..checking.messages import catalog
from . import options

if TYPE_CHECKING:
    from pathlib import Path

    from cgs_validate_addin.installation import Point

EXTRA = ("xlwings", "pyopenvba")
# The commands of this computer; a virtual environment has a Python of its own.
HERE = {
    "python": sys.executable if sys.prefix != sys.base_prefix else "py" if sys.platform == "win32" else "python3",
    "installer": "install-windows.cmd" if sys.platform == "win32" else "install-mac.command",
}


def sentence(program: str, language: str, group: str, name: str, **params: object) -> str:
    """Return a sentence. program: ``excel`` or ``libreoffice``."""
    return str(catalog(language).sentences[program][group][name]).format(**HERE, **params)


def show_install(program: str, language: str, steps: "Iterable[tuple[str, Path]]") -> None:
    """Print each step as it is done."""
    with refused(program, language):
        for step, path in steps:
            click.echo(sentence(program, language, "steps", step, path=path))
        click.echo(sentence(program, language, "steps", "installed"))


def show_uninstall(program: str, language: str, steps: "Iterable[tuple[str, Path]]") -> None:
    """Print each step when all is done."""
    with refused(program, language):
        lines = [sentence(program, language, "steps", step, path=path) for step, path in steps]
        for line in lines or [sentence(program, language, "steps", "nothing")]:
            click.echo(line)
        if lines:
            click.echo(sentence(program, language, "steps", "uninstalled"))


def show_points(program: str, language: str, found: "Iterable[Point]") -> None:
    """Print the state of each point; end with exit code 1 where one is not good."""
    with refused(program, language):
        points = list(found)
        for point in points:
            states = catalog(language).sentences[program]["points"][point.name]
            click.echo(f"{'✓' if point.good else '✗'} {states[point.state].format(**HERE, **point.params)}")
        if not all(point.good for point in points):
            raise click.exceptions.Exit(1)
        click.echo(sentence(program, language, "steps", "all_good"))


@contextmanager
def refused(program: str, language: str) -> Iterator[None]:
    """Turn an error or a missing extra into a sentence and exit code 2."""
    from cgs_validate_addin.installation import InstallError

    try:
        yield
    except InstallError as error:
        options.fail(sentence(program, language, "refused", error.name, **error.params))
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        options.fail(sentence(program, language, "refused", "extra_missing"))
