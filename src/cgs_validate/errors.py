"""The only exceptions of this library's own. A wrong cell is never one of them: it is a finding."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SpecProblem:
    """One mistake in a spec file: a stable code, the place, and the parameters of its sentence."""

    code: str
    file: str
    line: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


class SpecError(Exception):
    """Our own files are wrong: a spec, a code list or a message file.

    ``problems`` lists every mistake; ``message`` is set by the API to one ``file:line: sentence`` a line.
    """

    def __init__(self, *problems: SpecProblem) -> None:
        super().__init__(problems)
        self.problems = problems
        self.message = ""

    def __str__(self) -> str:
        return self.message or "\n".join(
            f"{problem.file}:{problem.line or 1}: {problem.code} {problem.params}" for problem in self.problems
        )


class ReadError(Exception):
    """The workbook cannot be read. ``code`` is stable; ``message`` and ``hint`` are set by the API."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
        self.message = ""
        self.hint = ""

    def __str__(self) -> str:
        return self.message or self.code
