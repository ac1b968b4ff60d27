"""A portal's response, read within limits of size and time; it may come from anything on the way."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .errors import UploadError

if TYPE_CHECKING:
    import httpx

_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True)
class Response:
    """A portal's response. ``uncertain``: something that was sent may have been stored, and is not confirmed yet."""

    status: int
    media_type: str
    body: bytes = field(repr=False)
    retry_after: float | None = None  # seconds
    uncertain: bool = False

    @property
    def busy(self) -> bool:
        """Whether the same request may get another response a little later."""
        return self.status in _BUSY

    def json(self) -> Any:
        """Return the body's JSON. Raises UploadError."""
        with suppress(ValueError, RecursionError):
            return json.loads(self.body)
        raise self.unreadable()

    def unreadable(self) -> UploadError:
        """Return the error of a response that no portal of this kind gives."""
        return UploadError("answer_unreadable", uncertain=self.uncertain, status=self.status, kind=self.media_type)


def read_response(response: "httpx.Response", limit: int, deadline: float) -> Response | UploadError:
    """Return a response, or the error of one that is not read. limit: in bytes; deadline: of time.monotonic()."""
    status, headers = response.status_code, response.headers
    if 300 <= status < 400:
        return UploadError("redirected", to=response.next_request.url.host if response.next_request else "-")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > limit:
            return UploadError("answer_too_large", status=status, limit=limit // 1_000_000)
        if time.monotonic() > deadline:
            return UploadError("no_answer")
    media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Response(status, media_type, bytes(body), _seconds(headers.get("Retry-After", "")))


def _seconds(retry_after: str) -> float | None:
    """Return how many seconds to wait, which a portal gives as such or by a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    with suppress(ValueError, OverflowError):
        date = parsedate_to_datetime(retry_after)
        return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    return None
