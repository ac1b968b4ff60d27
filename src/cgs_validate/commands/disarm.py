"""``cgs-validate disarm FILE``: a copy of a workbook without the colours that ``arm`` put in."""

import click

from ..living.disarm import disarm
from . import options


@click.command("disarm")
@options.copying("沒有即時檢核的檔案 the copy without living colours")
def command(copy: options.Copying) -> None:
    """另存一份拿掉即時檢核的檔案，其他都照原樣。 Write a copy without the living colours."""
    target = copy.target("disarmed")
    found = disarm(copy.file, target, language=copy.language, force=copy.force, limits=copy.limits)
    copy.echo("disarmed" if found else "not_armed", path=options.shown(target))
