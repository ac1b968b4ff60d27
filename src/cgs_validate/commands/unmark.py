"""``cgs-validate unmark FILE``: a copy of a workbook without the marks."""

from pathlib import Path

import click

from ..marking.unmark import unmark
from ..ooxml.limits import Limits
from ..text import printable
from . import options


@click.command("unmark")
@click.argument("file", type=click.Path(path_type=Path))
@options.output("沒有標示的檔案 the copy without marks")
@options.language
@options.allow
def command(file: Path, out: Path | None, force: bool, language: str, limits: Limits) -> None:
    """另存一份沒有標示的檔案，恢復原來的顏色和註解。 Write a copy without the marks."""
    with options.plain_errors(language):
        target = options.output_path(file, out, "unmarked", force)
        done = unmark(file, target, language=language, force=force, limits=limits)
        click.echo(options.text(language, "unmarked", cells=done.cells, path=printable(str(target))))
        for name, cells in (("lost", done.lost), ("without_fill", done.without_fill)):
            if cells:
                click.echo(options.text(language, name, cells="、".join(map(printable, cells))), err=True)
