"""The one exception of uploading, and its sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..checking.messages import Catalog, catalog
from ..errors import ReadError, SpecError
from ..text import printable

_LONGEST = 300  # characters told of what a portal says


class UploadError(Exception):
    """An upload that cannot be done, or whose end is not known.

    ``code`` is stable (docs/upload-plugins.md lists them); ``message`` and ``hint`` are set by the API. ``params``:
    what stands in them, as the portal said it. ``uncertain``: the portal may have stored what was sent, and did not
    confirm it.
    """

    def __init__(self, code: str, *, uncertain: bool = False, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.uncertain = uncertain
        self.params = params
        self.message = ""
        self.hint = ""

    def __str__(self) -> str:
        return self.message or self.code


@contextmanager
def told_in(language: str | None) -> Iterator[None]:
    """Give the errors raised inside their sentences in a language."""
    sentences = catalog(language)
    try:
        yield
    except UploadError as error:
        _localise(error, sentences)
        raise
    except (ReadError, SpecError) as error:
        sentences.localise(error)
        raise


def told(text: object) -> str:
    """Return what a portal said as one line of bounded length, without what could steer a terminal."""
    line = printable(" ".join(str(text).split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


class _Params(dict[str, str]):
    """The parameters of a sentence; those that a plug-in did not give are told as such."""

    def __missing__(self, name: str) -> str:
        return "?"


def _localise(error: UploadError, sentences: Catalog) -> None:
    words = sentences.sentences["upload"]
    said = words["errors"].get(error.code, words["errors"]["refused"])
    between = str(sentences.sentences["asks"]["items"])
    params = _Params(reason=error.code)
    for name, value in error.params.items():
        params[name] = told(between.join(map(str, value)) if isinstance(value, list) else value)
    error.message, error.hint = (str(said[part]).format_map(params) for part in ("message", "hint"))
    if error.uncertain:
        error.hint += f"\n{words['uncertain']}"
