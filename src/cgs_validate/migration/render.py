"""What must be looked at after a migration, for the terminal: column by column, with the first cells and a count."""

from collections.abc import Iterable

from rich.padding import Padding
from rich.text import Text

from ..checking.messages import Catalog, catalog
from ..reports.console import Paper
from ..reports.grouping import runs
from ..text import printable
from .review import Remark, RemarkGroup, group_remarks

_MOST_CELLS = 5  # runs of cells named for one remark
_LONGEST_ANSWER = 40  # characters


def render_remarks(
    remarks: Iterable[Remark], language: str | None = None, *, colour: bool = False, width: int | None = None
) -> str:
    """Return the remarks as text, without any answer that may name a person."""
    sentences = catalog(language)
    paper = Paper(colour=colour, width=width)
    sheet = None
    for group in group_remarks(remarks):
        if group.first.sheet != sheet:
            sheet = group.first.sheet
            paper.print(Text(f"\n  {printable(sheet or sentences.text('whole_file'))}", style="underline"))
        label = Text(printable(group.first.label), style="bold")
        head = Text("  ").join(part for part in (label, *_where(group, sentences)) if part)
        if head:
            paper.print(Padding(head, (0, 0, 0, 4), expand=False))
        paper.print(Padding(Text(_told(group.first, sentences)), (0, 0, 0, 8), expand=False))
    return paper.text


def _where(group: RemarkGroup, sentences: Catalog) -> Iterable[Text]:
    """Yield the cells, how many there are, and what became of the answer."""
    cells = list(map(str, runs(group.places)))
    yield Text("、".join(cells[:_MOST_CELLS]) + (" …" if len(cells) > _MOST_CELLS else ""))
    if group.count > 1:
        yield Text(sentences.text("count", count=group.count), style="dim")
    yield Text(_change(group.first, sentences))


def _change(remark: Remark, sentences: Catalog) -> str:
    if not remark.before:
        return ""
    if remark.personal:
        return sentences.text("hidden_value")
    before, after = (_short(text) for text in (remark.before, remark.after))
    return before if before == after else f"{before} → {after or sentences.text('left_blank')}"


def _short(text: str) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= _LONGEST_ANSWER else f"{line[:_LONGEST_ANSWER]}…"


def _told(remark: Remark, sentences: Catalog) -> str:
    if remark.finding is None:
        return sentences.remark(remark.code)
    return " ".join(filter(None, (sentences.message(remark.finding), sentences.hint(remark.finding))))
