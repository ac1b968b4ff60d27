"""Codes and parameters made into sentences, in Traditional Chinese (the source language) or English."""

from functools import cache, cached_property
from typing import Any

from ..localisation import LANGUAGES as LANGUAGES
from ..localisation import known_language, sentences
from ..text import printable
from .findings import Annotation, Finding


class Catalog:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def sentences(self) -> dict[str, Any]:
        """The sentences as ``messages/`` has them, by their names."""
        return sentences(self.language)

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


def catalog(language: str | None = None) -> Catalog:
    """Return the sentences of a language, by default those of the locale. Raises ValueError for another language."""
    return _catalog(known_language(language))


@cache
def _catalog(language: str) -> Catalog:
    return Catalog(language)
