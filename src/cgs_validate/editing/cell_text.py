"""The text of a cell changed in one place, so that its pieces have the looks that they had."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from ..cached_property import cached_property
from .markup import Element, Markup, number, text
from .sheet import CellPart, SheetEditor
from .workbook import WorkbookEditor

_PREFIXED = re.compile(rb"</?([\w.-]+:)")


class CellTexts:
    """Changes to texts of cells, which may be in the table that all sheets share; that table stays as it is."""

    def __init__(self, book: WorkbookEditor) -> None:
        self._book = book

    def change(self, editor: SheetEditor, cell: CellPart, changed: Callable[[str], str | None]) -> bool:
        """Change a text, and return whether it was. changed: returns the new text, None where there is nothing to do.

        A formula, a number or an absent cell stays.
        """
        found = self._written(editor, cell)
        if found is None:
            return False
        markup, written = found
        pieces = list(_pieces(markup, written))
        old = "".join(markup.text(piece) for piece in pieces)
        new = changed(old)
        if new is None:
            return False
        content = _content(markup, written, pieces, old, new)
        prefixes = set(_PREFIXED.findall(content)) | {markup.prefix, editor.markup.prefix} - {b""}
        if markup.prefix == editor.markup.prefix and prefixes <= {markup.prefix}:
            editor.set_rich_text(cell, content)
        else:
            editor.set_text(cell, new)
        return True

    def _written(self, editor: SheetEditor, cell: CellPart) -> tuple[Markup, Element] | None:
        """Return the element that holds the pieces of a text, with the part that it is in."""
        markup, element = editor.markup, cell.element
        if element is None or markup.child(element, b"f"):
            return None
        if markup.attribute(element, b"t") == "inlineStr":
            own = markup.child(element, b"is")
            return (markup, own) if own else None
        value = markup.child(element, b"v")
        if markup.attribute(element, b"t") != "s" or value is None or self._table is None:
            return None
        table, texts = self._table
        index = number(markup.text(value).strip())
        return (table, texts[index]) if index < len(texts) else None

    @cached_property
    def _table(self) -> tuple[Markup, list[Element]] | None:
        part = self._book.related(self._book.part, "sharedStrings")
        if part is None:
            return None
        table = Markup(self._book.package.read(part), part)
        return table, [item for item in table.children(table.root) if item.local == b"si"]


def _pieces(markup: Markup, written: Element) -> Iterator[Element]:
    """Yield the elements ``<t>`` of a text: its own, and those of its runs; not those of its readings (ruby)."""
    for child in markup.children(written):
        piece = markup.child(child, b"t") if child.local == b"r" else child
        if piece and piece.local == b"t":
            yield piece


def _content(markup: Markup, written: Element, pieces: list[Element], old: str, new: str) -> bytes:
    """Return the content of a text with the difference between old and new put into the pieces where it is."""
    start = _common(old, new)
    end = len(old) - _common(old[start:][::-1], new[start:][::-1])
    put_in = new[start : len(new) - (len(old) - end)]
    content, done, at = [], written.inner, 0
    for piece in pieces:
        own = markup.text(piece)
        first, last = max(start - at, 0), min(end - at, len(own))
        if first <= last and (first < last or put_in):
            changed = own[:first] + put_in + own[last:]
            content += [markup.data[done : piece.inner], text(changed).encode()]
            done, put_in = piece.outer, ""
        at += len(own)
    return b"".join([*content, markup.data[done : written.outer]])


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
