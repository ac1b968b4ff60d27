"""``cgs-validate spec infer`` and ``spec check-workbook``: from the real workbook to the spec."""

import re
from pathlib import Path

import click

from ..readers.xlsx_blank import read_blank
from . import options


@click.command("infer")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option("--spec", "spec_id", metavar="FAMILY/VERSION", help="規格的名稱，例如 cgs/115 the new spec's id")
@options.output("寫到檔案；不指定就印在畫面上 write to a file instead of the screen")
@options.language
def infer_command(workbook: Path, spec_id: str | None, out: Path | None, force: bool, language: str) -> None:
    """從空白表格產生規格的草稿。 Draft a spec from a blank form."""
    with options.plain_errors(language):
        from ..draft_text import draft_findings, draft_text
        from ..inference import ID, infer
        from ..spec_library import known_specs

        if spec_id and not ID.fullmatch(spec_id):
            raise click.BadParameter(spec_id, param_hint="--spec")
        place = f"{out.absolute().parent.name}/{out.stem}" if out else ""
        spec_id = spec_id or (place if ID.fullmatch(place) else f"draft/{_plain(workbook.stem)}")
        form = read_blank(workbook)
        text = draft_text(infer(form, spec_id, known_specs(spec_id)), language)
        _write(text, out, force)
        for line in draft_findings(text, form, language):
            click.echo(line, err=True)


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "1"


def _write(text: str, out: Path | None, force: bool) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        options.save_output(out, text, force)
        click.echo(out)
