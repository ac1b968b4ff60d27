"""``cgs-validate spec``: the maintainers' tools."""

import re
from pathlib import Path

import click

from ..atomic_write import writing
from ..errors import refuse
from ..ooxml.limits import Limits
from ..spec.library import all_spec_files, known_specs, list_specs, load_spec, resolved, spec_files_by_id
from . import options
from .budget import limited
from .usage import Choice


@click.group("spec")
def command() -> None:
    """維護表格規格的工具。 Tools for maintainers of specs."""


@command.command("list")
@options.language
def list_command(language: str) -> None:
    """列出所有表格規格。 List the specs."""
    for spec_id in list_specs():
        spec = load_spec(spec_id)
        click.echo(f"{spec.id}\t{spec.first_month}–{spec.last_month or ''}\t{spec.status}\t{spec.title}")


@command.command("lint")
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@options.language
def lint_command(paths: tuple[Path, ...], language: str) -> None:
    """檢查規格檔有沒有寫錯。 Check the spec files."""
    from ..authoring.lint import lint

    refuse(*lint(paths))
    click.echo(options.text(language, "specs_ok"))


@command.command("lock")
@options.language
def lock_command(language: str) -> None:
    """鎖定已發布的規格。 Record the digests of released specs."""
    from ..authoring import lint, lock

    specs, problems = lint.load(all_spec_files())
    refuse(*problems)
    for path, text in lock.lock(specs).items():
        options.echo_or_save(text, path, force=True)


@command.command("docs")
@click.option("-o", "--output", "folder", default="docs", type=click.Path(path_type=Path), show_default=True)
@options.language
def docs_command(folder: Path, language: str) -> None:
    """產生說明頁。 Write the generated pages."""
    from ..authoring.docs import pages

    for path, text in pages().items():
        target = folder / path
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        options.echo_or_save(text, target, force=True)


@command.command("show")
@click.argument("spec_id", metavar="ID")
@click.option("--format", "form", type=Choice(["text", "yaml", "markdown"]), default="text", show_default=True)
@options.language
def show_command(spec_id: str, form: str, language: str) -> None:
    """印出整份規格和每一欄的出處。 Print a whole spec, each field with its source."""
    from ..authoring.render_spec import render_spec_markdown, render_spec_text, render_spec_yaml

    spec = load_spec(spec_id)
    if form == "yaml":
        text = render_spec_yaml(resolved(spec_files_by_id()[spec_id]))
    elif form == "markdown":
        text = render_spec_markdown(spec, language)
    else:
        colour, width = options.screen()
        text = render_spec_text(spec, language, colour=colour, width=width)
    click.echo(text, nl=False, color=True)


@command.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=Choice(["text", "markdown", "html"]), default="text", show_default=True)
@options.output("寫到檔案；不指定就印在畫面上 write to a file instead of the screen")
@options.language
def diff_command(old: str, new: str, form: str, out: Path | None, force: bool, language: str) -> None:
    """兩份規格的修正對照表。 Compare two specs."""
    from ..authoring import render_diff

    before, after = load_spec(old), load_spec(new)
    if form == "html":
        text = render_diff.render_comparison_html(before, after, language)
    elif form == "markdown":
        text = render_diff.render_comparison_markdown(before, after, language)
    else:
        colour, width = options.screen(out)
        text = render_diff.render_comparison_text(before, after, language, colour=colour, width=width)
    options.echo_or_save(text, out, force)


@command.command("infer")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option("--spec", "spec_id", metavar="FAMILY/VERSION", help="規格的名稱，例如 cgs/115 the new spec's id")
@options.output("寫到檔案；不指定就印在畫面上 write to a file instead of the screen")
@options.language
@options.allow
@limited()
def infer_command(
    workbook: Path, spec_id: str | None, out: Path | None, force: bool, language: str, limits: Limits
) -> None:
    """從空白表格產生規格的草稿。 Draft a spec from a blank form."""
    from ..authoring.draft import draft_findings, draft_text
    from ..authoring.infer import ID, infer
    from ..authoring.read_form import read_blank

    if spec_id and not ID.fullmatch(spec_id):
        raise click.BadParameter(spec_id, param_hint="--spec")
    place = f"{out.absolute().parent.name}/{out.stem}" if out else ""
    stem = re.sub("[^a-z0-9]+", "-", workbook.stem.casefold()).strip("-") or "1"
    spec_id = spec_id or (place if ID.fullmatch(place) else f"draft/{stem}")
    form = read_blank(workbook, limits=limits)
    text = draft_text(infer(form, spec_id, known_specs(spec_id)), "draft_head", language)
    options.echo_or_save(text, out, force)
    for line in draft_findings(text, form, language):
        click.echo(line, err=True)


@command.command("check-workbook")
@click.argument("spec_id", metavar="ID")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@options.output("把建議寫成新的規格檔，例如 cgs/115.yaml write the proposal as a new spec file")
@options.language
@options.allow
@click.pass_context
@limited()
def check_workbook_command(
    ctx: click.Context, spec_id: str, workbook: Path, out: Path | None, force: bool, language: str, limits: Limits
) -> None:
    """拿規格對照新的空白表格，列出不同，並建議怎麼改。 Compare a spec with a new blank form."""
    from ..authoring.compare_workbook import compare
    from ..authoring.draft import changes_block, difference_lines, document_name, draft_text, next_spec, sentence
    from ..authoring.infer import Comment
    from ..authoring.read_form import read_blank

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
        folder = out.absolute().parent.name  # the family of the new spec, where it can be one
        family = folder if re.fullmatch("[a-z][a-z0-9-]*", folder) else spec.id.partition("/")[0]
        new_id = f"{family}/{out.stem}"
        options.echo_or_save(draft_text(next_spec(spec, new_id, block), "next_head", language), out, force)
    elif found.changes:
        click.echo("\n" + draft_text(block, "changes_head", language), nl=False)
    ctx.exit(1)


@command.command("confirm")
@click.argument("spec_id", metavar="ID")
@click.argument("workbook", metavar="BLANK", type=click.Path(path_type=Path))
@options.output("寫成這一年的規格檔，例如 specs/cgs/115.yaml write the year's spec to a file instead of the screen")
@options.language
@options.allow
@limited()
def confirm_command(spec_id: str, workbook: Path, out: Path | None, force: bool, language: str, limits: Limits) -> None:
    """用系統的空白表格寫這一年的規格：寫明的改成 stated。 Write a year's spec from the system's own blank form."""
    from ..authoring.read_form import read_blank
    from ..authoring.year_file import new_id, starting_spec, summary_lines, year_file

    spec = starting_spec(spec_id)
    form = read_blank(workbook, limits=limits)
    made = year_file(spec, new_id(spec_id, spec, out), form, language)
    options.echo_or_save(made.text, out, force)
    for line in summary_lines(spec, made, language):
        click.echo(line, err=out is None)
