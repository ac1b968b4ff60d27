"""``cgs-validate year FOLDER``: a school's year at a glance."""

from pathlib import Path

import click

from . import options
from .counting import Counting, counting


@click.command("year")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--codes", is_flag=True, help="列出學生代號，不用編號 name students by their codes")
@counting()
@click.pass_context
def command(context: click.Context, work: Counting, folder: Path, codes: bool) -> None:
    """一間學校的一年：有哪些月份、少哪些，各月的個案、晤談、服務，每個個案前後各月。 A school's year at a glance.

    \b
    結束代碼 Exit codes: 0 全部算進去了 all were counted; 2 有檔案讀不出來 some could not be read
    """
    from ..statistics import render
    from ..statistics.year import Year

    year = Year()
    exit_code = work.add_all([folder], year)
    if work.form == "csv":
        work.write(render.year_as_csv(year, work.language, codes=codes))
    elif work.form == "json":
        work.write(render.year_as_json(year, work.language, codes=codes))
    elif work.form == "html":
        work.write_page("year_as_html", year, work.language, codes=codes)
    else:
        colour, width = options.screen(work.out)
        work.write(render.render_year(year, work.language, codes=codes, colour=colour, width=width))
    context.exit(exit_code)
