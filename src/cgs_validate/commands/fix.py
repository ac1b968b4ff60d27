"""``cgs-validate fix FILE``: a copy of a workbook with the safe fixes, each of them listed."""

import click

from ..marking.fix import Fixed, fix, safe_fixes
from ..text import printable
from . import options


@click.command("fix")
@options.checked_as
@click.option("--dry-run", is_flag=True, help="只列出會改哪些格，不寫檔案 only list the changes")
@options.copying("修正後的檔案 the fixed copy")
def command(copy: options.Copying, spec: str | None, month: str | None, stage: str | None, dry_run: bool) -> None:
    """另存一份改好寫法的檔案：全形、分隔符號、名稱改代碼。 Write a copy with the safe fixes."""
    from .. import validate

    target = None if dry_run else copy.target("fixed")
    report = validate(copy.file, spec, month, stage, language=copy.language, limits=copy.limits)
    fixes = (
        fix(copy.file, report, target, force=copy.force, limits=copy.limits) if target else Fixed(safe_fixes(report))
    )
    hidden = options.text(copy.language, "hidden_value")
    for change in fixes:
        before, after = (hidden, hidden) if change.personal else (change.before, change.after)
        place = f"{printable(change.place.sheet or '')} {change.place.cell}"
        click.echo(f"{place}  {change.label}  {printable(before)} → {printable(str(after))}")
    copy.echo("fixed" if target else "would_fix", count=len(fixes), path=options.shown(target or copy.file))
    if fixes.calculated:
        copy.echo("calculated")
