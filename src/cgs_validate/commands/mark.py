"""``cgs-validate mark FILE``: a copy of a workbook with its mistakes marked."""

import click

from ..checking.messages import catalog
from ..errors import ReadError
from ..marking.mark import mark, write_summary
from . import options


@click.command("mark")
@options.checked_as
@click.option("--no-summary", is_flag=True, help="不加「檢核結果」工作表 without the sheet 檢核結果")
@options.copying("標示好的檔案 the marked copy")
@click.pass_context
def command(
    context: click.Context,
    copy: options.Copying,
    spec: str | None,
    month: str | None,
    stage: str | None,
    no_summary: bool,
) -> None:
    """另存一份標示好的檔案：黃色＝未填寫，紅色＝有誤，淡色＝可能，附註解。 Write a marked copy."""
    from .. import validate

    target = copy.target("marked")
    report = validate(copy.file, spec, month, stage, language=copy.language, limits=copy.limits)
    try:
        done = mark(copy.file, report, target, summary=not no_summary, force=copy.force, limits=copy.limits)
    except ReadError as error:
        summary = options.output_path(copy.file, None, "summary", copy.force)
        write_summary(report, summary, force=copy.force)
        copy.echo("summary_instead", path=options.shown(summary))
        raise error from None
    found = catalog(copy.language).counted(done.counts)
    copy.echo("marked" if done.cells else "marked_nothing", cells=done.cells, found=found, path=options.shown(target))
    if done.disarmed:
        copy.echo("marked_living")
    copy.echo_cells(lost=done.lost, without_fill=done.without_fill)
    context.exit(0 if report.ok else 1)
