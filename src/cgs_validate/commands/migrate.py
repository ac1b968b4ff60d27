"""``cgs-validate migrate FILE --to SPEC``: writes a workbook in another year's form, and lists what to look at."""

import io
from pathlib import Path

import click

from ..atomic_write import save
from ..migration.migrate import migrate
from ..migration.render import render_review
from ..ooxml.limits import Limits
from ..text import printable
from . import options


@click.command("migrate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", metavar="SPEC", required=True, help="要轉到的表格，例如 cgs/114 the form to carry it into")
@click.option("--from", "--spec", "spec", metavar="SPEC", help="原來的表格，不指定就自動辨認 else recognised")
@options.output("轉好的檔案；不指定就放在原檔旁邊 the file to write, by default next to the workbook")
@options.language
@options.allow
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    to: str,
    spec: str | None,
    out: Path | None,
    force: bool,
    language: str,
    limits: Limits,
) -> None:
    """把填好的表格轉到另一個學年度的表格，列出要確認的地方。 Carry a workbook into another year's form.

    \b
    結束代碼 Exit codes: 0 沒有要確認的 nothing to look at; 1 有 something is listed; 2 不能轉 could not
    """
    with options.plain_errors(language):
        target = options.output_path(file, out, to.replace("/", "-"), force, ".xlsx")
        done = migrate(file, to, written := io.BytesIO(), spec=spec, language=language, limits=limits)
        save(target, written.getvalue(), force=force)
        result, rows = done.result, sum(done.result.rows.values())
        path = printable(str(target))
        click.echo(options.text(language, "migrated", rows=rows, title=result.spec.title, path=path))
        if result.spec.status == "provisional":
            click.echo(options.text(language, "provisional"))
        if done.review:
            click.echo(f"\n{options.text(language, 'to_look_at')}", nl=False)
            click.echo(render_review(done.review, language), nl=False)
        click.echo(f"\n{options.text(language, 'migrated_checked', **result.counts)}")
        context.exit(1 if done.review else 0)
