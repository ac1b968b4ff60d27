"""The notes of a worksheet: their parts in the workbook."""

from ..errors import ReadError
from .notes import NotesEditor, ShapeBlocks, has_shapes, is_drawing
from .sheet import SheetEditor
from .workbook import WorkbookEditor


class SheetNotes:
    """Changes to the notes of a worksheet, by its part; ``write`` puts them into the package."""

    def __init__(self, book: WorkbookEditor, part: str) -> None:
        self.book = book
        self.part = part
        self._comments = book.related(part, "comments")
        package = book.package
        self.editor = NotesEditor(
            package.read(self._comments) if self._comments else None,
            self._comments or "xl/comments.xml",
            ShapeBlocks(package.read(name) for name in package.names() if name.endswith(".vml")),
        )

    def write(self, sheet: SheetEditor) -> None:
        """Put the changed parts into the package; notes that are all gone take their parts with them.

        sheet: the editor of the part behind the worksheet's rows.
        """
        if not self.editor.changed:
            return
        drawing = self._drawing_part(sheet)
        comments, drawn = self.editor.result(self.book.package.read(drawing) if drawing else None)
        if self.editor.empty:
            self._remove(sheet, drawing, drawn)
        else:
            self._put(sheet, comments, drawing, drawn)

    def _put(self, sheet: SheetEditor, comments: bytes, drawing: str | None, drawn: bytes) -> None:
        package = self.book.package
        if self._comments:
            package.write(self._comments, comments)
        else:
            name = self.book.free_name("xl/comments{}.xml", "comments")
            self.book.add_part(name, "comments", comments)
            self.book.relate(self.part, "comments", name)
        if drawing:
            package.write(drawing, drawn)
        else:
            name = self.book.free_name("xl/drawings/vmlDrawing{}.vml", "vmlDrawing")
            self.book.add_drawing(name, drawn)
            relation = self.book.relate(self.part, "vmlDrawing", name)
            sheet.add_legacy_drawing(self.book.relation_attribute(relation))

    def _remove(self, sheet: SheetEditor, drawing: str | None, drawn: bytes) -> None:
        if self._comments:
            self.book.unrelate(self.part, self._comments)
            self.book.remove_part(self._comments)
        if drawing and has_shapes(drawn):
            self.book.package.write(drawing, drawn)
        elif drawing:
            self.book.unrelate(self.part, drawing)
            self.book.remove_part(drawing)
            sheet.remove_legacy_drawing()

    def _drawing_part(self, sheet: SheetEditor) -> str | None:
        """Return the drawing of the notes: the one that <legacyDrawing> names, not that of headers."""
        legacy = sheet.legacy_drawing()
        relation = sheet.markup.attribute(legacy, b":id") if legacy else None
        drawings = (own for own in self.book.relations(self.part) if own.kind == "vmlDrawing")
        found = (own.target for own in drawings if own.id == relation)
        drawing = next((target for target in found if target in self.book.package), None)
        if drawing and not is_drawing(self.book.package.read(drawing), drawing):
            raise ReadError("damaged", part=drawing)
        return drawing
