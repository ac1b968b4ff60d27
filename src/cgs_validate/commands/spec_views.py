"""``cgs-validate spec show`` and ``spec diff``: specs as people read them."""

from pathlib import Path

import click

from ..spec.library import load_spec, resolved, spec_files_by_id
from . import options


@click.command("show")
@click.argument("spec_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "yaml", "markdown"]), default="text", show_default=True)
@options.language
def show_command(spec_id: str, form: str, language: str) -> None:
    """印出整份規格和每一欄的出處。 Print a whole spec, each field with its source."""
    with options.plain_errors(language):
        from ..authoring.render_spec import render_spec_markdown, render_spec_text, render_spec_yaml

        spec = load_spec(spec_id)
        if form == "yaml":
            text = render_spec_yaml(resolved(spec_files_by_id()[spec_id]))
        elif form == "markdown":
            text = render_spec_markdown(spec, language)
        else:
            text = render_spec_text(spec, language, colour=options.on_screen(), width=options.screen_width())
        click.echo(text, nl=False, color=True)


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "html"]), default="text", show_default=True)
@options.output("寫到檔案；不指定就印在畫面上 write to a file instead of the screen")
@options.language
def diff_command(old: str, new: str, form: str, out: Path | None, force: bool, language: str) -> None:
    """兩份規格的修正對照表。 Compare two specs."""
    with options.plain_errors(language):
        from ..authoring import render_diff

        before, after = load_spec(old), load_spec(new)
        if form == "html":
            text = render_diff.render_comparison_html(before, after, language)
        elif form == "markdown":
            text = render_diff.render_comparison_markdown(before, after, language)
        else:
            colour, width = (False, 100) if out else (options.on_screen(), options.screen_width())
            text = render_diff.render_comparison_text(before, after, language, colour=colour, width=width)
        options.echo_or_save(text, out, force)
