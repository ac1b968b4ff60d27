"""The one exception of uploading, and its sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import ReadError, SpecError
from ..messages import Catalog, catalog
from ..normalize import printable

_LONGEST = 300  # characters told of what a portal says


class UploadError(Exception):
    """An upload that cannot be done, or whose end is not known.

    ``code`` is stable (docs/upload-plugins.md lists them); ``message`` and ``hint`` are set by the API. ``uncertain``:
    the portal may have stored what was sent, and did not confirm it. What a portal said of itself stands in ``params``,
    made fit for a terminal.
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


def _localise(error: UploadError, sentences: Catalog) -> None:
    words = sentences.sentences["upload"]
    said = words["errors"][error.code]
    between = str(sentences.sentences["asks"]["items"])
    params = {
        name: between.join(map(str, value)) if isinstance(value, list) else value
        for name, value in error.params.items()
    }
    error.message, error.hint = (str(said[part]).format(**params) for part in ("message", "hint"))
    if error.uncertain:
        error.hint += f"\n{words['uncertain']}"
