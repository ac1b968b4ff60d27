"""``cgs-validate spec infer`` and ``spec check-workbook``: from the real workbook to the spec."""

import re
from pathlib import Path

import click

from ..authoring.read_form import read_blank
from ..ooxml.limits import Limits
from . import options


@click.command("infer")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option("--spec", "spec_id", metavar="FAMILY/VERSION", help="規格的名稱，例如 cgs/115 the new spec's id")
@options.output("寫到檔案；不指定就印在畫面上 write to a file instead of the screen")
@options.language
@options.allow
def infer_command(
    workbook: Path, spec_id: str | None, out: Path | None, force: bool, language: str, limits: Limits
) -> None:
    """從空白表格產生規格的草稿。 Draft a spec from a blank form."""
    with options.plain_errors(language):
        from ..authoring.draft import draft_findings, draft_text
        from ..authoring.infer import ID, infer
        from ..spec.library import known_specs

        if spec_id and not ID.fullmatch(spec_id):
            raise click.BadParameter(spec_id, param_hint="--spec")
        place = f"{out.absolute().parent.name}/{out.stem}" if out else ""
        spec_id = spec_id or (place if ID.fullmatch(place) else f"draft/{_plain(workbook.stem)}")
        form = read_blank(workbook, limits=limits)
        text = draft_text(infer(form, spec_id, known_specs(spec_id)), "draft_head", language)
        options.echo_or_save(text, out, force)
        for line in draft_findings(text, form, language):
            click.echo(line, err=True)


@click.command("check-workbook")
@click.argument("spec_id", metavar="ID")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@options.output("把建議寫成新的規格檔，例如 cgs/115.yaml write the proposal as a new spec file")
@options.language
@options.allow
@click.pass_context
def check_workbook_command(
    ctx: click.Context, spec_id: str, workbook: Path, out: Path | None, force: bool, language: str, limits: Limits
) -> None:
    """拿規格對照新的空白表格，列出不同，並建議怎麼改。 Compare a spec with a new blank form."""
    with options.plain_errors(language):
        from ..authoring.compare_workbook import compare
        from ..authoring.draft import changes_block, difference_lines, document_name, draft_text, next_spec, sentence
        from ..authoring.infer import Comment
        from ..spec.library import load_spec, resolved, spec_files_by_id

        spec = load_spec(spec_id)
        form = read_blank(workbook, limits=limits)
        document = document_name(spec)
        found = compare(spec, resolved(spec_files_by_id()[spec_id]).data, form, document)
        if not found.differences:
            click.echo(sentence(Comment("no_difference", {"spec": spec.id}), language))
            return
        click.echo(sentence(Comment("differences", {"count": len(found.differences), "spec": spec.id}), language))
        click.echo("\n".join(difference_lines(found.differences, language)))
        block = changes_block(found, document, form.workbook.name)
        if out:
            new_id = f"{_family(out, spec.id)}/{out.stem}"
            options.echo_or_save(draft_text(next_spec(spec, new_id, block), "next_head", language), out, force)
        elif found.changes:
            click.echo("\n" + draft_text(block, "changes_head", language), nl=False)
        ctx.exit(1)


def _family(out: Path, spec_id: str) -> str:
    """Return the family of a new spec: the folder that its file goes into, where that can be one."""
    folder = out.absolute().parent.name
    return folder if re.fullmatch("[a-z][a-z0-9-]*", folder) else spec_id.partition("/")[0]


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "1"
