"""Threaded comments as plain text; the notes that Excel writes besides are only their copies."""

from .markup import Element, Markup
from .workbook import WorkbookEditor


def threads(book: WorkbookEditor, part: str) -> dict[str, tuple[str, str]]:
    """Return the author and the text of each thread of a worksheet's part, by its cell; of replies with their names."""
    people, found = _people(book), dict[str, list[tuple[str, str]]]()
    comments = book.related(part, "threadedComment")
    markup = Markup(book.package.read(comments), comments) if comments else None
    for comment in markup.children(markup.root) if markup else ():
        written = markup.child(comment, b"text") if markup else None
        if markup and written:
            name = people.get(_named(markup, comment, b"personId"), "")
            found.setdefault(_named(markup, comment, b"ref"), []).append((name, markup.text(written)))
    return {at: (said[0][0], _as_text(said)) for at, said in found.items()}


def _as_text(said: list[tuple[str, str]]) -> str:
    return said[0][1] if len(said) == 1 else "\n".join(f"{name}：{text}" if name else text for name, text in said)


def _people(book: WorkbookEditor) -> dict[str, str]:
    part = book.related(book.part, "person")
    markup = Markup(book.package.read(part), part) if part else None
    people = markup.children(markup.root) if markup else ()
    return {_named(markup, person, b"id"): _named(markup, person, b"displayName") for person in people if markup}


def _named(markup: Markup, element: Element, name: bytes) -> str:
    return markup.attribute(element, name) or ""
