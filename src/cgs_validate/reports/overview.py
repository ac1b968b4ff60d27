"""Many workbooks at a glance: a table with a line for each, and one sentence about all, as text and as a page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ..checking.findings import Sort
from ..checking.messages import Catalog, catalog
from ..checking.report import Verdict
from ..text import printable

COLUMNS = ("missing", "invalid", "probable", "fixable")

_MOST_NAMES = 8  # of files that were left out
_STYLES = {Verdict.BLOCKED: "bold red", Verdict.LOOK: "bold green", Verdict.READY: "bold green"}


@dataclass(frozen=True)
class Line:
    """What is said of one workbook.

    verdict: a Verdict, or nothing where it could not be read; tally: how many findings there are of each sort; fixable:
    how many cells can be fixed; page: its report's name in the folder of the index; error: why it could not be read.
    """

    name: str
    verdict: str = ""
    tally: Mapping[str, int] = field(default_factory=dict)
    fixable: int = 0
    page: str = ""
    error: str = ""

    @property
    def counts(self) -> list[int]:
        """The numbers under COLUMNS."""
        probable = (self.tally.get(sort, 0) for sort in (Sort.PROBABLY_MISSING, Sort.PROBABLY_INVALID))
        return [self.tally.get(Sort.MISSING, 0), self.tally.get(Sort.INVALID, 0), sum(probable), self.fixable]

    @property
    def link(self) -> str:
        """The report's address in the index."""
        return quote(self.page)

    @property
    def style(self) -> str:
        """The class of its verdict in the page."""
        passed = self.verdict in (Verdict.READY, Verdict.LOOK)
        return "ok" if passed else "not" if self.verdict == Verdict.BLOCKED else "unsure"

    def state(self, sentences: Catalog) -> str:
        """Return its verdict in a few words."""
        return sentences.verdict_head(self.verdict) if self.verdict else sentences.text("unread")


def render_overview(lines: Sequence[Line], language: str, *, colour: bool = False, width: int | None = None) -> str:
    """Return the table and the sentence for a terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from .console import Paper, breakable

    sentences, paper = catalog(language), Paper(colour=colour, width=width)
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    drawn.add_column(sentences.text("file"), overflow="fold")
    drawn.add_column(sentences.text("state"), overflow="fold")
    for name in COLUMNS:
        drawn.add_column(sentences.text(f"column_{name}"), justify="right", overflow="fold")
    for line in lines:
        counts = [Text(str(count), style="" if count else "dim") for count in line.counts if line.verdict]
        state = Text(
            breakable(line.state(sentences)), style=_STYLES.get(Verdict(line.verdict), "") if line.verdict else ""
        )
        drawn.add_row(Text(breakable(printable(line.name))), state, *counts)
    paper.print(drawn)
    paper.print(Text(breakable(total(lines, sentences)), style="bold"))
    return paper.text


def render_index(lines: Sequence[Line], left_out: Sequence[str], language: str) -> str:
    """Return the page that leads to each report. left_out: sentences about what was not checked."""
    from .html import page

    words = catalog(language)
    return page("reports/index.html.j2").render(
        lines=lines, left_out=left_out, words=words, text=words.text, columns=COLUMNS, total=total(lines, words)
    )


def total(lines: Sequence[Line], sentences: Catalog) -> str:
    """Return how many workbooks are in which state, and how many findings there are."""
    states = Counter(line.state(sentences) for line in lines)
    each = [sentences.text("state_count", state=state, count=count) for state, count in states.most_common()]
    tally: Counter[str] = Counter()
    for line in lines:
        tally.update({sort: count for sort, count in line.tally.items() if sort != Sort.WARNING})
    found = sentences.counted(tally)
    if fixable := sum(line.fixable for line in lines):
        found = sentences.sentences["counted"]["comma"].join((found, sentences.text("fixable_count", count=fixable)))
    comma = str(sentences.sentences["counted"]["comma"])
    return sentences.text("total", count=len(lines), states=comma.join(each), found=found)


def left_out(names: Mapping[str, Sequence[str]], language: str) -> list[str]:
    """Return a sentence for each reason why files were not checked. names: of the files, by the reason."""
    sentences, comma = catalog(language), str(catalog(language).sentences["asks"]["items"])
    lines = []
    for reason, files in names.items():
        shown, more = files[:_MOST_NAMES], len(files) - _MOST_NAMES
        said = comma.join(map(printable, shown)) + (f"　{sentences.text('more', count=more)}" if more > 0 else "")
        if files:
            lines.append(sentences.text(f"left_out_{reason}", files=said))
    return lines
