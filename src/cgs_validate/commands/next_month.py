"""``cgs-validate next-month FILE``: last month's workbook made this month's, and what to look at in it."""

import io

import click

from ..atomic_write import save
from ..migration.next_month import next_month
from ..migration.review import render_review
from . import options
from .file_names import path_in_month


@click.command("next-month")
@options.month
@click.option(
    "--from",
    "--spec",
    "spec",
    metavar="ID",
    help="上個月的表格，不指定就自動辨認 last month's form, by default recognised",
)
@options.copying("做好的檔案；不指定就放在原檔旁邊 the file to write, by default next to the workbook")
@click.pass_context
def command(context: click.Context, copy: options.Copying, month: str | None, spec: str | None) -> None:
    """把上個月的表格接著做成這個月的：新案變舊案，次數和服務留白。 Make last month's workbook this month's.

    --month 是新檔案的月份，不指定就是上個月的下一個月。 --month is that of the new file, by default the next one.

    \b
    結束代碼 Exit codes: 0 沒有要確認的 nothing to look at; 1 有 something is listed; 2 不能做 could not
    """
    done = next_month(
        copy.file, written := io.BytesIO(), month=month, spec=spec, language=copy.language, limits=copy.limits
    )
    path = copy.out or path_in_month(copy.file, done.source.month, done.month)
    target = options.output_path(copy.file, path, "", copy.force)
    save(target, written.getvalue(), force=copy.force)
    rows = sum(done.result.rows.values())
    copy.echo("continued", month=done.month, rows=rows, path=options.shown(target))
    if done.migrated:
        copy.echo("continued_in_form", title=done.result.spec.title)
    if done.calculated:
        copy.echo("calculated")
    if done.review:
        click.echo(f"\n{options.text(copy.language, 'to_look_at')}", nl=False)
        click.echo(render_review(done.review, copy.language), nl=False)
    context.exit(1 if done.review else 0)
