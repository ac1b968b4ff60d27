"""A part written piece by piece is the same part, by however many threads it is compressed."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cgs_validate.editing import part_writer
from cgs_validate.editing.part_writer import PartWriter


class NoThreads(ThreadPoolExecutor):
    """What a system gives that starts no more threads, such as that of a worker."""

    def _adjust_thread_count(self) -> None:
        raise RuntimeError("can't start new thread")


@pytest.mark.parametrize("threads", [ThreadPoolExecutor(1), ThreadPoolExecutor(4), NoThreads(1)])
@given(pieces=st.lists(st.binary(max_size=700), max_size=12))
def test_the_chunks_are_the_part(threads: ThreadPoolExecutor, pieces: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_writer, "_CHUNK", 500)
        patch.setattr(part_writer, "_STORED", 100)
        writer = PartWriter(threads)
        for piece in pieces:
            writer.add(piece)
        writer.close()
        written = b"".join(writer.written())
    whole = b"".join(pieces)
    assert (writer.size, writer.crc) == (len(whole), zlib.crc32(whole))
    if writer.method == ZIP_STORED:
        assert written == whole
        assert len(whole) <= 100
    else:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        assert stream.decompress(written) == whole
        assert stream.eof


def test_nothing_waits_for_threads_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_writer, "_CHUNK", 500)
    writer = PartWriter(threads := NoThreads(1))
    writer.add(bytes(9_000))
    writer.close()
    assert zlib.decompress(b"".join(writer.written()), -zlib.MAX_WBITS) == bytes(9_000)
    queued = [threads._work_queue.get_nowait() for _ in range(threads._work_queue.qsize())]
    assert len(list(filter(None, queued))) == 1
