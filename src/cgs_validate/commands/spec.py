"""``cgs-validate spec``: the maintainers' tools."""

from pathlib import Path

import click

from ..atomic_write import writing
from ..errors import SpecError
from ..spec.library import all_spec_files, list_specs, load_spec
from . import options, spec_views, spec_workbook


@click.group("spec")
def command() -> None:
    """維護表格規格的工具。 Tools for maintainers of specs."""


@command.command("list")
@options.language
def list_command(language: str) -> None:
    """列出所有表格規格。 List the specs."""
    with options.plain_errors(language):
        for spec_id in list_specs():
            spec = load_spec(spec_id)
            click.echo(f"{spec.id}\t{spec.first_month}–{spec.last_month or ''}\t{spec.status}\t{spec.title}")


@command.command("lint")
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@options.language
def lint_command(paths: tuple[Path, ...], language: str) -> None:
    """檢查規格檔有沒有寫錯。 Check the spec files."""
    from ..authoring.lint import lint

    with options.plain_errors(language):
        problems = lint(paths)
        if problems:
            raise SpecError(*problems)
        click.echo(options.text(language, "specs_ok"))


@command.command("lock")
@options.language
def lock_command(language: str) -> None:
    """鎖定已發布的規格。 Record the digests of released specs."""
    from ..authoring import lint, lock

    with options.plain_errors(language):
        specs, problems = lint.load(all_spec_files())
        if problems:
            raise SpecError(*problems)
        for path, text in lock.lock(specs).items():
            options.echo_or_save(text, path, force=True)


@command.command("docs")
@click.option("-o", "--output", "folder", default="docs", type=click.Path(path_type=Path), show_default=True)
@options.language
def docs_command(folder: Path, language: str) -> None:
    """產生說明頁。 Write the generated pages."""
    from ..authoring.docs import pages

    with options.plain_errors(language):
        for path, text in pages().items():
            target = folder / path
            with writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
            options.echo_or_save(text, target, force=True)


command.add_command(spec_views.show_command)
command.add_command(spec_views.diff_command)
command.add_command(spec_workbook.infer_command)
command.add_command(spec_workbook.check_workbook_command)
