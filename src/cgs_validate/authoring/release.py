"""What a spec must not have once it is released, and what it may have missed of the form that it extends."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import SpecError, SpecProblem
from ..spec import library
from ..spec.code_list import CodeList
from ..spec.model import TemplateSpec
from ..spec.yaml_reader import Document, Path_
from .code_meanings import list_pairs, naming, reused
from .infer import SCHOOL_YEAR, school_year

_UNCONFIRMED = re.compile(r"#.*(?<!「)待確認(?! \()")  # in a comment; the heads of drafts explain the word
_PROVISIONAL = "暫定"
_BARE_CODE = re.compile("[A-Z]?[0-9]{1,3}")


def problems(path: Path, spec: TemplateSpec) -> Iterator[SpecProblem]:
    """Yield what is still to be done: for any spec where codes changed, for a released one all that is unfinished."""
    whole, earlier = library.resolved(path), _extended(path)
    if earlier:
        yield from _reused_codes(whole, spec, earlier)
    if spec.status == "released":
        yield from _unconfirmed(path, whole.file)
        year = SCHOOL_YEAR.search(spec.title)
        of_other_year = year and school_year(spec.id) not in (None, year[1])
        if of_other_year or _PROVISIONAL in spec.title or (earlier and spec.title == earlier.title):
            yield whole.problem("title_of_other_year", ("title",), key=spec.title)
        for codes in spec.code_lists.values():
            for code in _unlabelled(codes):
                place = ("code_lists", codes.name, "codes", code)
                yield whole.problem("code_without_label", place, key=code, list=codes.title)


def _extended(path: Path) -> TemplateSpec | None:
    """Return the earlier spec that one extends, None where there is none, or its file is wrong."""
    with suppress(SpecError):
        earlier = library.extended_file(path)
        return library.load_file(earlier) if earlier else None
    return None


def _reused_codes(whole: Document, spec: TemplateSpec, earlier: TemplateSpec) -> Iterator[SpecProblem]:
    for old, new in list_pairs(earlier, spec):
        for was, now in reused(old, new):
            found = [str(named) for named in naming(spec, new, now.code) if not _changed_here(whole, named.path)]
            if found:
                place = ("code_lists", new.name, "codes", now.code, "label")
                params = {"title": new.title, "was": was.label, "to": now.label, "rules": "、".join(found)}
                yield whole.problem("code_reused", place, key=now.code, **params)


def _changed_here(whole: Document, path: Path_) -> bool:
    """Return whether something at a path was written in the template's own file."""
    return any(place[: len(path)] == path and file == whole.file for place, (file, _) in whole.places.items())


def _unconfirmed(path: Path, name: str) -> Iterator[SpecProblem]:
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if _UNCONFIRMED.search(line):
            yield SpecProblem("not_confirmed", name, number)


def _unlabelled(codes: CodeList) -> Iterator[str]:
    labelled = any(code.label for code in codes.codes.values())
    for code in codes.codes.values():
        if not code.label and (labelled or _BARE_CODE.fullmatch(code.code)):
            yield code.code
