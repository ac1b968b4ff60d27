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
@click.option("--spec", metavar="ID", help="表格規格，不指定就自動辨認 the form, else recognised")
@click.option("--month", metavar="111-10", help="填報月份 report month")
@options.stage
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
        target = options.beside(file, out, "marked", force)
        report = validate(file, spec, month, stage, language=language, limits=limits)
        try:
            done = mark(file, report, target, summary=not no_summary, replace=force, limits=limits)
        except ReadError as error:
            summary = options.beside(file, None, "summary", force)
            write_summary(report, summary, replace=force)
            click.echo(options.text(language, "summary_instead", path=printable(str(summary))))
            raise error from None
        click.echo(options.text(language, "marked", cells=done.cells, path=printable(str(target))))
        context.exit(0 if report.ok else 1)
