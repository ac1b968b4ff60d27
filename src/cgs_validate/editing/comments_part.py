"""The part of comments as it must be to be edited: nothing where only some readers see it, and both lists there."""

from ..errors import ReadError
from ..ooxml.limits import Limits
from ..ooxml.parts import Attributes, Parts
from .markup import Markup

_COMPATIBLE = ":AlternateContent"  # in which Excel puts the looks of a note
# What may be in an element; in all others is anything but these.
_INSIDE = {
    "": ("comments",),
    "comments": ("authors", "commentList", "extLst"),
    "authors": ("author",),
    "author": (),
    "commentList": ("comment",),
    "comment": ("text", "commentPr", "extLst", _COMPATIBLE),
    "text": ("t", "r", "rPh", "phoneticPr"),
    "r": ("rPr", "t"),
    "rPh": ("t",),
    "t": (),
}
_ONCE = ("authors", "commentList", "text", "t")


def complete(comments: bytes, part: str) -> bytes:
    """Return the part with lists of authors and notes, which it may do without. Raises ReadError."""
    _check_places(comments, part)
    markup = Markup(comments, part)
    if markup.root.empty:
        markup.append(markup.root, b"")
        markup = Markup(markup.result(), part)
    place = markup.root.inner
    for local in (b"authors", b"commentList"):
        if found := markup.child(markup.root, local):
            place = found.end
        else:
            markup.insert(place, b"<%s></%s>" % ((markup.prefix + local,) * 2))
    return markup.result()


def _check_places(comments: bytes, part: str) -> None:
    """Raise ReadError where an element is out of place: marking or its undoing would lose what is in it."""
    above: list[tuple[str, set[str]]] = [("", set())]  # with those met in it that may be there once

    def start(name: str, _: Attributes) -> None:
        parent, met = above[-1]
        right = name in _INSIDE[parent] if parent in _INSIDE else name.lstrip(":") not in _INSIDE
        if not right or name in met:
            raise ReadError("damaged", part=part)
        if name in _ONCE:
            met.add(name)
        above.append((name, set()))

    def end(_: str) -> None:
        above.pop()

    Parts(Limits()).parse(part, start, end, data=comments, root="comments")
