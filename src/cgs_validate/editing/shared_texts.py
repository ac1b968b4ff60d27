"""The texts that cells share: the last ones go with the only sheets that refer to them.

Where another program saved our sheets, their texts are in this table, behind those of the sheets in front.
"""

import re
from collections.abc import Iterable

from ..ooxml.container import part_name
from .markup import Markup, utf8, with_attribute
from .workbook import WorkbookEditor

# A cell with such a text as programs write it, and what may be the type of one, however it is written.
_CELL = re.compile(rb"""<c\s[^<>]*?\st=["']s["'][^<>]*>\s*<v>\s*([0-9]{1,9})\s*</v>""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](?:s["']|&)""")


def remove_last_texts(book: WorkbookEditor, gone: Iterable[bytes]) -> None:
    """Take out the last texts to which only some sheets refer. gone: their parts; they are not in the workbook."""
    own, table = _indices(gone), book.related(book.part, "sharedStrings")
    if not own or not table:
        return
    targets = {part_name(relation.target) for relation in book.relations(book.part)} - {part_name(table)}
    used = _indices(utf8(book.package.read(part), part) for part in targets if part in book.package)
    markup = Markup(book.package.read(table), table)
    texts = [text for text in markup.children(markup.root) if text.local == b"si"]
    count = len(texts)
    while used is not None and count - 1 in own - used:
        count -= 1
    if count < len(texts):
        tag = with_attribute(with_attribute(markup.tag(markup.root), b"count", None), b"uniqueCount", str(count))
        markup.change(markup.root.start, markup.root.inner, tag)
        markup.change(texts[count].start, texts[-1].end, b"")
        book.package.write(table, markup.result())


def _indices(sheets: Iterable[bytes]) -> set[int] | None:
    """Return the texts to which sheets refer, None where some of them may be written in another way."""
    found = set[int]()
    for sheet in sheets:
        indices = _CELL.findall(sheet)
        if len(indices) != len(_TYPE.findall(sheet)):
            return None
        found.update(map(int, indices))
    return found
