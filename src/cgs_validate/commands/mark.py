"""``cgs-validate mark FILE``: a copy of a workbook with its mistakes marked."""

from pathlib import Path

import click

from ..errors import ReadError
from ..marking.mark import mark, write_summary
from ..ooxml.limits import Limits
from ..text import printable
from . import options


@click.command("mark")
@click.argument("file", type=click.Path(path_type=Path))
@options.checked_as
@click.option("--no-summary", is_flag=True, help="不加「檢核結果」工作表 without the sheet 檢核結果")
@options.output("標示好的檔案 the marked copy")
@options.language
@options.allow
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    spec: str | None,
    month: str | None,
    stage: str | None,
    no_summary: bool,
    out: Path | None,
    force: bool,
    language: str,
    limits: Limits,
) -> None:
    """另存一份標示好的檔案：黃色＝未填寫，紅色＝有誤，附註解。 Write a marked copy."""
    from .. import validate

    with options.plain_errors(language):
        target = options.output_path(file, out, "marked", force)
        report = validate(file, spec, month, stage, language=language, limits=limits)
        try:
            done = mark(file, report, target, summary=not no_summary, force=force, limits=limits)
        except ReadError as error:
            summary = options.output_path(file, None, "summary", force)
            write_summary(report, summary, force=force)
            click.echo(options.text(language, "summary_instead", path=printable(str(summary))))
            raise error from None
        click.echo(options.text(language, "marked", cells=done.cells, path=printable(str(target))))
        context.exit(0 if report.ok else 1)
