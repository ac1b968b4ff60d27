"""The marks in the open workbook, found by their notes and the mark memory."""

from dataclasses import dataclass, field

from cgs_validate.marking import memory
from cgs_validate.marking.mark import FILLS
from cgs_validate.marking.memory import FoundNote, MarkMatching, Memory
from cgs_validate.marking.unmark import our_lines
from cgs_validate.workbook import address, parse_address

from .fills import parse_fill
from .open_book import OpenNote, OpenSheet, Position

COLOURS = {sort: parse_fill(fill.decode()).fore.rgb for sort, fill in FILLS.items()}


@dataclass(frozen=True)
class Lines:
    """Our lines in a note: the offset of the first, their digest, and the text written after them."""

    start: int
    digest: str
    tail: str


@dataclass(frozen=True)
class Mark:
    """A mark on a cell, or what is left of it.

    colour: the mark's colour, empty if the cell has another; covered: the XML of the fill under it, None if unknown.
    """

    colour: str
    covered: str | None
    lines: Lines | None


@dataclass
class CurrentMarks:
    """A sheet's marks by cell. other_text: the number of characters in each note that are not ours."""

    marks: dict[Position, Mark] = field(default_factory=dict)
    other_text: dict[Position, int] = field(default_factory=dict)


def current_marks(sheet: OpenSheet, memory: Memory) -> CurrentMarks:
    """Return the marks in a sheet."""
    current, lines, found = CurrentMarks(), dict[Position, Lines](), list[FoundNote]()
    remembered = {cell.note for cell in memory.cells}
    for note in sheet.notes():
        ours = _lines_in(note, remembered)
        current.other_text[note.at] = len(note.text) if ours is None else ours.start + len(ours.tail)
        if ours:
            lines[note.at] = ours
            found.append(FoundNote(address(*note.at), note.author, ours.digest))
    matching = MarkMatching(memory, sheet.name, found)
    places = {cell: at for cell in (*matching.places, *matching.below) if (at := parse_address(cell))}
    shown = sheet.colours(list(places.values()))
    colours = {cell: shown[at] for cell, at in places.items() if shown.get(at) in COLOURS.values()}
    for cell, mark in matching.marks(colours).items():
        at = places[cell]
        current.marks[at] = Mark(colours.get(cell, ""), matching.fill(mark), lines.get(at))
    return current


def _lines_in(note: OpenNote, remembered: set[str]) -> Lines | None:
    ours = our_lines(note.text, remembered)
    if ours is None:
        return None
    digest = memory.digest(note.text[ours.start : ours.stop])
    return Lines(ours.start, digest, note.text[ours.stop :].strip())
