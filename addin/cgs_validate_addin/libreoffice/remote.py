"""Remote calls to the LibreOffice that started this process: a line of JSON for each request and each reply."""

import json
from typing import IO, Any


class RemoteError(Exception):
    """A call that LibreOffice refused; its text is the name of LibreOffice's exception."""


class RemoteOffice:
    """The LibreOffice at the other end of two streams."""

    def __init__(self, replies: IO[bytes], requests: IO[bytes]) -> None:
        self._replies = replies
        self._requests = requests

    def call(self, *request: object) -> Any:
        """Return the result of a call. Raises RemoteError, or EOFError if LibreOffice has ended."""
        self._requests.write(json.dumps(request).encode() + b"\n")
        self._requests.flush()
        line = self._replies.readline()
        if not line:
            raise EOFError
        reply = json.loads(line)
        if "error" in reply:
            raise RemoteError(reply["error"])
        return reply["result"]
