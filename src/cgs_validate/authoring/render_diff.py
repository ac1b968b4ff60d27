"""The comparison of two specs (修正對照表) for the terminal, in Markdown, and as an HTML page."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from ..checking.messages import catalog
from ..reports.console import Paper, breakable, plain, table
from ..reports.html import page
from ..spec.model import TemplateSpec
from .diff import Meaning
from .diff_table import ComparisonTable, Line, Piece, comparison_table

_COLUMNS = ("after", "before", "notes")
_STYLES = {
    Meaning.NEW: "bold green",
    Meaning.REMOVED: "bold magenta",
    Meaning.MOVED: "bold blue",
    Meaning.RENAMED: "bold blue",
    Meaning.REUSED: "bold red",
    Meaning.STRICTER: "bold red",
    Meaning.LOOSER: "bold green",
    Meaning.BLOCKS: "bold red",
    Meaning.WARNS: "bold cyan",
    Meaning.OTHER: "bold",
    Meaning.WORDING: "dim",
    Meaning.SOURCE: "dim",
}


def render_comparison_text(
    old: TemplateSpec, new: TemplateSpec, language: str | None = None, *, colour: bool = False, width: int | None = None
) -> str:
    """Return the comparison for a terminal. width: in columns, None for the terminal's."""
    words = catalog(language)
    comparison = comparison_table(old, new, words)
    texts = words.sentences["comparison"]
    paper = Paper(colour=colour, width=width)
    paper.print(Text(texts["title"], style="bold"))
    paper.print(Text(_between(comparison, texts)))
    paper.print(Text(_summary(comparison, texts), style="dim"))
    for section in comparison.sections:
        paper.print(Text(f"\n{section.title}", style="bold underline"))
        drawn = Table(box=box.SQUARE, expand=True, header_style="bold", border_style="dim")
        for column, ratio in zip(_COLUMNS, (5, 5, 4), strict=True):
            drawn.add_column(texts[column], ratio=ratio, overflow="fold")
        for entry in section.entries:
            for line in entry:
                drawn.add_row(_inked(line.after, line), _inked(line.before, line), _noted(line, texts))
            drawn.add_section()
        paper.print(drawn)
    return paper.text


def render_comparison_markdown(old: TemplateSpec, new: TemplateSpec, language: str | None = None) -> str:
    """Return the comparison as a Markdown page."""
    words = catalog(language)
    comparison, texts = comparison_table(old, new, words), words.sentences["comparison"]
    lines = [f"# {texts['title']}", "", plain(_between(comparison, texts)), "", plain(_summary(comparison, texts)), ""]
    for section in comparison.sections:
        rows = (
            (_marked(line.after, line), _marked(line.before, line), _tagged(line, texts))
            for entry in section.entries
            for line in entry
        )
        columns = [texts[column] for column in _COLUMNS]
        lines += [f"## {plain(section.title)}", "", *table(columns, rows), ""]
    return "\n".join(lines)


def render_comparison_html(old: TemplateSpec, new: TemplateSpec, language: str | None = None) -> str:
    """Return the comparison as a self-contained page."""
    words = catalog(language)
    comparison = comparison_table(old, new, words)
    return page("authoring/diff.html.j2").render(table=comparison, words=words, text=words.sentences["comparison"])


def _between(comparison: ComparisonTable, texts: Mapping[str, Any]) -> str:
    old, new = (f"{spec.id} {spec.title}" for spec in (comparison.old, comparison.new))
    return str(texts["between"]).format(old=old, new=new)


def _summary(comparison: ComparisonTable, texts: Mapping[str, Any]) -> str:
    counts = (
        str(texts["count"]).format(meaning=texts["meanings"][meaning], count=count)
        for meaning, count in comparison.counts.items()
    )
    return "　".join(counts) or str(texts["none"])


def _inked(pieces: Iterable[Piece], line: Line) -> Text:
    style = "bold" if line.head else ""
    styles = (style, f"{style} underline")
    return Text.assemble(*((breakable(piece.text), styles[piece.changed]) for piece in pieces))


def _noted(line: Line, texts: Mapping[str, Any]) -> Text:
    if not line.meaning:
        return Text()
    return Text.assemble((_tag(line.meaning, texts), _STYLES[line.meaning]), line.note)


def _marked(pieces: Iterable[Piece], line: Line) -> str:
    text = "".join(f"<u>{plain(piece.text)}</u>" if piece.changed else plain(piece.text) for piece in pieces)
    return f"**{text}**" if line.head and text else text


def _tagged(line: Line, texts: Mapping[str, Any]) -> str:
    return f"{_tag(line.meaning, texts)}{plain(line.note)}" if line.meaning else ""


def _tag(meaning: Meaning, texts: Mapping[str, Any]) -> str:
    return str(texts["tag"]).format(meaning=texts["meanings"][meaning])
