"""Parts of a marked workbook compressed by zlib, or by ISA-L where it is installed: both are read by any program."""

import io
import zipfile
import zlib
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isal import isal_zlib
from workbooks import case, workbook

from cgs_validate import mark, validate
from cgs_validate.editing import part_writer
from cgs_validate.editing.part_writer import deflated

LIBRARIES = pytest.mark.parametrize("library", [None, isal_zlib], ids=["zlib", "ISA-L"])


@LIBRARIES
@given(chunks=st.lists(st.binary(max_size=2_000).map(lambda some: some * 40), min_size=1, max_size=4))
def test_chunks_one_behind_another_are_the_whole(library: ModuleType | None, chunks: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_writer, "isal_zlib", library)
        raw = b"".join(deflated(chunk, last=number == len(chunks)) for number, chunk in enumerate(chunks, 1))
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    assert stream.decompress(raw) == b"".join(chunks)
    assert stream.eof
    assert not stream.unused_data


@LIBRARIES
def test_a_marked_copy_is_the_same_but_for_its_compression(
    library: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_writer, "isal_zlib", library)
    data = workbook([case(D=99, E=None), case(C="S002", L="3、10")])
    mark(data, validate(data), target := io.BytesIO())
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert "xl/comments1.xml" in archive.namelist()
