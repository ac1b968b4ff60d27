"""What public functions return or raise can be imported from ``cgs_validate`` or ``cgs_validate.upload``."""

import inspect
import pickle
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import cgs_validate
from cgs_validate import CgsError, ReadError, SpecError, SpecProblem, WriteError, upload
from cgs_validate.upload import UploadError

EXPORTED = [getattr(module, name) for module in (cgs_validate, upload) for name in module.__all__]
FUNCTIONS = [export for export in EXPORTED if inspect.isfunction(export)]
# Whose parts are documented where they are defined.
WHOLE = (cgs_validate.TemplateSpec, cgs_validate.Workbook, cgs_validate.Table)


def own_classes(hint: Any) -> Iterator[type]:
    """The classes of this library that a type hint names."""
    for inner in get_args(hint):
        yield from own_classes(inner)
    if get_origin(hint) is None and inspect.isclass(hint) and hint.__module__.startswith("cgs_validate"):
        yield hint


def results(result: type) -> Iterator[type]:
    """A class, and those that its attributes, properties and methods give."""
    yield result
    if result in WHOLE:
        return
    for hint in get_type_hints(result).values():
        yield from own_classes(hint)
    for _, member in inspect.getmembers(result):
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and not function.__name__.startswith("_"):
            yield from own_classes(get_type_hints(function).get("return"))


def errors(base: type[CgsError]) -> Iterator[type[CgsError]]:
    yield base
    for error in base.__subclasses__():
        yield from errors(error)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_what_a_public_function_returns_is_exported(function: Any) -> None:
    for returned in own_classes(get_type_hints(function)["return"]):
        assert [result for result in results(returned) if result not in EXPORTED] == []


def test_all_errors_are_exported() -> None:
    assert {error for error in errors(CgsError) if error.__module__.startswith("cgs_validate.")} <= set(EXPORTED)


@pytest.mark.parametrize(
    "error",
    [
        ReadError("file_too_large", limit=3),
        WriteError("output_exists", path="a.xlsx"),
        SpecError(SpecProblem("unknown_spec", "cgs/999", None, {"nearest": "cgs/111", "known": "cgs/111"})),
        UploadError("overdue_first", uncertain=True, month="111-10", overdue=["111-09"]),
    ],
)
def test_an_error_makes_its_sentences_in_its_language_also_in_another_process(error: CgsError) -> None:
    sentences = set()
    for language in ("zh-TW", "en"):
        error.language = language
        there = pickle.loads(pickle.dumps(error))
        assert (there.code, there.params, there.language) == (error.code, error.params, language)
        assert (str(there), there.message, there.hint) == (error.message, error.message, error.hint)
        sentences.add(error.message)
    assert len(sentences) == 2
