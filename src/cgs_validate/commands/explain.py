"""``cgs-validate explain CODE``: explains a finding, with an example and the correction."""

import click

from ..authoring import explanations
from ..spec.yaml_reader import nearest
from . import options


@click.command("explain")
@click.argument("code", required=False)
@options.language
def command(code: str | None, language: str) -> None:
    """說明一個檢核代碼；不給代碼就列出全部。 Explain a finding code, or list them all."""
    pages = explanations.load(language)
    if code is None:
        width = max(map(len, pages))
        for name, page in pages.items():
            click.echo(f"{name:<{width}}  {page.message}")
    elif code in pages:
        click.echo(explanations.render_text(pages[code], language))
    else:
        options.fail(explanations.unknown(code, nearest(code, pages), language))
