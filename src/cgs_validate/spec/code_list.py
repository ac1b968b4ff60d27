"""代碼表: the codes of a field, the names that people type for them, and several of them in one cell."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ..cached_property import cached_property
from ..formats.code import code_names, named, shared_names
from ..formats.nearest_codes import nearest_codes, nearest_names
from ..text import answer_key
from .source import Sourced

USUAL_SEPARATOR = ","  # is right between codes also where a form asks for another sign

_NUMBER = re.compile(r"[\W_0-9]+")


class Code(NamedTuple):
    """A code with its label, the other names people type for it, and its definition.

    ``likely``: names that may mean something else, too, so that people are asked and nothing is written for them.
    """

    code: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    definition: str = ""
    likely: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}.{self.label}" if self.label else self.code


@dataclass(frozen=True)
class Uncoded(Sourced):
    """Names that a form uses without a code for them, and whom to ask for one."""

    names: tuple[str, ...]
    ask: str


@dataclass(frozen=True)
class CodeList(Sourced):
    """代碼表: the codes that a field may hold."""

    name: str
    title: str
    codes: dict[str, Code]
    prefix: str = ""
    uncoded: Uncoded | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        """Every way to write one of the codes, in comparable form."""
        return code_names(self._written, self.prefix)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each code, the code itself where it has none, in comparable form."""
        return {code.code: answer_key(code.label or code.code) for code in self.codes.values()}

    @cached_property
    def definitions(self) -> dict[str, str]:
        """The definition of each code that has one, in comparable form."""
        return {code.code: answer_key(code.definition) for code in self.codes.values() if code.definition}

    def nearest(self, text: str) -> list[str]:
        """Return the one to three codes that a text likely means, or resembles."""
        near = named(text, self.likely) or nearest_codes(text, self.labels, self.definitions)
        return near or nearest_names(text, self.likely) or self._without_number(text)

    def _without_number(self, text: str) -> list[str]:
        """Return the code of a list of words that a text is with a number besides: 男1."""
        word = _NUMBER.sub("", text)
        if word == text or any(code.label for code in self.codes.values()):
            return []
        code = named(word, self.names)
        return [code] if code in self.codes else named(word, self.likely) or []

    @cached_property
    def shared(self) -> dict[str, list[str]]:
        """The names that several codes share, in comparable form, with those codes."""
        return shared_names(self._written)

    @cached_property
    def likely(self) -> dict[str, list[str]]:
        """The names that likely mean a code, in comparable form, with the codes that they may mean."""
        codes: dict[str, list[str]] = {}
        for code in self.codes.values():
            for name in map(answer_key, code.likely):
                codes.setdefault(name, []).append(code.code)
        return codes

    @property
    def _written(self) -> dict[str, tuple[str, ...]]:
        return {code.code: (code.label, *code.aliases) for code in self.codes.values()}

    def __str__(self) -> str:
        return "、".join(map(str, self.codes.values()))


@dataclass(frozen=True)
class Choices(Sourced):
    """複選: several codes in one cell. ``none``: what is typed alone for "no choice"."""

    separator: str
    most: int | None = None
    none: str | None = None
