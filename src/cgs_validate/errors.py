"""The exceptions of this library. A wrong cell is never one of them: it is a finding."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .localisation import known_language, sentences
from .text import printable


class CgsError(Exception):
    """The base of all errors.

    ``code`` is stable. ``message`` and ``hint`` are sentences in ``language``, by default that of the locale.
    """

    _group: ClassVar[str]

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.language: str | None = None

    @property
    def message(self) -> str:
        """What is wrong."""
        return self._sentence("message")

    @property
    def hint(self) -> str:
        """What to do about it."""
        return self._sentence("hint")

    def __str__(self) -> str:
        return self.message

    def _sentence(self, part: str) -> str:
        params = {name: printable(str(value)) for name, value in self.params.items()}
        return str(self._sentences(self._group)[self.code][part]).format(**params)

    def _sentences(self, group: str) -> Any:
        return sentences(known_language(self.language))[group]


class ReadError(CgsError):
    """The workbook cannot be read."""

    _group = "reading"


class WriteError(CgsError):
    """Nothing could be written."""

    _group = "writing"


@dataclass(frozen=True)
class SpecProblem:
    """One mistake in a spec file: a stable code, the place, and the parameters of its sentence."""

    code: str
    file: str
    line: int | None = None
    params: dict[str, Any] = field(default_factory=dict)

    def message(self, language: str | None = None) -> str:
        """Return the mistake as ``file:line: sentence``."""
        texts, params = sentences(known_language(language))["specs"], dict(self.params)
        params.setdefault("key", self.file)
        params["nearest"] = texts["nearest"].format(nearest=params["nearest"]) if params.get("nearest") else ""
        params["known"] = params.get("known") or texts["none_known"]
        params["shape"] = texts["shapes"].get(params.get("shape"), "")
        params["form"] = texts["forms"].get(params.get("form"), "")
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {texts[self.code].format(**params)}"


class SpecError(CgsError):
    """Our own files are wrong: a spec, a code list or a message file. ``problems`` lists every mistake."""

    hint = ""

    def __init__(self, *problems: SpecProblem) -> None:
        super().__init__("spec")
        self.args = problems
        self.problems = problems

    @property
    def message(self) -> str:
        """One ``file:line: sentence`` a line."""
        return "\n".join(problem.message(self.language) for problem in self.problems)


def unreadable(name: str, error: CgsError) -> dict[str, Any]:
    """Return what is said of a workbook that cannot be read, in place of a report. name: the file's."""
    problem = {"code": error.code, "message": error.message, "hint": error.hint}
    return {"schema": "cgs-validate/unreadable/1", "workbook": {"name": printable(name)}, "error": problem}


def refuse(*problems: SpecProblem) -> None:
    """Raise SpecError where there are mistakes."""
    if problems:
        raise SpecError(*problems)


@contextmanager
def errors_in(language: str | None) -> Iterator[None]:
    """Have the errors that leave this block speak a language. Raises ValueError for one without sentences."""
    known_language(language)
    try:
        yield
    except CgsError as error:
        error.language = error.language or language
        raise
