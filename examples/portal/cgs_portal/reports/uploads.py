"""Reads uploads with a limit, so that none fills the memory or the disk."""

import io
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from ..refusals import Refused

_AT_ONCE = 64 * 1024


class Readable(Protocol):
    """A request's body, or a file."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or the rest."""


def read_upload(stream: Readable) -> bytes:
    """Return the bytes of a request's body or an uploaded file. Raises Refused(``too_large``)."""
    data = bytearray()
    while len(data) <= settings.PORTAL_LARGEST and (chunk := stream.read(_AT_ONCE)):
        data += chunk
    if len(data) > settings.PORTAL_LARGEST:
        raise Refused("too_large", limit=settings.PORTAL_LARGEST // 1_000_000)
    return bytes(data)


class LimitedUpload(FileUploadHandler):
    """Holds a form's file in memory, and of one that is too large only as much as ``read_upload`` needs to refuse it.

    A form that is much larger is not read at all.
    """

    chunk_size = _AT_ONCE

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any) -> None:  # noqa: N803
        """Look at the size of the whole form."""
        if content_length > 2 * settings.PORTAL_LARGEST:
            raise RequestDataTooBig

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **options)
        self._buffer = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Buffer a chunk, while there is room."""
        if start <= settings.PORTAL_LARGEST:
            self._buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file, or the beginning of one that is too large."""
        self._buffer.seek(0)
        return InMemoryUploadedFile(
            self._buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
