"""The exception of uploading, and the texts of a portal made safe to show."""

from collections import defaultdict
from typing import Any

from ..errors import CgsError
from ..text import printable

_LONGEST = 300  # characters shown of a portal's text


class UploadError(CgsError):
    """An upload that cannot be done, or whose end is not known.

    docs/upload-plugins.md lists the codes. ``params`` are as the portal said them. ``uncertain``: the portal may have
    stored what was sent, and did not confirm it.
    """

    _group = "upload"

    def __init__(self, code: str, *, uncertain: bool = False, **params: Any) -> None:
        super().__init__(code, **params)
        self.uncertain = uncertain

    @property
    def hint(self) -> str:
        """What to do about it, and whether something may have been stored."""
        hint = super().hint
        return f"{hint}\n{self._sentences('upload')['uncertain']}" if self.uncertain else hint

    def _sentence(self, part: str) -> str:
        errors, separator = self._sentences("upload")["errors"], str(self._sentences("asks")["items"])
        params = defaultdict(lambda: "?", reason=self.code)  # an adapter may not give them all
        for name, value in self.params.items():
            params[name] = one_line(separator.join(map(str, value)) if isinstance(value, list) else value)
        return str(errors.get(self.code, errors["refused"])[part]).format_map(params)


def one_line(text: object) -> str:
    """Return a portal's text as one line of bounded length, without what could steer a terminal."""
    line = printable(" ".join(str(text).split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
