"""An edited workbook opened again by our readers before it gets a name: no file of ours is one that they refuse.

Parts that were carried over were read before, and new ones are all our own. Of those that were changed, large ones are
not parsed again, which would take longer than to write them: they were changed only in tags that readers see alike.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from ..errors import ReadError
from ..ooxml.container import Container, part_name
from ..ooxml.content_types import CONTENT_TYPES
from ..ooxml.workbook_parts import WorkbookParts
from ..ooxml.xml_parser import check_syntax

_MOST_PARSED = 20_000  # bytes of a part


@contextmanager
def reopening() -> Iterator[None]:
    """Turn the ReadError of a workbook that we made into one that says so."""
    try:
        yield
    except ReadError as error:
        raise ReadError("result_unreadable") from error


def check_sheets(parts: WorkbookParts, names: list[str], worksheets: dict[str, str]) -> None:
    """Raise ReadError where a workbook has other sheets. worksheets: parts by the names of sheets."""
    listed = [sheet.attributes.get("name", "") for sheet in parts.listed]
    if (listed, {sheet.name: sheet.part for sheet in parts.worksheets}) != (names, worksheets):
        raise ReadError("inconsistent")


def check_written(parts: WorkbookParts, written: Iterable[str], before: Container) -> None:
    """Raise ReadError where a part that was changed cannot be parsed. before: the workbook as it was."""
    container = parts.container
    parsed = {part_name(name) for name in (CONTENT_TYPES, parts.part)}
    for name in written:
        if name not in before or name in parsed or container.entry(name).info.file_size > _MOST_PARSED:
            continue
        if not _is_no_xml(name, before):
            check_syntax(container.read(name), name)


def _is_no_xml(name: str, before: Container) -> bool:
    """Return whether a part was no well-formed XML before, as drawings of notes are in files of some programs."""
    if not name.endswith(".vml"):
        return False
    with suppress(ReadError):
        check_syntax(before.read(name), name)
        return False
    return True
