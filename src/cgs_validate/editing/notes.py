"""Notes of a sheet: the part of comments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..errors import ReadError
from ..ooxml.escapes import unescaped
from ..workbook import address, parse_address
from .comments_part import complete
from .markup import Element, Markup, number, text
from .note_boxes import SIZE, NoteBoxes, ShapeBlocks

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
_FONT = (
    f'<{{0}}rPr><{{0}}sz val="{SIZE}"/><{{0}}color indexed="81"/><{{0}}rFont val="Microsoft JhengHei"/>'
    '<{0}family val="2"/></{0}rPr>'
)
_SIZE = re.compile(rb"""sz\s+val=["']([0-9]{1,3})""")
_MOST_AUTHORS = 65_535
_DEEPEST = 16  # elements of a note in one another; programs write half as many


@dataclass(frozen=True)
class Note:
    """A note as written: its cell, its author, its text."""

    reference: str
    author: str
    text: str
    element: Element

    @property
    def place(self) -> tuple[int, int]:
        """Its row and column, 0 where its cell is none."""
        return parse_address(self.reference) or (0, 0)

    @property
    def is_thread(self) -> bool:
        """Whether it is the copy of a threaded comment, whose own text is elsewhere."""
        return self.author.startswith("tc=")


class NotesEditor:
    """Changes to the notes of one sheet, and to their ``boxes``. comments: None where the sheet has none yet."""

    def __init__(self, comments: bytes | None, part: str, blocks: ShapeBlocks) -> None:
        self.markup = Markup(complete(comments, part) if comments else _EMPTY, part)
        self.boxes = NoteBoxes(blocks)
        root = self.markup.root
        self._authors_element = self.markup.child(root, b"authors") or root
        self._list = self.markup.child(root, b"commentList") or root
        self._authors = [self._plain(author) for author in self.markup.children(self._authors_element)]
        self._old_authors = len(self._authors)
        self._new: list[bytes] = []
        self._removed: list[Note] = []
        self._touched = False
        self._own_run = b"<%sr >" % self.markup.prefix  # with a blank, by which it is known again
        self._pattern = self._comment_pattern()
        self._text = lru_cache(1_000)(text)  # most are on many cells
        self.notes = {note.reference: note for note in self._read_notes()}
        self._numbers = {author: number for number, author in reversed([*enumerate(self._authors)])}

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._new or self._touched)

    @property
    def empty(self) -> bool:
        """Whether no note is left."""
        return not self._new and not self.notes

    def add(self, row: int, column: int, written: str, author: str) -> None:
        """Put a note on a cell that has none."""
        number = self._numbers.setdefault(author, len(self._authors))
        if number == len(self._authors):
            if number > _MOST_AUTHORS:
                raise ReadError("damaged", part=self.markup.part)
            self._authors.append(author)
        self._new.append(self._pattern.format(address(row, column), number, self._text(written)).encode())
        self.boxes.add((row, column), written)

    def extend(self, note: Note, written: str) -> None:
        """Put text below a note that is there, whose box is made higher."""
        sizes = _SIZE.findall(self.markup.data, note.element.start, note.element.end)
        self.boxes.fit(note.place, (note.text, max([SIZE, *map(int, sizes)])), (written, SIZE))
        prefix = self.markup.prefix.decode()
        body = text(f"\n{written}")
        run = f'<{prefix}r>{_FONT.format(prefix)}<{prefix}t xml:space="preserve">{body}</{prefix}t></{prefix}r>'
        self._touched = True
        place = self.markup.child(note.element, b"text")
        if place is None:
            self.markup.append(note.element, f"<{prefix}text>{run}</{prefix}text>".encode())
            return
        children = list(self.markup.children(place))
        for plain in children:
            if plain.local == b"t":  # text next to runs is not shown by all
                self.markup.insert(plain.start, self._own_run)
                self.markup.insert(plain.end, f"</{prefix}r>".encode())
        behind = next((child for child in children if child.local in (b"rPh", b"phoneticPr")), None)
        if behind:
            self.markup.insert(behind.start, run.encode())
        else:
            self.markup.append(place, run.encode())

    def cut(self, note: Note, start: int, end: int) -> None:
        """Take a piece of a note out, the characters from start up to end."""
        place = self.markup.child(note.element, b"text")
        position, runs = 0, list[Element]()
        for run in self.markup.children(place) if place else ():
            written = self._plain(run)
            left = written[: max(start - position, 0)] + written[max(end - position, 0) :]
            position += len(written)
            if written and not left:
                self.markup.change(run.start, run.end, b"")
                continue
            if left != written:
                inner = self.markup.child(run, b"t") or run
                self.markup.change(inner.inner, inner.outer, text(left).encode())
            if run.local == b"r":
                runs.append(run)
        if all(self.markup.tag(run) == self._own_run for run in runs):  # plain text again
            for run in runs:
                self.markup.change(run.start, run.inner, b"")
                self.markup.change(run.outer, run.end, b"")
        self._touched = True

    def remove(self, note: Note) -> None:
        """Take a note out, and its box."""
        self.markup.change(note.element.start, note.element.end, b"")
        del self.notes[note.reference]
        self._removed.append(note)
        self._touched = True
        self.boxes.remove(note.place)

    def result(self, drawing: bytes | None) -> tuple[bytes, bytes]:
        """Return the part of comments and the drawing. drawing: as it was, None where the sheet has none yet."""
        prefix = self.markup.prefix.decode()
        authors = [f"<{prefix}author>{text(name)}</{prefix}author>" for name in self._authors[self._old_authors :]]
        if authors:
            self.markup.append(self._authors_element, "".join(authors).encode())
        if self._new:
            self.markup.append(self._list, b"".join(self._new))
        elif self._removed:
            self._remove_authors()
        return self.markup.result(), self.boxes.drawn(drawing, self.markup.part)

    def _remove_authors(self) -> None:
        """Take the last authors out as far as only removed notes were theirs; the numbers of others stay."""
        unused = {self._author(note.element) for note in self._removed}
        unused -= {self._author(note.element) for note in self.notes.values()}
        authors = list(self.markup.children(self._authors_element))
        while len(authors) - 1 in unused:
            last = authors.pop()
            self.markup.change(last.start, last.end, b"")

    def _comment_pattern(self) -> str:
        prefix = self.markup.prefix.decode()
        return (
            f'<{prefix}comment ref="{{}}" authorId="{{}}"><{prefix}text><{prefix}r>{_FONT.format(prefix)}'
            f'<{prefix}t xml:space="preserve">{{}}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>'
        )

    def _read_notes(self) -> Iterable[Note]:
        for element in self.markup.children(self._list):
            author = self._author(element)
            if author > _MOST_AUTHORS:
                raise ReadError("damaged", part=self.markup.part)
            self._authors += [""] * (author + 1 - len(self._authors))  # or a new author would get this number
            reference = self.markup.attribute(element, b"ref") or ""
            yield Note(reference, self._authors[author], self._plain(element), element)

    def _author(self, note: Element) -> int:
        return number(self.markup.attribute(note, b"authorId"))

    def _plain(self, element: Element, depth: int = 1) -> str:
        if element.local == b"rPh":
            return ""
        if inside := list(self.markup.children(element)):
            if depth == _DEEPEST:
                raise ReadError("damaged", part=self.markup.part)
            return "".join(self._plain(child, depth + 1) for child in inside)
        return unescaped(self.markup.text(element)) if element.local in (b"t", b"author") else ""
