"""Requests to one portal: limited in time and size, repeated where that helps, never redirected.

A request that was sent and got no response may have been stored: such an uncertain end must be known as one.
"""

import json
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ..version import __version__
from .address import Address
from .deadline import Deadline
from .errors import UploadError
from .tokens import Token

if TYPE_CHECKING:
    import httpx

_PIECE = 16_384  # bytes
_LONGEST_PAUSE = 20  # seconds, unless the portal asks for more
_NOT_SENT = ("unreachable", "certificate", "tls", "proxy")
_SAME_AGAIN = (307, 308)  # of the redirects those that say to send the same elsewhere; 303 may lead to a receipt
_AGAIN = ("unreachable", "connection_lost", "no_answer")
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True)
class Network:
    """How long the client waits, in seconds, and how much it reads of a response.

    ``total``: for a request with all its tries; ``pause``: before the second try, doubled for each one after.
    ``system_proxy``: whether to go through the proxy that ``HTTPS_PROXY`` or the system's settings name.
    """

    connect: float = 10
    read: float = 60
    write: float = 30
    total: float = 180
    tries: int = 6
    pause: float = 1
    response_bytes: int = 16_000_000
    system_proxy: bool = False


class Progress(NamedTuple):
    """How far an upload is.

    ``step``: ``ask`` (the portal, for what is open), ``check`` (the workbook), ``send`` (``sent`` of ``total`` bytes),
    ``wait`` (for the response), ``again`` (in so many ``seconds``; ``uncertain``: an earlier try may have arrived),
    ``pause`` (so many of those ``seconds`` are left).
    """

    step: str
    sent: int = 0
    total: int = 0
    uncertain: bool = False
    seconds: float = 0


OnProgress = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Do nothing."""


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


class Connection:
    """Requests to one portal by one token, for an adapter.

    ``url`` is the beginning of the portal's URLs. The token goes out as ``Authorization: Bearer``, unless a request
    brings its own ``Authorization``.
    """

    def __init__(
        self,
        address: Address,
        token: Token,
        network: Network | None = None,
        progress: OnProgress = ignore_progress,
        language: str = "zh-TW",
    ) -> None:
        import httpx
        import truststore

        self.url = address.url
        self.token = token
        self._network = network or Network()
        self._progress = progress
        try:
            self._client = httpx.Client(
                verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                trust_env=self._network.system_proxy and not address.loopback,
                timeout=httpx.Timeout(self._network.connect, read=self._network.read, write=self._network.write),
                limits=httpx.Limits(max_keepalive_connections=0),  # a stale one would look like a lost upload
                headers={
                    "User-Agent": f"cgs-validate/{__version__}",
                    "Accept": "application/json, application/problem+json",
                    "Accept-Encoding": "identity",
                    "Accept-Language": language,
                },
            )
            httpx.URL(address.url).host  # noqa: B018 - it knows best which names there cannot be
        except (httpx.InvalidURL, UnicodeError):
            raise UploadError("wrong_address") from None
        except (ImportError, ValueError):  # of a proxy that httpx does not know how to use
            raise UploadError("proxy") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        again: Callable[[Response], bool] = lambda response: response.busy,
    ) -> Response:
        """Send a request, and repeat it while the portal cannot be reached or ``again`` is true of its response.

        Raises UploadError where no response came, or one that is not read: a redirect, one too large.
        """
        all_headers = {**(headers or {}), **({"Content-Length": str(len(body))} if body else {})}
        build = partial(self._client.build_request, method, self.url + path, headers=all_headers, params=query or None)
        end, uncertain = time.monotonic() + self._network.total, False
        for number in count(1):
            with Deadline(end) as deadline:
                got = self._try(build, body, deadline)
            uncertain |= got.uncertain
            repeat = got.code in _AGAIN if isinstance(got, UploadError) else again(got)
            pause = self._pause(number, got)
            if not repeat or number == self._network.tries or time.monotonic() + pause > end:
                break
            self._progress(Progress("again", uncertain=uncertain, seconds=pause))
            self._wait(pause, uncertain)
        if isinstance(got, UploadError):
            got.uncertain = uncertain
            raise got
        return replace(got, uncertain=uncertain)

    def _wait(self, seconds: float, uncertain: bool) -> None:
        """Wait, and report each second how many are left, so that a person may stop it."""
        while seconds > 1:
            time.sleep(1)
            seconds -= 1
            self._progress(Progress("pause", uncertain=uncertain, seconds=seconds))
        time.sleep(seconds)

    def _try(self, build: "Callable[..., httpx.Request]", data: bytes, deadline: Deadline) -> Response | UploadError:
        """Try once. ``uncertain`` of the result: whether what this try sent may have been stored."""
        import httpx

        body = _Body(data, self._progress) if data else None
        request = build(content=body)
        request.extensions.update(trace=deadline.trace, timeout=deadline.shorten(request.extensions["timeout"]))
        if body is None and request.method != "GET":
            self._progress(Progress("wait"))
        got: Response | UploadError
        try:
            response = self._client.send(request, auth=self._authorise, stream=True)
            may_be_stored = not (response.is_client_error or response.status_code in _SAME_AGAIN)
            try:
                got = _read_response(response, self._network.response_bytes)
            finally:
                response.close()
        except httpx.TransportError as error:
            got = _failure(error)
            may_be_stored = got.code not in _NOT_SENT
        if deadline.over:
            got = UploadError("no_answer")
        if request.method == "GET" or not may_be_stored or not (body is None or body.handed_over):
            return got
        if isinstance(got, Response):
            return replace(got, uncertain=True)
        got.uncertain = True
        return got

    def _authorise(self, request: "httpx.Request") -> "httpx.Request":
        request.headers.setdefault("Authorization", f"Bearer {self.token.reveal()}")
        return request

    def _pause(self, number: int, got: Response | UploadError) -> float:
        """Return how long to wait after a try, in seconds: longer each time, never all clients at once."""
        longest: float = min(self._network.pause * 2 ** (number - 1), _LONGEST_PAUSE)
        asked_for = got.retry_after if isinstance(got, Response) else None
        return max(asked_for or 0, longest / 2) + random.uniform(0, longest / 2)  # noqa: S311 - no secret


class _Body:
    """A request's body, sent in pieces; ``handed_over``: whether the last of them went out, or may have."""

    def __init__(self, data: bytes, progress: OnProgress) -> None:
        self._data = data
        self._progress = progress
        self.handed_over = False

    def __iter__(self) -> Iterator[bytes]:
        total = len(self._data)
        for start in range(0, total, _PIECE):
            self._progress(Progress("send", start, total))
            self.handed_over = start + _PIECE >= total
            yield self._data[start : start + _PIECE]
        self._progress(Progress("wait", total, total))


def _failure(error: "httpx.TransportError") -> UploadError:
    """Return why no response came. The error itself, which knows the request and so the token, is dropped."""
    import httpx

    causes: list[BaseException] = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    if isinstance(error, httpx.ConnectError) and any(isinstance(cause, ssl.SSLError) for cause in causes):
        unknown = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
        return UploadError("certificate" if unknown else "tls")
    if isinstance(error, httpx.ProxyError):
        return UploadError("proxy")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return UploadError("unreachable")
    return UploadError("no_answer" if isinstance(error, httpx.TimeoutException) else "connection_lost")


def _read_response(response: "httpx.Response", limit: int) -> Response | UploadError:
    status, headers = response.status_code, response.headers
    if 300 <= status < 400:
        return UploadError("redirected", to=response.next_request.url.host if response.next_request else "-")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > limit:
            return UploadError("answer_too_large", status=status, limit=limit // 1_000_000)
    media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Response(status, media_type, bytes(body), _seconds(headers.get("Retry-After", "")))


def _seconds(retry_after: str) -> float | None:
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    with suppress(ValueError, OverflowError):
        date = parsedate_to_datetime(retry_after)
        return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    return None
