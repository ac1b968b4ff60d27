"""The marks that stand in the open workbook, found by their notes and by what is remembered of them."""

from dataclasses import dataclass, field

from cgs_validate.marking import memory
from cgs_validate.marking.mark import FILLS
from cgs_validate.marking.memory import Memory
from cgs_validate.marking.recovery import FoundNote, MarkMatching
from cgs_validate.marking.unmark import our_lines
from cgs_validate.workbook import address, parse_address

from .fills import parse_fill
from .open_book import At, OpenNote, OpenSheet

COLOURS = {kind: parse_fill(fill.decode()).fore.rgb for kind, fill in FILLS.items()}


@dataclass(frozen=True)
class Lines:
    """Our lines in a note: behind how many characters they begin, their digest, what somebody wrote behind them."""

    start: int
    digest: str
    behind: str


@dataclass(frozen=True)
class Mark:
    """A mark on a cell, or what is left of it.

    colour: the cell's, empty where it is none of a mark's; covered: the XML of the fill under it, None where nothing
    tells.
    """

    colour: str
    covered: str | None
    lines: Lines | None


@dataclass
class Standing:
    """What stands in a sheet. ``theirs``: of each note, how many characters are not ours."""

    marks: dict[At, Mark] = field(default_factory=dict)
    theirs: dict[At, int] = field(default_factory=dict)


def standing_in(sheet: OpenSheet, memory: Memory) -> Standing:
    """Return the marks in a sheet."""
    standing, lines, found = Standing(), dict[At, Lines](), list[FoundNote]()
    remembered = {cell.note for cell in memory.cells}
    for note in sheet.notes():
        ours = _lines_in(note, remembered)
        standing.theirs[note.at] = len(note.text) if ours is None else ours.start + len(ours.behind)
        if ours:
            lines[note.at] = ours
            found.append(FoundNote(address(*note.at), note.author, ours.digest))
    matching = MarkMatching(memory, sheet.name, found)
    places = {cell: at for cell in (*matching.places, *matching.below) if (at := parse_address(cell))}
    shown = sheet.colours(list(places.values()))
    colours = {cell: shown[at] for cell, at in places.items() if shown.get(at) in COLOURS.values()}
    for cell, mark in matching.marks(colours).items():
        at = places[cell]
        standing.marks[at] = Mark(colours.get(cell, ""), matching.fill(mark), lines.get(at))
    return standing


def _lines_in(note: OpenNote, remembered: set[str]) -> Lines | None:
    ours = our_lines(note.text, remembered)
    if ours is None:
        return None
    digest = memory.digest(note.text[ours.start : ours.end])
    return Lines(ours.start, digest, note.text[ours.end :].strip())
