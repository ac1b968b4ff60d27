"""Codes and parameters made into sentences, in Traditional Chinese (the source language) or English."""

import locale
import os
from functools import cached_property, lru_cache
from typing import Any

from ..errors import ReadError, SpecError, SpecProblem
from ..spec import yaml_reader
from ..spec.library import packaged_folder
from ..text import printable
from .findings import Annotation, Finding

LANGUAGES = ("zh-TW", "en")


def default_language() -> str:
    """Return ``en`` for an English locale, else ``zh-TW``."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "en" if name.lower().startswith("en") else "zh-TW"


class Catalog:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def sentences(self) -> dict[str, Any]:
        """The sentences as ``messages/`` has them, by their names."""
        sentences: dict[str, Any] = yaml_reader.read(packaged_folder() / "messages" / f"{self.language}.yaml").data
        return sentences

    def text(self, name: str, **params: Any) -> str:
        """Return a text of the screen, by its name under ``report``."""
        return str(self.sentences["report"][name]).format(**params)

    def stage(self, stage: str) -> str:
        """Return a school stage's name."""
        return str(self.sentences["stages"][stage])

    def message(self, finding: Finding) -> str:
        """Return what is wrong."""
        message = self.sentences["findings"][finding.code]["message"]
        if isinstance(message, dict):
            message = message.get(finding.params.get("expects"), message["other"])
        return self._fill(message, finding)

    def hint(self, finding: Finding) -> str:
        """Return what to type instead."""
        if finding.fix is not None:
            return str(self.sentences["fix"]).format(fix=printable(finding.fix))
        hint = self.sentences["findings"][finding.code]["hint"]
        if isinstance(hint, dict):
            expects = finding.params.get("expects") or finding.params.get("calendar")
            hint = hint[expects if expects in hint else "other"]
        return self._fill(hint, finding)

    def note(self, annotation: Annotation) -> str:
        """Return the note of a cell: its kind, then each reason and its hint on a line of its own."""
        reasons = [
            "\n".join(filter(None, (self.message(finding), self.hint(finding), self.related(finding))))
            for finding in annotation.findings
        ]
        return "\n".join([self.sentences["note_heads"][annotation.kind], *dict.fromkeys(reasons)])

    def related(self, finding: Finding) -> str:
        """Return where to look besides, an empty string where nowhere."""
        places = [
            place.cell if place.sheet == finding.place.sheet else f"{printable(place.sheet or '')} {place.cell}"
            for place in finding.related
        ]
        return str(self.sentences["related"]).format(places="、".join(map(str, places))) if places else ""

    def skipped(self, reason: str, params: dict[str, Any]) -> str:
        """Return why a rule did not run."""
        return str(self.sentences["skipped"][reason]).format(**params)

    def problem(self, problem: SpecProblem) -> str:
        """Return a mistake in a spec file as ``file:line: sentence``."""
        sentences, params = self.sentences["specs"], dict(problem.params)
        params.setdefault("key", problem.file)
        params["meant"] = sentences["meant"].format(meant=params["meant"]) if params.get("meant") else ""
        params["known"] = params.get("known") or sentences["none_known"]
        params["shape"] = sentences["shapes"].get(params.get("shape"), "")
        params["form"] = sentences["forms"].get(params.get("form"), "")
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        return f"{place}: {sentences[problem.code].format(**params)}"

    def localise(self, error: ReadError | SpecError) -> None:
        """Give an error its sentences."""
        if isinstance(error, SpecError):
            error.message = "\n".join(map(self.problem, error.problems))
        else:
            sentences = self.sentences["reading"][error.code]
            params = {name: printable(str(value)) for name, value in error.params.items()}
            error.message, error.hint = (sentences[part].format(**params) for part in ("message", "hint"))

    def kind(self, finding: Finding) -> str:
        """Return the word for a finding's kind, or for a warning."""
        return self.text(finding.kind if finding.severity == "error" else "warning")

    def _fill(self, sentence: str, finding: Finding) -> str:
        if "{" not in sentence:
            return sentence
        params = {"label": finding.label, **finding.params}
        params = {name: printable(value) if isinstance(value, str) else value for name, value in params.items()}
        if "stage" in params:
            params["stage"] = self.stage(params["stage"])
        return sentence.format(**params)


@lru_cache
def catalog(language: str | None = None) -> Catalog:
    """Return the sentences of a language, by default those of the locale. Raises ValueError for another language."""
    if not language:
        return catalog(default_language())
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    return Catalog(language)
