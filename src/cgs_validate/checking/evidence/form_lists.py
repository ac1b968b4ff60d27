"""The code lists of the form in hand, in a column's instructions and its dropdown, compared with those of the spec."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache

from ...formats.code import read_code
from ...formats.listed_codes import listed_codes, listed_words
from ...spec.model import Code, CodeList
from ...text import key, strip
from .form_texts import FormText
from .quotations import comparable

_NUMBERED = re.compile(r"[(（]?([A-Za-z]?[0-9]{1,3})[)）]?(?:[.．、:：\-\s]+(.*)|)", re.DOTALL)
_DIGIT = re.compile("[0-9]")
_COLON = re.compile(r"[:：]")
_PUNCTUATION = re.compile(r"[\W_]+")
_LEAST_SLIPPED = 4  # characters of a label in which one may be another


class Agreement(Enum):
    """What a list of the form says of the spec's."""

    SAME = "same"
    OTHER = "other"  # another version of it
    UNCLEAR = "unclear"  # no list of these codes, or only a part of it


@dataclass(frozen=True)
class FormList:
    """A list of the form: its codes with their labels, and where it is.

    ``offered``: what may be typed besides, each with its code: entries of a dropdown that are no bare codes, the words
    that a form has numbered.
    """

    codes: dict[str, str]
    text: FormText
    offered: dict[str, str] = field(default_factory=dict)
    dropdown: bool = False

    def agreement(self, own: CodeList) -> tuple[Agreement, frozenset[str]]:
        """Return whether it is the spec's list, and the codes that mean something else in it, or are not in both."""
        known = [code for code in self.codes if code in own.codes]
        changed = {code for code in known if not _means(own, own.codes[code], self.codes[code])}
        added, gone = self.codes.keys() - own.codes.keys(), own.codes.keys() - self.codes.keys()
        differing = frozenset(changed | added | gone)
        if not differing:
            return Agreement.SAME, differing
        return (Agreement.OTHER if self._is_version_of(own, changed | added) else Agreement.UNCLEAR), differing

    def _is_version_of(self, own: CodeList, other: set[str]) -> bool:
        """Return whether it is another version of a list, not a part of it and no list of something else.

        other: the codes that it has otherwise, or more. A text may break off, and go on elsewhere; a dropdown does not.
        """
        if not other and (2 * len(self.codes) <= len(own.codes) if self.dropdown else self._breaks_off(own)):
            return False
        labels = {_plain(label or code) for code, label in self.codes.items()}
        alike = sum(bool(labels.intersection(_names(code))) for code in own.codes.values())
        return self.dropdown or 2 * alike >= len(self.codes)

    def _breaks_off(self, own: CodeList) -> bool:
        """Return whether it has a run of the codes of a list, at most two thirds of them."""
        codes, all_codes = list(self.codes), list(own.codes)
        start = all_codes.index(codes[0])
        return all_codes[start : start + len(codes)] == codes and 3 * len(codes) <= 2 * len(all_codes)


def in_texts(texts: Iterable[FormText], behind: Iterable[FormText], own: CodeList, none: str | None) -> FormList | None:
    """Return the list that a column's texts give, None where they give none.

    behind: the texts of the next column, where a long list may go on. none: what is typed for no choice.
    """
    labels, whole = _whole(tuple(own.codes.values()))
    for text in texts:
        if _has_whole(text.comparable, whole):
            return FormList(labels or dict.fromkeys(own.codes, ""), text)
    lists = [(codes, text) for text in texts if (codes := _listed(text, own, labelled=bool(labels)))]
    if not lists:
        return None
    codes, text = lists[0]
    for more in [codes for codes, _ in lists[1:]] + [_listed(text, own, labelled=True) for text in behind]:
        if _goes_on(codes, more):
            codes = {**codes, **more}
    if none is not None and none not in own.codes:
        codes.pop(none, None)
    return FormList(codes, text, {} if labels else {label: code for code, label in codes.items() if label})


def joined(offered: FormList, written: FormList) -> FormList:
    """Return all that a column's dropdown and its texts have; the labels are those of the texts."""
    labels = {code: label or offered.codes.get(code, "") for code, label in written.codes.items()}
    entries = {**written.offered, **offered.offered}
    return replace(offered, codes={**offered.codes, **labels}, text=written.text, offered=entries)


def in_dropdown(entries: Iterable[str], text: FormText, own: CodeList, none: str | None) -> FormList:
    """Return the list that a dropdown gives. text: where it is, with its entries."""
    codes: dict[str, str] = {}
    offered: dict[str, str] = {}
    for entry in entries:
        code, label = _entry(entry, own)
        if code != entry:
            offered[entry] = code
        if code != none or code in own.codes:
            codes[code] = label
    return FormList(codes, text, offered, dropdown=True)


def list_of_form(own: CodeList, listed: FormList) -> CodeList:
    """Return the spec's list with the codes of the form; names are as in the spec where the meaning is the same."""
    codes = {}
    for code, label in listed.codes.items():
        known = own.codes.get(code)
        same = known and _means(own, known, label)
        codes[code] = known if known and same else Code(code, label)
    return replace(own, codes=codes, basis="stated")


def _listed(text: FormText, own: CodeList, *, labelled: bool) -> dict[str, str]:
    """Return the codes in a text with their labels; or words, where the spec has no labels."""
    if _DIGIT.search(text.comparable) and (found := listed_codes(text.text)):
        return {_code(code, own): label for code, label in found.items()}
    if labelled:
        return {}
    lines = (piece for line in text.text.split("\n") for piece in (line, _COLON.split(line)[-1]))
    return next((dict.fromkeys(words, "") for line in lines if (words := listed_words(line))), {})


@lru_cache(256)  # of the specs' own lists
def _whole(codes: tuple[Code, ...]) -> tuple[dict[str, str], str]:
    """Return the labels of a list, nothing where it has none, and the whole list as a text is compared with it."""
    labels = {code.code: code.label for code in codes if code.label}
    return labels, comparable("".join(f"{code.code}{code.label}" for code in codes))


def _has_whole(text: str, whole: str) -> bool:
    """Return whether a text has a whole list, in whatever lines, and no longer one."""
    at = text.find(whole)
    return at >= 0 and not text[at - 1 : at].isdigit() and not text[at + len(whole) :][:1].isdigit()


def _goes_on(codes: dict[str, str], more: dict[str, str]) -> bool:
    last, first = next(reversed(codes)), next(iter(more), "")
    return last.isdecimal() and first.isdecimal() and int(first) == int(last) + 1


def _code(written: str, own: CodeList) -> str:
    """Return a code of the spec as it is typed, others as they are written: T03 is 3."""
    code: str = read_code(written, own.names).meaning
    return code if code in own.codes else written


def _entry(entry: str, own: CodeList) -> tuple[str, str]:
    """Return the code that an entry of a dropdown means, with the label in it."""
    code = read_code(strip(entry), own.names).meaning
    if code in own.codes:
        return code, ""
    numbered = _NUMBERED.fullmatch(strip(entry))
    return (numbered[1], strip(numbered[2] or "")) if numbered else (entry, "")


def _means(own: CodeList, code: Code, label: str) -> bool:
    """Return whether a label is that of a code, but for a slip that makes it none of another."""
    if label == code.label:
        return True
    said = _plain(label)
    if not said:
        return True
    names = _names(code)
    if said in names:
        return True
    others = {name for other in own.codes.values() if other is not code for name in _names(other)}
    if said in others:
        return False
    if any(said.startswith(name) or name.startswith(said) for name in names):
        return True
    return any(_slipped(said, name) for name in names) and not any(_slipped(said, name) for name in others)


@lru_cache(4096)  # of a spec's own codes
def _names(code: Code) -> frozenset[str]:
    return frozenset(map(_plain, (code.label or code.code, *code.aliases, *code.likely)))


def _slipped(one: str, other: str) -> bool:
    """Return whether two labels differ in one character."""
    if len(one) != len(other) or len(one) < _LEAST_SLIPPED:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _plain(label: str) -> str:
    return _PUNCTUATION.sub("", key(label))


def differences(own: CodeList, form: Mapping[str, Code]) -> tuple[list[str], list[str]]:
    """Return what a form's list has more than the spec's, and what it lacks: codes with their labels."""
    added = [str(code) for code in form.values() if own.codes.get(code.code) != code]
    return added, [str(code) for code in own.codes.values() if form.get(code.code) != code]
