"""The workbook of a template: blank, or filled in with an example. The same input gives the same bytes."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from ..errors import WriteError
from ..spec.examples import NO_MONTH, NO_SCHOOL, Filled, FilledSheet
from ..spec.model import TemplateSpec
from ..spec.own_template import LIST_SHEET
from ..workbook import column_letters
from .answers import as_typed
from .guide_sheet import write_guide
from .own_signs import add_signs
from .sheet import write_sheet
from .validations import list_name, offered

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can have


def build_template(spec: TemplateSpec, filled: Filled | None = None) -> bytes:
    """Return the .xlsx of a spec: its sheets, the guide, and a hidden sheet with the entries of the dropdowns."""
    filled = filled or Filled(school=None, month=None)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties = _properties(spec)
    later = {}
    for sheet in spec.sheets.values():
        title = sheet.title.replace("{month}", str(filled.month or NO_MONTH))
        title = title.replace("{school}", filled.school or NO_SCHOOL)
        paper, answers = book.create_sheet(sheet.sheet_name), filled.sheets.get(sheet.name, FilledSheet())
        later[paper.title] = write_sheet(paper, sheet, title, answers)
    if spec.guide:
        write_guide(book.create_sheet(spec.guide.sheet_name), spec.guide)
    _write_lists(book, spec)
    add_signs(book, spec)
    return _saved(book, later)


def _write_lists(book: Workbook, spec: TemplateSpec) -> None:
    paper = book.create_sheet(LIST_SHEET)
    paper.sheet_state = "hidden"
    dropdowns = [(sheet, field) for sheet in spec.sheets.values() for field in sheet.fields.values() if offered(field)]
    for column, (sheet, field) in enumerate(dropdowns, start=1):
        name, letters = list_name(sheet, field), column_letters(column)
        paper.cell(1, column, name)
        for row, code in enumerate(offered(field), start=2):
            paper.cell(row, column, as_typed(code, field))
        reference = f"{LIST_SHEET}!${letters}$2:${letters}${len(offered(field)) + 1}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)


def _properties(spec: TemplateSpec) -> DocumentProperties:
    first = datetime(spec.first_month.year + 1911, spec.first_month.month, 1)
    return DocumentProperties(
        title=spec.title,
        category=spec.id,
        keywords=spec.digest,
        creator="cgs-validate",
        language="zh-TW",
        created=first,
        modified=first,
    )


class _Writer(ExcelWriter):
    """Makes the later rows of a sheet as soon as its others are written. ``rows``: by the name of the part."""

    def __init__(self, book: Workbook, archive: ZipFile, later: dict[str, Iterator[bytes]]) -> None:
        super().__init__(book, archive)
        self.later = later
        self.rows: dict[str, bytes] = {}

    def write_worksheet(self, ws: Worksheet) -> None:
        super().write_worksheet(ws)
        self.rows[ws.path[1:]] = b"".join(self.later.get(ws.title, ()))


def _saved(book: Workbook, later: dict[str, Iterator[bytes]]) -> bytes:
    """Return the workbook's bytes, without the time of day in them. Raises WriteError."""
    written, dated = BytesIO(), BytesIO()
    try:
        with ZipFile(written, "w") as archive:
            writer = _Writer(book, archive, later)
            writer.save()  # Workbook.save would date it
    except OSError as error:  # it writes each sheet to a temporary file
        raise WriteError("no_temporary_files") from error
    with ZipFile(written) as source, ZipFile(dated, "w") as target:
        for entry in source.infolist():
            info = ZipInfo(entry.filename, _EPOCH)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            part, rows = _rewritten(source.read(entry)), writer.rows.get(entry.filename)
            target.writestr(info, _with_rows(part, rows) if rows else part)
    return dated.getvalue()


def _with_rows(part: bytes, rows: bytes) -> bytes:
    above, end, below = part.partition(b"</sheetData>")
    return b"".join([above[: above.rindex(b"<row ")], rows, end, below])


def _rewritten(xml: bytes) -> bytes:
    """Return a part as the standard library writes it: openpyxl writes otherwise where lxml is installed."""
    declared = {"http://www.w3.org/XML/1998/namespace": "xml"}
    events = ElementTree.iterparse(BytesIO(xml), ["start-ns"])  # noqa: S314 - we have just written it
    for _, (prefix, uri) in events:
        declared.setdefault(uri, prefix)
    used: dict[str, str] = {}

    def prefixed(name: str) -> str:
        uri, _, local = name.removeprefix("{").rpartition("}")
        if not uri:
            return local
        used[uri] = declared[uri]
        return f"{used[uri]}:{local}" if used[uri] else local

    root = events.root  # type: ignore[attr-defined]
    for element in root.iter():
        element.tag = prefixed(element.tag)
        element.attrib = {prefixed(name): value for name, value in element.attrib.items()}
    namespaces = {f"xmlns:{prefix}" if prefix else "xmlns": uri for uri, prefix in sorted(used.items())}
    root.attrib = {**namespaces, **root.attrib}
    root.attrib.pop("xmlns:xml", None)
    written: str = ElementTree.tostring(root, "unicode")
    return written.encode()
