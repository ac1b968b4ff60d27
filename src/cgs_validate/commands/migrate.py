"""``cgs-validate migrate FILE --to SPEC``: writes a workbook in another year's form, and lists what to look at."""

import io

import click

from ..atomic_write import save
from ..checking.messages import catalog
from ..migration.migrate import migrate
from ..migration.review import render_review
from . import options


@click.command("migrate")
@click.option("--to", metavar="SPEC", required=True, help="要轉到的表格，例如 cgs/114 the form to carry it into")
@click.option("--from", "--spec", "spec", metavar="SPEC", help="原來的表格，不指定就自動辨認 else recognised")
@options.copying("轉好的檔案；不指定就放在原檔旁邊 the file to write, by default next to the workbook")
@click.pass_context
def command(context: click.Context, copy: options.Copying, to: str, spec: str | None) -> None:
    """把填好的表格轉到另一個學年度的表格，列出要確認的地方。 Carry a workbook into another year's form.

    \b
    結束代碼 Exit codes: 0 沒有要確認的 nothing to look at; 1 有 something is listed; 2 不能轉 could not
    """
    target = copy.target(to.replace("/", "-"), ".xlsx")
    done = migrate(copy.file, to, written := io.BytesIO(), spec=spec, language=copy.language, limits=copy.limits)
    save(target, written.getvalue(), force=copy.force)
    result, rows = done.result, sum(done.result.rows.values())
    copy.echo("migrated", rows=rows, title=result.spec.title, path=options.shown(target))
    if result.spec.status == "provisional":
        copy.echo("provisional")
    if done.review:
        click.echo(f"\n{options.text(copy.language, 'to_look_at')}", nl=False)
        click.echo(render_review(done.review, copy.language), nl=False)
    click.echo()
    copy.echo("migrated_checked", found=catalog(copy.language).counted(result.tally))
    context.exit(1 if done.review else 0)
