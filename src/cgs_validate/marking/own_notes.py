"""Our lines in notes: known by the mark memory, else by their author or their wording, in any language."""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from ..checking.messages import LANGUAGES, catalog
from . import memory

_MOST_HEADS = 8  # of marks in a note that are looked at; ours are the last ones
_PARAMETER = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"\.(?= |$)")
_ENDS = ("。", ".")  # of our sentences, in all versions

_Wording = tuple[str, ...]  # of a sentence: the pieces between its parameters


def may_hold_ours(notes: bytes) -> bool:
    """Return whether a part of notes, in UTF-8, may hold one of ours."""
    return any(sign in notes for sign in (memory.AUTHOR.encode(), *_signs(), b"&#"))


def has_head(text: str) -> bool:
    """Return whether a note has a line as marks begin with."""
    return bool(_heads().search(text))


def our_lines(text: str, author: str, remembered: Collection[str], *, coloured: bool = False) -> slice | None:
    """Return the place of our lines in a note's text, None where there are none; all else is other people's.

    remembered: digests of the notes that we wrote, which identify them best. A note that is not among them is ours by
    its sentences; where none is remembered, and its sentences are of another version, by its author, or by a mark's
    colour on its cell (``coloured``).
    """
    heads = [*_heads().finditer(text)][-_MOST_HEADS:]
    for head in heads if remembered else ():
        if (end := memory.end_of(text, head.start(), remembered)) is not None:
            return slice(head.start(), end)
    for head in heads:
        if (end := _end_of_known(text, head.end())) is not None:
            return slice(head.start(), end)
    for head in heads if not remembered else ():
        if memory.is_author(author):
            return slice(head.start(), _end_of_sentences(text, head.end()) or len(text))
        if coloured and (end := _end_of_sentences(text, head.end())):
            return slice(head.start(), end)
    return None


def _end_of_known(text: str, start: int) -> int | None:
    """Return where our sentences end; None where the first one is no sentence of this version.

    Another note of ours may follow. A line between them that is not ours ends them: it may be the teacher's.
    """
    end = None
    for line, line_end in _lines(text, start):
        kind = _kind(line)
        if not kind:
            break
        end = end if kind == "head" else line_end
    return end


def _end_of_sentences(text: str, start: int) -> int | None:
    """Return where the lines end that are sentences; None where the first is none."""
    end = None
    for line, line_end in _lines(text, start):
        if not line.endswith(_ENDS):
            break
        end = line_end
    return end


def _lines(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the lines from a line break on, each with its end."""
    while start < len(text):
        end = text.find("\n", start + 1)
        end = len(text) if end < 0 else end
        yield text[start + 1 : end].strip(), end
        start = end


@lru_cache(1_000)  # most are on many cells
def _kind(line: str) -> str:
    """Return what a line of a note is: ``head``, ``message``, ``hint``, or nothing of ours."""
    if _heads().fullmatch(line):
        return "head"
    for kind in ("message", "hint"):
        for wording in _wordings(kind, line):
            if _is_worded(line, wording) and _sentences(line) == sum(map(_sentences, wording)):
                return kind
    for says in _known()["says"].values():
        hint, found, quote = line.partition(says[0][0])
        if found and _is_worded(found + quote, says[0]) and (not hint or _kind(hint.strip())):
            return "hint"
    return ""


def _wordings(kind: str, line: str) -> Iterator[_Wording]:
    """Yield the wordings that a line may have."""
    known = _known()[kind]
    return chain(known.get(line[:1], ()), known.get("", ()))


def _sentences(text: str) -> int:
    """Return how many sentences end in a text, which no parameter does."""
    return text.count("。") + len(_SENTENCE_END.findall(text))


def _is_worded(line: str, wording: _Wording) -> bool:
    first, last = wording[0], wording[-1]
    if len(wording) == 1:
        return line == first
    place, end = len(first), len(line) - len(last)
    if not (line.startswith(first) and line.endswith(last)):
        return False
    for piece in wording[1:-1]:
        if (place := line.find(piece, place, end)) < 0:
            return False
        place += len(piece)
    return place <= end


@cache
def _known() -> dict[str, dict[str, list[_Wording]]]:
    """Return the wordings of messages, of hints, and of what a form says, by their first character."""
    known: dict[str, dict[str, list[_Wording]]] = {"message": {}, "hint": {}, "says": {}}
    for language in LANGUAGES:
        words = catalog(language)
        for rule in words.rules.values():
            _add(known["message"], rule["message"])
            _add(known["hint"], rule["hint"])
        _add(known["hint"], words.sentences["fix"])
        _add(known["hint"], words.sentences["related"])
        _add(known["says"], words.sentences["form_says"])
    return known


def _add(known: dict[str, list[_Wording]], texts: Any) -> None:
    for text in texts.values() if isinstance(texts, dict) else [texts]:
        wording = tuple(_PARAMETER.split(text))
        known.setdefault(wording[0][:1], []).append(wording)


@cache
def _heads() -> re.Pattern[str]:
    """Return the pattern of the first line of a mark in a note; behind the brackets may be words of any language."""
    return re.compile(r"(?:^|\n)(?:{})(?: [^\n]{{0,40}})?[ \t\r]*(?=\n|\Z)".format("|".join(map(re.escape, _words()))))


@cache
def _signs() -> tuple[bytes, ...]:
    return tuple(word.encode() for word in _words())


def _words() -> set[str]:
    """Return what is in brackets in the first line of marks."""
    heads = (head for language in LANGUAGES for head in catalog(language).sentences["note_heads"].values())
    return {head[: head.index("】") + 1] for head in heads}
