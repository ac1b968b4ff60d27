"""The review items of a migration for the terminal: column by column, with the first cells and a count."""

from collections.abc import Iterable

from rich.padding import Padding
from rich.text import Text

from ..checking.messages import Catalog, catalog
from ..reports.console import Paper
from ..reports.grouping import runs
from ..text import printable
from .review import ReviewGroup, ReviewItem, group_items

_MOST_CELLS = 5  # runs of cells named for one item
_LONGEST_ANSWER = 40  # characters


def render_review(
    items: Iterable[ReviewItem], language: str | None = None, *, colour: bool = False, width: int | None = None
) -> str:
    """Return review items as text, without any answer that may name a person."""
    sentences = catalog(language)
    paper = Paper(colour=colour, width=width)
    sheet = None
    for group in group_items(items):
        if group.first.sheet != sheet:
            sheet = group.first.sheet
            paper.print(Text(f"\n  {printable(sheet or sentences.text('whole_file'))}", style="underline"))
        label = Text(printable(group.first.label), style="bold")
        head = Text("  ").join(part for part in (label, *_where(group, sentences)) if part)
        if head:
            paper.print(Padding(head, (0, 0, 0, 4), expand=False))
        paper.print(Padding(Text(_sentence(group.first, sentences)), (0, 0, 0, 8), expand=False))
    return paper.text


def _where(group: ReviewGroup, sentences: Catalog) -> Iterable[Text]:
    """Yield the cells, how many there are, and what became of the answer."""
    cells = list(map(str, runs(group.places)))
    yield Text("、".join(cells[:_MOST_CELLS]) + (" …" if len(cells) > _MOST_CELLS else ""))
    if group.count > 1:
        yield Text(sentences.text("count", count=group.count), style="dim")
    yield Text(_change(group.first, sentences))


def _change(item: ReviewItem, sentences: Catalog) -> str:
    if not item.before:
        return ""
    if item.personal:
        return sentences.text("hidden_value")
    before, after = (_short(text) for text in (item.before, item.after))
    return before if before == after else f"{before} → {after or sentences.text('left_blank')}"


def _short(text: str) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= _LONGEST_ANSWER else f"{line[:_LONGEST_ANSWER]}…"


def _sentence(item: ReviewItem, sentences: Catalog) -> str:
    if item.finding is None:
        return str(sentences.sentences["review_items"][item.code])
    return " ".join(filter(None, (sentences.message(item.finding), sentences.hint(item.finding))))
