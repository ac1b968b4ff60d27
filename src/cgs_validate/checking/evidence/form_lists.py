"""The code lists of the form in hand, in a column's instructions and its dropdown, compared with those of the spec."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache

from ...formats.code import read_code
from ...formats.listed_codes import item_codes, listed_codes, listed_words, numbered_item
from ...spec.code_list import Code, CodeList
from ...text import key, strip
from .form_texts import FormText
from .quotations import comparable

_DIGIT = re.compile("[0-9]")
_RANGE = re.compile(r"([0-9]{1,3})(?:\s*[-~–至到]\s*([0-9]{1,3}))?")
_LONGEST_RANGE = 40
_COLON = re.compile(r"[:：]")
_OR = re.compile(r"[或和及與]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*$")
_PUNCTUATION = re.compile(r"[\W_]+")
_LEAST_NAMED = 3  # characters of a label by which a text names a code
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
    that a form has numbered. ``named``: codes of the spec that the texts name elsewhere than in the list.
    """

    codes: dict[str, str]
    text: FormText
    offered: dict[str, str] = field(default_factory=dict)
    dropdown: bool = False
    named: frozenset[str] = frozenset()

    def agreement(self, own: CodeList) -> tuple[Agreement, frozenset[str]]:
        """Return whether it is the spec's list, and the codes that mean something else in it, or are not in both."""
        known = [code for code in self.codes if code in own.codes]
        changed = {code for code in known if not _means(own, own.codes[code], self.codes[code])}
        added, gone = self.codes.keys() - own.codes.keys(), own.codes.keys() - self.codes.keys() - self.named
        differing = frozenset(changed | added | gone)
        if not differing:
            return Agreement.SAME, differing
        return (Agreement.OTHER if self._is_version_of(own, changed | added) else Agreement.UNCLEAR), differing

    def _is_version_of(self, own: CodeList, other: set[str]) -> bool:
        """Return whether it is another version of a list, not a part of it and no list of something else.

        other: the codes that it has otherwise, or more. A text may break off, and go on elsewhere; a dropdown does not.
        """
        if not other and not self.dropdown and self._breaks_off(own):
            return False
        if self.dropdown and (not other or self._is_bare(own)):
            return 2 * sum(code in own.codes for code in self.codes) > len(own.codes)
        labels = {_plain(label or code) for code, label in self.codes.items()}
        there = sum(bool(labels.intersection(_names(code))) for code in own.codes.values())
        same = sum(code in own.codes and _means(own, own.codes[code], label) for code, label in self.codes.items())
        return self.dropdown or 2 * max(there, same) >= len(self.codes)

    def _is_bare(self, own: CodeList) -> bool:
        """Return whether it is numbers alone for a list whose codes have names: it may be one of something else."""
        return all(code.isdecimal() and not label for code, label in self.codes.items()) and _has_labels(own)

    def _breaks_off(self, own: CodeList) -> bool:
        """Return whether it has a run of the codes of a list, at most two thirds of them."""
        codes, all_codes = list(self.codes), list(own.codes)
        start = all_codes.index(codes[0])
        return all_codes[start : start + len(codes)] == codes and 3 * len(codes) <= 2 * len(all_codes)


def _has_labels(own: CodeList) -> bool:
    return all(code.label for code in own.codes.values())


def in_texts(texts: list[FormText], behind: list[FormText], own: CodeList, none: str | None) -> FormList | None:
    """Return the list that a column's texts give, None where they give none.

    A code of the spec that is not in the list, but is named elsewhere in the texts, is not gone: «其他請填19».
    behind: the texts of the next column, where a long list may go on. none: what is typed for no choice.
    """
    labels, items = _items(tuple(own.codes.values()))
    around = "\n".join(text.comparable for text in (*texts, *behind))
    if labels and all(_has_item(around, item) for item in items) and not _others(texts, own, none):
        text = next((text for text in texts if _has_item(text.comparable, items[0])), texts[0])
        return FormList(labels, text)
    lists = [(codes, text) for text in texts if (codes := _listed(text, own, labelled=bool(labels)))]
    if not lists and len(texts) > 2:  # a header, and an item a row
        whole = FormText(texts[1].place, "\n".join(text.text for text in texts[1:]))
        lists = [(codes, whole)] if (codes := _listed(whole, own, labelled=bool(labels))) else []
    if not lists:
        return None
    codes, text = lists[0]
    for more in [codes for codes, _ in lists[1:]] + [_listed(text, own, labelled=True) for text in behind]:
        if _goes_on(codes, more):
            codes = {**codes, **more}
    if none is not None and none not in own.codes:
        codes.pop(none, None)
    if labels:
        numbers = set().union(*(_numbers(text.folded) for text in texts))
        missing = {code: label for code, label in labels.items() if code not in codes}
        named = {code for code, label in missing.items() if code in numbers or _is_named(label, around)}
        return FormList(codes, text, named=frozenset(named))
    words = {word: code for word, code in _words(text.text, own).items() if word != code}
    return FormList(codes, text, words or {label: code for code, label in codes.items() if label})


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
    codes |= {code: own.codes[code] for code in own.codes if code in listed.named}
    return replace(own, codes=codes, basis="stated")


def _listed(text: FormText, own: CodeList, *, labelled: bool) -> dict[str, str]:
    """Return the codes in a text with their labels; or words, where the spec has no labels."""
    if _DIGIT.search(text.comparable):
        found = listed_codes(text.folded) or listed_codes(text.folded[_start(text.folded, own) :])
        if found:
            return {_code(code, own): label for code, label in found.items()}
    return {} if labelled else dict.fromkeys(_words(text.text, own).values(), "")


def _start(text: str, own: CodeList) -> int:
    """Return where the first code of a list is an item of a text, the end where it is none."""
    first = next(iter(own.codes))
    found = re.search(rf"(?:^|(?<=[\s:]))[(]?{re.escape(first)}\s*[.、:)]", text)
    return found.start() if found else len(text)


def _words(text: str, own: CodeList) -> dict[str, str]:
    """Return the words that a text lists, each with the code that it is: «生理男性、生理女性或其他»."""
    for line in text.split("\n"):
        for piece in (line, _COLON.split(line)[-1]):
            words = listed_words(_OR.sub("、", _IN_BRACKETS.sub("", piece)))
            if words:
                return {word: next((code for code in own.codes if word == f"{code}性"), word) for word in words}
    return {}


@lru_cache(256)  # of the specs' own lists
def _items(codes: tuple[Code, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the labels of a list, nothing where it has none, and its items as texts are compared with them."""
    labels = {code.code: code.label for code in codes if code.label}
    return labels, tuple(comparable(f"{code.code}{code.label}") for code in codes)


def _has_item(text: str, item: str) -> bool:
    at = text.find(item)
    while at > 0 and text[at - 1].isdigit():
        at = text.find(item, at + 1)
    return at >= 0


def _others(texts: Iterable[FormText], own: CodeList, none: str | None) -> set[str]:
    """Return the codes that begin an item of some texts and are not the spec's."""
    heads = {head for text in texts for head in item_codes(text.folded)} - own.codes.keys()
    return {_code(head, own) for head in heads} - own.codes.keys() - {none}


def _is_named(label: str, text: str) -> bool:
    said = _plain(label)
    return len(said) >= _LEAST_NAMED and said in text


def _numbers(text: str) -> set[str]:
    """Return the whole numbers in a folded text, those of ranges such as 10-12 included."""
    numbers: set[str] = set()
    for first, last in _RANGE.findall(text):
        numbers.update(map(str, range(int(first), min(int(last or first), int(first) + _LONGEST_RANGE) + 1)))
    return numbers


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
    return numbered_item(entry) or (entry, "")


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
    if any(said.startswith(name) or name.startswith(said) for name in names if len(name) > 1):  # 專 begins 專輔, too
        return True
    if len(said) > 1 and any(said in name for name in names):
        return not any(said in name for name in others)
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
