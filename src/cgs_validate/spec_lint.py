"""The check of our own files: every spec, and the sentences of every code in both languages."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from . import spec_files, spec_library
from .errors import SpecError, SpecProblem
from .messages import LANGUAGES
from .rules import RULES
from .spec_files import Document


def lint(paths: Iterable[Path] = ()) -> list[SpecProblem]:
    """Return all mistakes in the spec files named, or in all specs and messages there are."""
    named = list(paths)
    problems = [] if named else list(_messages())
    for path in named or spec_library.spec_files_by_id().values():
        try:
            spec_library.load_file(path)
        except SpecError as error:
            problems += error.problems
    return problems


def _messages() -> Iterator[SpecProblem]:
    folder = spec_library.packaged_folder() / "messages"
    try:
        source, *others = (spec_files.read(folder / f"{language}.yaml") for language in LANGUAGES)
        pages = [spec_files.read(folder / f"explain.{language}.yaml") for language in LANGUAGES]
    except SpecError as error:
        yield from error.problems
        return
    for document, data in ((source, source.data["findings"]), *((page, page.data) for page in pages)):
        yield from _missing(document, RULES, data)
    for other in others:
        yield from _differences(source.data, other, ())


def _missing(document: Document, codes: Iterable[str], data: dict[str, Any]) -> Iterator[SpecProblem]:
    known = set(codes)
    for code in sorted(known - data.keys()):
        yield document.problem("message_missing", (), key=code)
    for code in sorted(data.keys() - known):
        yield document.problem("message_extra", ("findings", code), key=code)


def _differences(source: Any, other: Document, path: tuple[str, ...]) -> Iterator[SpecProblem]:
    """Yield where a translation lacks a sentence, has one too many, or names other parameters."""
    theirs = other.data
    for part in path:
        theirs = theirs[part]
    if isinstance(source, str):
        if isinstance(theirs, str) and _parameters(source) == _parameters(theirs):
            return
        yield other.problem("message_parameters", path, key=".".join(path))
    elif isinstance(theirs, dict):
        yield from (other.problem("message_missing", path, key=key) for key in source.keys() - theirs.keys())
        yield from (other.problem("message_extra", (*path, key), key=key) for key in theirs.keys() - source.keys())
        for key in source.keys() & theirs.keys():
            yield from _differences(source[key], other, (*path, key))
    else:
        yield other.problem("message_parameters", path, key=".".join(path))


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
