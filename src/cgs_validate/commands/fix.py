"""``cgs-validate fix FILE``: a copy of a workbook with the safe fixes, each of them listed."""

from collections.abc import Iterable

import click

from ..checking.fixes import Fix, probable_fixes, safe_fixes
from ..marking.fix import fix
from ..text import printable
from . import options


@click.command("fix")
@options.checked_as
@click.option("--dry-run", is_flag=True, help="只列出會改哪些格，不寫檔案 only list the changes")
@click.option("--probable", is_flag=True, help="依據沒有寫明的也改 those by rules that are not stated, too")
@options.copying("修正後的檔案 the fixed copy")
def command(
    copy: options.Copying, spec: str | None, month: str | None, stage: str | None, dry_run: bool, probable: bool
) -> None:
    """另存一份改好寫法的檔案：全形、分隔符號、名稱改代碼。 Write a copy with the safe fixes."""
    from .. import validate

    target = None if dry_run else copy.target("fixed")
    report = validate(copy.file, spec, month, stage, language=copy.language, limits=copy.limits)
    sure, others = safe_fixes(report), probable_fixes(report)
    _list(copy, sure)
    if others:
        copy.echo("probable_fixes" if probable else "not_fixed", count=len(others))
        _list(copy, others)
    if target is None:
        copy.echo("would_fix", count=len(sure) + probable * len(others))
        return
    done = fix(copy.file, report, target, force=copy.force, limits=copy.limits, probable=probable)
    copy.echo("fixed", count=len(done), path=options.shown(target))
    if done.calculated:
        copy.echo("calculated")


def _list(copy: options.Copying, fixes: Iterable[Fix]) -> None:
    hidden = options.text(copy.language, "hidden_value")
    for change in fixes:
        before, after = change.shown(hidden)
        place = f"{printable(change.place.sheet or '')} {change.place.cell}"
        click.echo(f"{place}  {change.label}  {printable(before)} → {printable(after)}")
