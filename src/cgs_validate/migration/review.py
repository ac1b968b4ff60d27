"""The review items of a migration, which a person must look at, and how the terminal shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text

from ..checking.findings import Finding, Place
from ..checking.messages import Catalog, catalog
from ..reports.console import Paper
from ..reports.grouping import runs
from ..text import printable

_LEFT = "_left"  # ends the codes of what was left behind; their cells are those of the source
_MOST_CELLS = 5  # runs of cells named for one item
_OF_ROWS = frozenset(("instruction_row", "not_a_record"))  # about rows that have no place in the result
_LONGEST_ANSWER = 40  # characters


@dataclass(frozen=True)
class ReviewItem:
    """One thing to look at.

    code: the key of its sentence. sheet, label: of the sheet and the column, empty where it is about the whole. place:
    the cell in the result; source: the cell, column or sheet that it comes from. before, after: the answer, where it is
    not the same; personal: they may name a person. count: how many cells or rows were left behind. finding: of the
    result, where the source had none; its code is ``finding``.
    """

    code: str
    sheet: str = ""
    label: str = ""
    place: Place | None = None
    source: Place | None = None
    before: str = ""
    after: str = ""
    personal: bool = False
    count: int = 1
    finding: Finding | None = None


def group_items(items: Iterable[ReviewItem]) -> list[list[ReviewItem]]:
    """Return the same items of a column together, in the order in which sheets and columns come first."""
    sheets: dict[str, dict[str, dict[object, list[ReviewItem]]]] = {}
    for item in items:
        columns = sheets.setdefault(item.sheet, {})
        columns.setdefault(item.label, {}).setdefault(_key(item), []).append(item)
    return [same for columns in sheets.values() for groups in columns.values() for same in groups.values()]


def _key(item: ReviewItem) -> object:
    found = item.finding
    return item.code, item.before, item.after, found and (found.code, str(found.params), found.fix)


def render_review(items: Iterable[ReviewItem], language: str | None = None) -> str:
    """Return review items as text, without any answer that may name a person."""
    sentences = catalog(language)
    paper = Paper(colour=False, width=None)
    sheet = None
    for same in group_items(items):
        first = same[0]
        if first.sheet != sheet:
            sheet = first.sheet
            paper.print(Text(f"\n  {printable(sheet or sentences.text('whole_file'))}"))
        if head := "  ".join(filter(None, (printable(first.label), *_where(same, sentences)))):
            paper.indented(Text(head), 4)
        paper.indented(Text(_sentence(first, sentences)), 8)
    return paper.text


def _where(same: list[ReviewItem], sentences: Catalog) -> Iterable[str]:
    places = (item.source if item.code.endswith(_LEFT) else item.place for item in same)
    yield _cells(places)
    if same[0].code in _OF_ROWS:
        yield sentences.text("in_source", cells=_cells(item.source for item in same))
    if (count := sum(item.count for item in same)) > 1:
        yield sentences.text("count", count=count)
    yield _change(same[0], sentences)


def _cells(places: Iterable[Place | None]) -> str:
    cells = list(map(str, runs(place for place in places if place and place.cell)))
    return "、".join(cells[:_MOST_CELLS]) + (" …" if len(cells) > _MOST_CELLS else "")


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
