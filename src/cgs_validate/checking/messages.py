"""Codes and parameters made into sentences, in Traditional Chinese (the source language) or English."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ..cached_property import cached_property
from ..localisation import LANGUAGES as LANGUAGES
from ..localisation import known_language, sentences
from ..text import printable
from .findings import Annotation, Finding, Place, Sort

_START_OF_LIST = 16  # characters
_VARIES_BY = ("expects", "calendar", "by", "row", "blank", "where")  # parameters that choose among several sentences


class Catalog:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def sentences(self) -> dict[str, Any]:
        """The sentences as ``messages/`` has them, by their names."""
        return sentences(self.language)

    @cached_property
    def rules(self) -> dict[str, Any]:
        """The texts of each finding code, by the code."""
        return sentences(f"rules.{self.language}")

    def row(self, number: int) -> str:
        """Return the name of a row."""
        return str(self.sentences["numbered_rows"]["one"]).format(rows=number)

    def text(self, name: str, **params: Any) -> str:
        """Return a text of the screen, by its name under ``report``."""
        return str(self.sentences["report"][name]).format(**params)

    def stage(self, stage: str) -> str:
        """Return a school stage's name."""
        return str(self.sentences["stages"][stage])

    def message(self, finding: Finding) -> str:
        """Return what is wrong."""
        return self._fill(_variant(self.rules[finding.code]["message"], finding), finding)

    def hint(self, finding: Finding) -> str:
        """Return what to type instead, where the workbook itself says so, and what to show to see the cell."""
        between = " " if self.language == "en" else ""
        hiding = self.sentences["hiding"][finding.hiding] if finding.hiding else ""
        return between.join(filter(None, (self._what_to_type(finding), self._says(finding), hiding)))

    def _says(self, finding: Finding) -> str:
        if not finding.says:
            return ""
        place, quote = self._place(finding.says.place, finding.place.sheet), printable(finding.says.quote)
        if finding.says.declaration.endswith(".codes") and len(quote) > _START_OF_LIST:  # the hint has the codes
            quote = f"{quote[:_START_OF_LIST]}…"
        return str(self.sentences["form_says"]).format(place=place, quote=quote)

    def _what_to_type(self, finding: Finding) -> str:
        if finding.fix is not None:
            return str(self.sentences["fix"]).format(fix=printable(finding.fix))
        return self._fill(_variant(self.rules[finding.code]["hint"], finding), finding)

    def note(self, annotation: Annotation) -> str:
        """Return the note of a cell: its kind, then each reason and its hint on a line of its own."""
        reasons = [
            "\n".join(filter(None, (self.message(finding), self.hint(finding), self.related(finding))))
            for finding in annotation.findings
        ]
        return "\n".join([self.sentences["note_heads"][annotation.sort], *dict.fromkeys(reasons)])

    def listed(self, finding: Finding) -> list[str]:
        """Return the codes with their labels among which a finding's sentences let one choose."""
        lists = (finding.params.get(name) for name in ("choices", "codes"))
        return [printable(code) for found in lists if isinstance(found, dict) for code in _each(found)]

    def related(self, finding: Finding) -> str:
        """Return which other cells to look at; empty where there are none, or where the message names the row."""
        if "earlier" in finding.params:
            return ""
        places = [self._place(place, finding.place.sheet) for place in finding.related]
        return str(self.sentences["related"]).format(places="、".join(places)) if places else ""

    @staticmethod
    def _place(place: Place, sheet: str | None) -> str:
        """Return a cell as it is named on a sheet."""
        return place.cell or "" if place.sheet == sheet else f"{printable(place.sheet or '')} {place.cell or ''}"

    def confirmed(self, count: int) -> str:
        """Return how many rules the form in hand says itself."""
        return str(self.sentences["form"]["confirmed"]).format(count=count)

    def other_codes(self, label: str, place: Place, added: Iterable[str], gone: Iterable[str]) -> str:
        """Return that a column is checked by the codes of the form in hand, and which are others."""
        words = self.sentences["form"]
        changes = [
            words[name].format(codes="、".join(codes))
            for name, codes in (("added", list(added)), ("gone", list(gone)))
            if codes
        ]
        bracket = words["in_brackets"].format(changes=words["comma"].join(changes)) if changes else ""
        return printable(words["other_codes"].format(label=label, place=self._place(place, None), changes=bracket))

    def skipped(self, reason: str, params: dict[str, Any]) -> str:
        """Return why a rule did not run."""
        return str(self.sentences["skipped"][reason]).format(**self._in_words(params))

    def unchecked(self, reason: str, params: dict[str, Any]) -> str:
        """Return what was not checked, and what to do."""
        return str(self.sentences["unchecked"][reason]).format(**self._in_words(params))

    def verdict(self, code: str, tally: Mapping[str, int]) -> str:
        """Return the sentence of a verdict. tally: the number of findings of each sort.

        Where errors block, hints are not counted.
        """
        shown = {sort: count for sort, count in tally.items() if code != "blocked" or sort != Sort.WARNING}
        said = self.sentences["verdicts"][code]
        if isinstance(said, dict):
            said = said.get(_about(shown), said["other"])
        return str(said).format(count=sum(shown.values()), found=self.counted(shown))

    def counted(self, tally: Mapping[str, int]) -> str:
        """Return how many there are of each sort."""
        words: Mapping[str, str] = self.sentences["counted"]
        counts = [words[sort].format(count=tally[sort]) for sort in Sort if tally.get(sort)]
        return words["comma"].join(counts) or words["none"]

    def verdict_head(self, code: str) -> str:
        """Return a verdict in a few words."""
        return str(self.sentences["verdict_heads"][code])

    def clue(self, code: str, params: Mapping[str, Any]) -> str:
        """Return what speaks for a form."""
        words: Mapping[str, str] = self.sentences["recognised"]
        said = dict(params)
        if "names" in said:
            said["names"] = words["comma"].join(words["quoted"].format(name=name) for name in said["names"])
        if "counts" in said:
            counts = said["counts"].items()
            said["counts"] = words["comma"].join(words["count"].format(sheet=name, count=n) for name, n in counts)
        return printable(words[code].format(**said))

    def recognised(self, clues: Iterable[tuple[str, Mapping[str, Any]]], title: str) -> str:
        """Return why a workbook is checked by a form."""
        words = self.sentences["recognised"]
        said = words["and"].join(self.clue(code, params) for code, params in clues)
        return str(words["sentence"]).format(clues=said, title=title)

    def kind(self, finding: Finding) -> str:
        """Return the word for a finding's kind, as sure as it is, or for a hint."""
        return self.text(finding.sort)

    def _fill(self, sentence: str, finding: Finding) -> str:
        if "{" not in sentence:
            return sentence
        return sentence.format(**self._in_words({"label": finding.label, "earlier": {}, **finding.params}))

    def _in_words(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters of a finding as sentences have them; a condition is ``other`` and ``codes`` there."""
        words: dict[str, Any] = {}
        for name, value in params.items():
            match name:
                case "condition":
                    words["other"] = _labels(value)
                    words["codes"] = "、".join(_codes(item["codes"]) for item in value)
                    words["pairs"] = self.sentences["comma"].join(self._pair(item) for item in value)
                case "choices" | "codes" | "code":
                    words[name] = _codes(value)
                case "by_stage":
                    words[name] = "、".join(self._by_stage(value))
                case "columns":
                    words[name] = _labels(value)
                case "letters":
                    words[name] = "、".join(value)
                case "rows" if isinstance(value, list):
                    words[name] = self._rows(value, params["count"])
                case "earlier":
                    words[name] = self._row(value)
                case "key" | "other":
                    words[name] = value["label"]
                case "difference":
                    words[name] = self.sentences["differences"][value]
                case "stage":
                    words[name] = self.stage(value)
                case "typed":  # which have commas in them
                    words[name] = " / ".join(value)
                case _:
                    words[name] = value
        return {name: printable(value) if isinstance(value, str) else value for name, value in words.items()}

    def _pair(self, item: Mapping[str, Any]) -> str:
        return str(self.sentences["pair"]).format(label=item["label"], codes=_codes(item["codes"]))

    def _rows(self, groups: Iterable[Sequence[int]], count: int) -> str:
        """Return the numbers of rows. groups: the first and the last of rows that follow each other."""
        words = self.sentences["numbered_rows"]
        groups = list(groups)
        rows = words["comma"].join(words["to"].join(map(str, dict.fromkeys(group))) for group in groups)
        named = sum(last - first + 1 for first, last in groups)
        return str(words["one" if named == count else "more"]).format(rows=rows, count=count)

    def _row(self, row: Mapping[str, Any]) -> str:
        """Return a row that is compared with; of several findings together it is any other one."""
        words = self.sentences["other_row"]
        return str(words["elsewhere" if "sheet" in row else "here" if row else "any"]).format(**row)

    def _by_stage(self, found: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
        say = self.sentences["grade_of_stage"].format
        for stage, codes in found.items():
            yield from (say(stage=self.stage(stage), code=code, label=label) for code, label in codes.items())


def _variant(sentence: str | Mapping[str, str], finding: Finding) -> str:
    """Return the sentence for what a finding is about, where there are several."""
    if isinstance(sentence, str):
        return sentence
    known = next((str(finding.params[name]) for name in _VARIES_BY if finding.params.get(name)), "")
    return sentence[known if known in sentence else "other"]


def _about(sorts: Collection[str]) -> str:
    """Return which of a verdict's sentences suits findings of these sorts."""
    if not sorts or Sort.MISSING in sorts:
        return "missing" if sorts else "none"
    return "probable" if {Sort.PROBABLY_MISSING, Sort.PROBABLY_INVALID}.intersection(sorts) else "other"


def _labels(items: Iterable[Mapping[str, Any]]) -> str:
    return "、".join(str(item["label"]) for item in items)


def _codes(labels: Mapping[str, str]) -> str:
    return "、".join(_each(labels))


def _each(labels: Mapping[str, str]) -> list[str]:
    return [f"{code}.{label}" if label else code for code, label in labels.items()]


def catalog(language: str | None = None) -> Catalog:
    """Return the sentences of a language, by default those of the locale. Raises ValueError for another language."""
    return _catalog(known_language(language))


@cache
def _catalog(language: str) -> Catalog:
    return Catalog(language)
