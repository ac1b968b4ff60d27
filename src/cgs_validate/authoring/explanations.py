"""The page of each finding code: what it means, a wrong and a right example, how to put it right.

The English page is the docstring of the rule's module, the Chinese one is with the rule's messages.
"""

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import cast

from ..checking import rules
from ..checking.findings import Sort, sort_of
from ..checking.messages import Catalog, catalog

_DOCSTRING = re.compile(r"(?P<why>.*?)\n\nWrong: (?P<wrong>.*?)\nRight: (?P<right>.*?)(?:\nSource: .*)?", re.DOTALL)


@dataclass(frozen=True)
class Explanation:
    """A code's page. ``message`` and ``hint`` are the sentences of its findings, parameters shown as ○."""

    code: str
    sort: Sort
    message: str
    hint: str
    why: str
    wrong: str
    right: str

    def kind_in(self, sentences: Catalog) -> str:
        """Return the word for the kind of its findings."""
        return sentences.text(self.sort)

    def parts(self, sentences: Catalog, *names: str) -> list[str]:
        """Return parts of the page, each after its heading."""
        return [f"{sentences.text(f'explain_{name}')}{getattr(self, name)}" for name in names]


def load(language: str | None = None) -> dict[str, Explanation]:
    """Return the pages of all codes, in the order in which findings are shown. Raises SpecError."""
    sentences = catalog(language)
    return {code: _page(code, rule, sentences.rules[code]) for code, rule in rules.RULES.items()}


def render_text(page: Explanation, language: str | None = None) -> str:
    """Return a page as plain text."""
    sentences = catalog(language)
    head = f"{page.code}（{page.kind_in(sentences)}）"
    return "\n".join([head, page.message, "", *page.parts(sentences, "why", "wrong", "right", "hint")])


def unknown(code: str, nearest: str, language: str | None = None) -> str:
    """Return the sentence that there is no such code."""
    sentences = catalog(language)
    question = sentences.sentences["specs"]["nearest"].format(nearest=nearest) if nearest else ""
    return sentences.text("no_such_code", code=code, nearest=question)


def _page(code: str, rule: rules.Rule, texts: Mapping[str, str]) -> Explanation:
    parts = texts if "why" in texts else _of_docstring(_docstring(rule))
    return Explanation(
        code,
        sort_of(rules.kind_of(rule), rules.certainty_of(rule)),
        *(_general(texts[part]) for part in ("message", "hint")),
        *(parts[part] for part in ("why", "wrong", "right")),
    )


def _docstring(rule: rules.Rule) -> str:
    """Return a module's docstring, which Python drops at ``-OO``."""
    return rule.__doc__ or ast.get_docstring(ast.parse(inspect.getsource(cast(ModuleType, rule)))) or ""


def _of_docstring(docstring: str) -> dict[str, str]:
    match = _DOCSTRING.fullmatch(docstring.strip())
    return {name: " ".join(text.split()) for name, text in match.groupdict().items()} if match else {}


def _general(sentence: str | dict[str, str]) -> str:
    if isinstance(sentence, dict):
        sentence = next(iter(sentence.values()))
    return re.sub(r"\{\w+\}", "○○", sentence)
