"""The check of our own files: every spec, its lock and months, and the sentences of every code in both languages."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import getitem
from pathlib import Path
from string import Formatter
from typing import Any

from ..checking.messages import LANGUAGES
from ..checking.rules import RULES
from ..errors import SpecError, SpecProblem
from ..spec import library, yaml_reader
from ..spec.examples import load_examples
from ..spec.model import TemplateSpec
from ..spec.rule_options import DECLARED
from ..spec.shorthand import unknown_lists
from ..spec.yaml_reader import Document
from . import json_schema, lock, release
from .redos import is_slow

_PAGE = ("why", "wrong", "right")


def lint(paths: Sequence[Path] = ()) -> list[SpecProblem]:
    """Return all mistakes in the spec files named, in folders of them, or in all specs and messages there are."""
    files = {path: library.spec_files_at(path) for path in paths}
    problems = [SpecProblem("no_specs", str(path)) for path, found in files.items() if not found]
    named = dict.fromkeys(chain.from_iterable(files.values())) if paths else library.spec_files_by_id().values()
    specs, wrong = load(named)
    problems += [*wrong, *_examples(specs), *_regexes(specs), *_references(specs)]
    problems += chain.from_iterable(release.problems(path, spec) for path, spec in specs.items())
    try:
        problems += lock.problems(specs)
    except SpecError as error:
        problems += error.problems
    if specs:
        others, _ = load(path for path in library.spec_files_by_id().values() if path not in specs)
        problems += _months(specs, others)
    return problems if paths else [*problems, *_messages()]


def load(paths: Iterable[Path]) -> tuple[dict[Path, TemplateSpec], list[SpecProblem]]:
    """Return the specs of those files that are right, and the mistakes of the others."""
    specs: dict[Path, TemplateSpec] = {}
    problems: list[SpecProblem] = []
    for path in paths:
        try:
            specs[path] = library.load_file(path)
        except SpecError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return specs, problems


def _examples(specs: dict[Path, TemplateSpec]) -> Iterator[SpecProblem]:
    files = library.spec_files_by_id()
    for spec_id in (spec.id for path, spec in specs.items() if files.get(spec.id) == path):
        try:
            load_examples(spec_id)
        except SpecError as error:
            yield from error.problems


def _regexes(specs: dict[Path, TemplateSpec]) -> Iterator[SpecProblem]:
    for path, spec in specs.items():
        for sheet in spec.sheets.values():
            for field in sheet.fields.values():
                regex = field.constraints.get("regex", "")
                if is_slow(regex):
                    place = ("sheets", sheet.name, "fields", field.name, "regex")
                    yield library.resolved(path).problem("regex_blows_up", place, key=regex)


def _references(specs: dict[Path, TemplateSpec]) -> Iterator[SpecProblem]:
    for path in specs:
        whole = library.resolved(path)
        for sheet, declared in whole.data["sheets"].items():
            for area, text in declared["layout"].get("instructions", {}).items():
                for name in unknown_lists(text):
                    place = ("sheets", sheet, "layout", "instructions", area)
                    yield whole.problem("unknown_code_list", place, key=name, known=whole.data["code_lists"])


def _months(specs: dict[Path, TemplateSpec], others: dict[Path, TemplateSpec]) -> Iterator[SpecProblem]:
    by_id = {spec.id: (path, spec) for path, spec in {**others, **specs}.items() if spec.status != "draft"}
    ordered = sorted(by_id.values(), key=lambda item: (item[1].family, item[1].first_month))
    for (_, earlier), (path, spec) in pairwise(ordered):
        if path in specs and earlier.family == spec.family:
            last = earlier.last_month
            params = {"key": spec.id, "first": str(spec.first_month), "other": earlier.id, "last": str(last or "")}
            if last is None or last >= spec.first_month:
                yield library.resolved(path).problem("months_overlap", ("months",), **params)
            elif last.next != spec.first_month:
                yield library.resolved(path).problem("months_gap", ("months",), **params)


def _messages() -> Iterator[SpecProblem]:
    folder = library.packaged_folder() / "messages"
    try:
        source, *others = (yaml_reader.read(folder / f"{language}.yaml") for language in LANGUAGES)
        texts, *translated = (yaml_reader.read(folder / f"rules.{language}.yaml") for language in LANGUAGES)
        yield from _keys(json_schema.read_keys())
    except SpecError as error:
        yield from error.problems
        return
    yield from _rules(texts)
    for other in others:
        yield from _differences(source.data, other, ())
    # The English pages are in the modules of the rules.
    shared = {code: {part: parts[part] for part in parts if part not in _PAGE} for code, parts in texts.data.items()}
    for other in translated:
        yield from _differences(shared, other, ())


def _rules(texts: Document) -> Iterator[SpecProblem]:
    for code in sorted(texts.data.keys() - RULES.keys()):
        yield texts.problem("message_extra", (code,), key=code)
    for code in RULES:
        for part in ("message", "hint", *_PAGE, *(("declared",) if code in DECLARED else ())):
            if part not in texts.data.get(code, {}):
                yield texts.problem("message_missing", (code,), key=f"{code}.{part}")


def _keys(described: Document) -> Iterator[SpecProblem]:
    described_keys = {(group, key) for group, texts in described.data.items() for key in texts}
    known = {("files", name) for name in json_schema.NAMES}
    for group, key in json_schema.known_keys():
        known.add(("anywhere", key) if ("anywhere", key) in described_keys else (group, key))
    for group, key in sorted(known - described_keys):
        yield described.problem("message_missing", (group,), key=f"{group}.{key}")
    for group, key in sorted(described_keys - known):
        yield described.problem("message_extra", (group, key), key=f"{group}.{key}")


def _differences(source: Any, other: Document, path: tuple[str, ...]) -> Iterator[SpecProblem]:
    """Yield where a translation lacks a sentence, has one too many, or names other parameters."""
    theirs = reduce(getitem, path, other.data)
    if isinstance(source, dict) and isinstance(theirs, dict):
        yield from (other.problem("message_missing", path, key=key) for key in source.keys() - theirs.keys())
        yield from (other.problem("message_extra", (*path, key), key=key) for key in theirs.keys() - source.keys())
        for key in source.keys() & theirs.keys():
            yield from _differences(source[key], other, (*path, key))
    elif not (isinstance(source, str) and isinstance(theirs, str) and _parameters(source) == _parameters(theirs)):
        yield other.problem("message_parameters", path, key=".".join(path))


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
