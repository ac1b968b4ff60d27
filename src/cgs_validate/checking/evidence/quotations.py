"""Whether a text of a workbook says what a document is quoted for, nearly word for word.

Compared without blanks, punctuation and the names of columns in 「」, which differ from form to form. One character in
twelve may differ, but none that can turn the sense: a digit, a letter, 不, 可, 必, 單 and their like.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import repeat

from ...text import compatible

_NAMED = re.compile(r"於?「[^」。！!\n]{1,30}」[一這該此本]?欄?")
_UNCOMPARED = re.compile(r"[^\w\n]+")
_ENDS = "。！!"  # of sentences
_SENTENCES = re.compile(rf"(?<=[{_ENDS}\n])")
_ELLIPSIS = re.compile(r"…+")
_SENSE = re.compile(
    "[0-9a-z不無毋勿免非未否沒可得能須必應需要宜禁單複多少選填寫空白上下前後內外新舊主副次首末僅只除全半逗頓有至最每一二兩三四五六七八九十百分合同者若]"
)
_SAME = {"如": "若", "二": "兩", "只": "僅", "_": "", "\u115f": "", "\u1160": ""}  # the last ones show nothing
_SAME_WORDS = {"身份": "身分", "填入": "填", "填寫": "填"}
_NEGATIONS = "不無毋勿免非未"
_LEAST = 5  # characters; fewer say too little to be sought
_ONE_IN = 12
_LONGEST = 10_000  # characters of a text that are compared
_SHORT = 60  # characters of a text that is quoted whole
_MOST_CANDIDATES = 4  # places in a text where a quotation may be


def comparable(text: str) -> str:
    """Return the form in which quotations are compared; only the start of a text that no form has."""
    return on_one_line(comparable_sentences(text))


def comparable_sentences(text: str) -> str:
    """Return the sentences of a text, a line each, in the form in which quotations are compared."""
    text = _NAMED.sub("", text[:_LONGEST]) if "「" in text else text[:_LONGEST]
    for end in _ENDS:
        text = text.replace(end, "\n")
    visible = _UNCOMPARED.sub("", compatible(text).casefold())
    return _replaced(_replaced(visible, _SAME), _SAME_WORDS)


def on_one_line(sentences: str) -> str:
    """Return comparable sentences as one: a word may go on in the next line."""
    return _replaced(sentences.replace("\n", ""), _SAME_WORDS) if "\n" in sentences else sentences


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other)
    return text


@dataclass(frozen=True)
class Quotation:
    """A quotation to be sought: its pieces between ellipses, as they are compared. Without pieces it is nowhere.

    ``least``: characters of a text that may have them all.
    """

    pieces: tuple[str, ...]
    least: int

    def sentence_of(self, text: str, sentences: str) -> str:
        """Return the sentence of a long text that has one of the pieces; the text itself where none has one.

        sentences: those of the text, as they are compared.
        """
        number = self._number_in(sentences) if len(text) > _SHORT else None
        return text if number is None else _SENTENCES.split(text)[number]

    def _number_in(self, sentences: str) -> int | None:
        """Return the number of the first sentence that has a piece, word for word or else nearly so."""
        at = min((at for piece in self.pieces if (at := sentences.find(piece)) >= 0), default=None)
        if at is not None:
            return sentences.count("\n", 0, at)
        partly = (any(_is_in(piece, said) for piece in self.pieces) for said in sentences.split("\n"))
        return next((number for number, found in enumerate(partly) if found), None)

    def found_in(self, text: str) -> bool:
        """Return whether all pieces are in a comparable text."""
        return len(text) >= self.least and bool(self.pieces) and all(map(_is_in, self.pieces, repeat(text)))


def quotation(quote: str) -> Quotation:
    """Return a document's quotation as it is sought."""
    pieces = tuple(filter(None, map(comparable, _ELLIPSIS.split(quote))))
    if all(len(piece) < _LEAST for piece in pieces):
        pieces = ()
    return Quotation(pieces, max((len(piece) - _slips(piece) for piece in pieces), default=0))


def _is_in(piece: str, text: str) -> bool:
    at = text.find(piece)
    if at >= 0:
        return not _negated(piece, text, at)
    slips = _slips(piece)
    if not slips or len(text) < len(piece) - slips:
        return False
    return any(_close(piece, window, slips) for window in _windows(piece, text, slips))


def _slips(piece: str) -> int:
    """Return how many characters may differ."""
    return len(piece) // _ONE_IN or int(len(piece) > _LEAST)


def _negated(piece: str, text: str, at: int) -> bool:
    return at > 0 and text[at - 1] in _NEGATIONS and piece[0] not in _NEGATIONS


def _windows(piece: str, text: str, slips: int) -> Iterator[str]:
    """Yield where a piece may be: of its parts, one more than there may be slips, one is there as it is."""
    size = len(piece) // (slips + 1)
    found = 0
    for start in range(0, size * (slips + 1), size):
        at = text.find(piece[start : start + size])
        while at >= 0 and found < _MOST_CANDIDATES:
            found += 1
            window = text[max(0, at - start - slips) : at - start + len(piece) + slips]
            if len(window) >= len(piece) - slips:
                yield window
            at = text.find(piece[start : start + size], at + 1)


def _close(piece: str, window: str, slips: int) -> bool:
    """Return whether a piece is in a window but for so many characters, none of which turns the sense.

    What the window has before and behind the piece does not count.
    """
    changed = []
    for tag, first, last, start, end in SequenceMatcher(None, piece, window, autojunk=False).get_opcodes():
        was, now = piece[first:last], window[start:end]
        if first == 0 and tag != "equal":
            if _negated(piece, window, end - len(was)):
                return False
            now = now[len(now) - len(was) :]
        elif last == len(piece) and tag != "equal":
            now = now[: len(was)]
        if tag != "equal":
            changed.append((was, now))
    turned = any(_SENSE.search(was + now) for was, now in changed)
    return not turned and sum(max(len(was), len(now)) for was, now in changed) <= slips
