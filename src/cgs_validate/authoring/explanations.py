"""The page of each finding code: what it means, a wrong and a right example, how to put it right."""

import re
from dataclasses import dataclass

from ..checking import rules
from ..checking.findings import Kind, Severity
from ..checking.messages import catalog
from ..spec import yaml_reader
from ..spec.library import packaged_folder


@dataclass(frozen=True)
class Explanation:
    """A code's page. ``message`` and ``hint`` are the sentences of its findings, parameters shown as ○."""

    code: str
    kind: Kind
    severity: Severity
    message: str
    hint: str
    about: str
    wrong: str
    right: str


def load(language: str | None = None) -> dict[str, Explanation]:
    """Return the pages of all codes, in the order in which findings are shown. Raises SpecError."""
    sentences = catalog(language)
    path = packaged_folder() / "messages" / f"explain.{sentences.language}.yaml"
    pages = yaml_reader.read(path).data
    return {
        code: Explanation(
            code,
            rules.kind_of(rule),
            rules.severity_of(rule),
            *(_general(sentences.sentences["findings"][code][part]) for part in ("message", "hint")),
            **pages[code],
        )
        for code, rule in rules.RULES.items()
    }


def render_text(page: Explanation, language: str | None = None) -> str:
    """Return a page as plain text."""
    sentences = catalog(language)
    kind = sentences.text("warning" if page.severity is Severity.WARNING else page.kind)
    words = {name: sentences.text(f"explain_{name}") for name in ("about", "wrong", "right", "hint")}
    lines = [f"{page.code}（{kind}）", page.message, "", f"{words['about']}{page.about}"]
    lines += [f"{words['wrong']}{page.wrong}", f"{words['right']}{page.right}", f"{words['hint']}{page.hint}"]
    return "\n".join(lines)


def unknown(code: str, meant: str, language: str | None = None) -> str:
    """Return the sentence that there is no such code."""
    sentences = catalog(language)
    question = sentences.sentences["specs"]["meant"].format(meant=meant) if meant else ""
    return sentences.text("no_such_code", code=code, meant=question)


def _general(sentence: str | dict[str, str]) -> str:
    if isinstance(sentence, dict):
        sentence = next(iter(sentence.values()))
    return re.sub(r"\{\w+\}", "○○", sentence)
