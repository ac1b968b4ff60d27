"""``cgs-validate arm FILE``: a copy of a workbook that shows its mistakes while a person types."""

import click

from ..living.arm import arm
from . import options


@click.command("arm")
@click.option("--spec", metavar="ID", help="哪一份表格，例如 cgs/111；不指定就自動辨認 the form, by default recognised")
@options.copying("加上即時檢核的檔案 the copy with living colours")
def command(copy: options.Copying, spec: str | None) -> None:
    """另存一份邊填邊檢核的檔案：黃色＝未填寫，紅色＝有誤。 Write a copy that colours its cells while one types."""
    target = copy.target("armed")
    done = arm(copy.file, target, spec, language=copy.language, force=copy.force, limits=copy.limits)
    shown = [options.text(copy.language, "armed_rows", sheet=sheet, row=row) for sheet, row in done.rows.items()]
    copy.echo("armed", title=done.spec.title, rows="、".join(shown), path=options.shown(target))
    if done.signed:
        copy.echo("living_signed")
