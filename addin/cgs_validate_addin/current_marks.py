"""The marks in the open workbook, found by their notes and the mark memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cgs_validate.marking import memory
from cgs_validate.marking.mark import FILLS
from cgs_validate.marking.memory import FoundNote, MarkMatching, Memory
from cgs_validate.marking.own_notes import has_head, our_lines
from cgs_validate.workbook import address, parse_address

from .fills import parse_fill
from .open_book import OpenNote, OpenSheet, Position

COLOURS = {sort: parse_fill(fill.decode()).fore.rgb for sort, fill in FILLS.items()}
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


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


def current_marks(sheet: OpenSheet, memory: Memory, listed: Mapping[str, Collection[str]] = _NOTHING) -> CurrentMarks:
    """Return the marks in a sheet. listed: the colours that cells got by the findings list, where memory is lost."""
    current, lines, found = CurrentMarks(), dict[Position, Lines](), list[FoundNote]()
    remembered, notes = {cell.note for cell in memory.cells}, list(sheet.notes())
    headed = [note.at for note in notes if has_head(note.text)] if not remembered else []
    coloured = {at for at, colour in sheet.colours(headed).items() if colour in COLOURS.values()}
    for note in notes:
        ours = _lines_in(note, remembered, coloured=note.at in coloured)
        current.other_text[note.at] = len(note.text) if ours is None else ours.start + len(ours.tail)
        if ours:
            lines[note.at] = ours
            found.append(FoundNote(address(*note.at), note.author, ours.digest))
    matching = MarkMatching(memory, sheet.name, found)
    places = {cell: at for cell in (*matching.places, *matching.below, *listed) if (at := parse_address(cell))}
    shown = sheet.colours(list(places.values()))
    colours = {cell: shown[at] for cell, at in places.items() if shown.get(at) in COLOURS.values()}
    marks = {cell: cell for cell, own in listed.items() if colours.get(cell) in own} | matching.marks(colours)
    for cell, mark in marks.items():
        at = places[cell]
        current.marks[at] = Mark(colours.get(cell, ""), matching.fill(mark), lines.get(at))
    return current


def _lines_in(note: OpenNote, remembered: set[str], *, coloured: bool) -> Lines | None:
    ours = our_lines(note.text, note.author, remembered, coloured=coloured)
    if ours is None:
        return None
    digest = memory.digest(note.text[ours.start : ours.stop])
    return Lines(ours.start, digest, note.text[ours.stop :].strip())
