"""``cgs-validate stats PATH…``: the ministry's statistics of one or many workbooks."""

from pathlib import Path

import click

from ..statistics.tables import BY, Statistics
from . import options
from .counting import Counting, counting
from .usage import Choice


@click.command("stats")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=Choice(BY),
    help="分成幾欄：逐月、教師、年級、性別、個案類別 what the columns are",
)
@counting("xlsx")
@click.pass_context
def command(context: click.Context, work: Counting, paths: tuple[Path, ...], by: str | None) -> None:
    """統計：個案類別 T01–T19、新舊案、轉介、身分，服務項目 P01–P17。 The ministry's statistics of workbooks.

    \b
    結束代碼 Exit codes: 0 全部算進去了 all were counted; 2 有檔案讀不出來 some could not be read
    """
    from ..statistics import render

    counted = Statistics(by)
    exit_code = work.add_all(paths, counted)
    tables = list(counted.tables())
    if work.form == "csv":
        work.write(render.tables_as_csv(tables, work.language))
    elif work.form == "json":
        work.write(render.tables_as_json(tables, work.language, counted.files))
    elif work.form == "html":
        work.write_page("tables_as_html", tables, work.language, counted.files)
    elif work.form == "xlsx":
        from ..statistics.workbook import tables_as_xlsx

        work.save(tables_as_xlsx(tables, work.language))
    else:
        colour, width = options.screen(work.out)
        work.write(render.render_tables(tables, work.language, colour=colour, width=width))
    context.exit(exit_code)
