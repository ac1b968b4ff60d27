"""``cgs-validate unmark FILE``: a copy of a workbook without the marks."""

import click

from ..marking.unmark import unmark
from . import options


@click.command("unmark")
@options.copying("沒有標示的檔案 the copy without marks")
def command(copy: options.Copying) -> None:
    """另存一份沒有標示的檔案，恢復原來的顏色和註解。 Write a copy without the marks."""
    target = copy.target("unmarked")
    done = unmark(copy.file, target, language=copy.language, force=copy.force, limits=copy.limits)
    copy.echo("unmarked", cells=done.cells, path=options.shown(target))
    copy.echo_cells(lost=done.lost, without_fill=done.without_fill)
