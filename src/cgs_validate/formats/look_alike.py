"""看起來一樣的代碼: codes that differ in nothing but what one may type by accident.

That is width, case, blanks, dashes and characters that do not show.

>>> list(look_alikes(["A01", "a01", "Ａ０１", "A-01", "A_01", "A 01", "A01\\u200b", "A02"]))
[['A01', 'a01', 'Ａ０１', 'A-01', 'A_01', 'A 01', 'A01\\u200b']]

Where dashes are in several places they part what is not the same: class 1, seat 11, and class 11, seat 1.

>>> list(look_alikes(["1-11", "11-1", "111", "110-001", "110－001"])), list(look_alikes(["S001", "S01", "O1", "01"]))
([['110-001', '110－001']], [])
>>> [difference("A01", text) for text in ("Ａ０１", "a01", "A 01", "A01\\u200b", "A-01", "ａ-01")]
['width', 'case', 'blanks', 'invisible', 'dashes', 'several']
>>> difference("A-01", "A_01"), difference("A　01", "A01")
('dashes', 'blanks')
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from ..text import answer_key, half_width, strip

_DASHES = dict.fromkeys(map(ord, "-_‐‑‒–—―−﹣"))
_AS_DASH = dict.fromkeys(_DASHES, "-")
_UNSEEN = {**_DASHES, **dict.fromkeys(map(ord, " \t"))}
_APART = "\n"
_LONGEST = 100  # characters; no code is as long


def look_alikes(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts, none of which is there twice, that look alike, in their order; no text that has no like."""
    written = [text for text in texts if len(text) <= _LONGEST]
    squeezed = _squeezed(written)
    if len(set(squeezed)) == len(written):
        return
    alike: dict[str, dict[str, None]] = defaultdict(dict)
    for text, key in zip(written, squeezed, strict=True):
        alike[key][text] = None
    for group in alike.values():
        yield from (found for found in _by_dashes(list(group)) if len(found) > 1)


def identity(text: str) -> str:
    """Return what a code has in common with all that look like it.

    >>> identity("Ａ-01"), identity("a 01")
    ('a01', 'a01')
    """
    return "".join(answer_key(text).translate(_DASHES).split())


def difference(one: str, other: str) -> str:
    """Return in what two texts that look alike differ; ``several`` where it is more than one thing."""
    return next((name for name, same in _DIFFERENCES.items() if same(one) == same(other)), "several")


def _squeezed(texts: list[str]) -> list[str]:
    """Return the texts without what may differ in codes that look alike."""
    whole = _APART.join(texts)
    if whole.isascii():  # by far the most, and many: all at once
        squeezed = whole.lower().translate(_UNSEEN).split(_APART)
        if len(squeezed) == len(texts):
            return squeezed
    return [answer_key(text).translate(_DASHES) for text in texts]


def _by_dashes(group: list[str]) -> Iterable[list[str]]:
    """Return a group as one, or apart by the places of its dashes where these are several."""
    by_dashes: dict[str, list[str]] = defaultdict(list)
    for text in group:
        by_dashes[answer_key(text).translate(_AS_DASH)].append(text)
    return by_dashes.values() if sum("-" in key for key in by_dashes) > 1 else [group]


_DIFFERENCES: dict[str, Callable[[str], str]] = {
    "blanks": lambda text: "".join(text.split()),
    "invisible": lambda text: "".join(char for char in text if strip(char)),
    "width": half_width,
    "case": str.casefold,
    "dashes": lambda text: text.translate(_DASHES),
}
