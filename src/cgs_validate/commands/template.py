"""``cgs-validate template SPEC``: the blank workbook of a form, or a filled-in example."""

from pathlib import Path

import click

from ..atomic_write import save
from ..editing.reopening import reopening
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..reading.workbook import open_workbook
from ..spec.library import load_spec
from ..spec.months import read_month
from . import options
from .usage import Choice, Misuse


@click.command("template")
@click.argument("spec_id", metavar="SPEC")
@options.output("檔名；不指定就用表格的代號 the file to write, by default named after the spec")
@click.option("--example", type=Choice(["clean", "errors"]), help="填好的例子：沒有錯誤／有各種錯誤 filled in")
@options.month
@click.option("--school", metavar="校名", help="標題的校名 the school in the titles")
@click.option("--living", is_flag=True, help="加上即時檢核，邊填邊看顏色 with living colours")
@options.language
def command(
    spec_id: str,
    out: Path | None,
    force: bool,
    example: str | None,
    month: str | None,
    school: str | None,
    living: bool,
    language: str,
) -> None:
    """產生空白表格，或填好的例子（學生都是虛構的）。 Write a form's blank workbook, or an example."""
    from ..living.arm import armed
    from ..spec.examples import Filled, load_example
    from ..templates.workbook import build_template

    spec = load_spec(spec_id)
    report_month = read_month(month) if month else None
    if example and (month or school):
        raise Misuse("example_has_title", click.get_current_context())
    if report_month and not spec.serves(report_month):
        raise Misuse("other_form", click.get_current_context(), month=str(report_month), title=spec.title)
    filled = load_example(spec_id, example) if example else Filled(school=school, month=report_month)
    ends = "".join(f"-{end}" for end in (example, "living" if living else None) if end)
    path = out or Path(f"{spec_id.replace('/', '-')}{ends}.xlsx")
    data = build_template(spec, filled)
    if living:
        data = armed(Container(data, Limits()), spec)[0].data
    with reopening():
        open_workbook(data)
    save(path, data, force=force)
    click.echo(options.shown(path))
