"""``cgs-validate fix FILE``: a copy of a workbook with the safe fixes, each of them listed."""

from pathlib import Path

import click

from ..marking.fix import fix, safe_fixes
from ..ooxml.limits import Limits
from ..text import printable
from . import options


@click.command("fix")
@click.argument("file", type=click.Path(path_type=Path))
@options.checked_as
@click.option("--dry-run", is_flag=True, help="只列出會改哪些格，不寫檔案 only list the changes")
@options.output("修正後的檔案 the fixed copy")
@options.language
@options.allow
def command(
    file: Path,
    spec: str | None,
    month: str | None,
    stage: str | None,
    dry_run: bool,
    out: Path | None,
    force: bool,
    language: str,
    limits: Limits,
) -> None:
    """另存一份改好寫法的檔案：全形、分隔符號、名稱改代碼。 Write a copy with the safe fixes."""
    from .. import validate

    with options.plain_errors(language):
        target = None if dry_run else options.output_path(file, out, "fixed", force)
        report = validate(file, spec, month, stage, language=language, limits=limits)
        fixes = fix(file, report, target, force=force, limits=limits) if target else safe_fixes(report)
        hidden = options.text(language, "hidden_value")
        for change in fixes:
            before, after = (hidden, hidden) if change.personal else (change.before, change.after)
            place = f"{printable(change.place.sheet or '')} {change.place.cell}"
            click.echo(f"{place}  {change.label}  {printable(before)} → {printable(str(after))}")
        done = "fixed" if target else "would_fix"
        click.echo(options.text(language, done, count=len(fixes), path=printable(str(target or file))))
