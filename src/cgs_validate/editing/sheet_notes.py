"""The notes of a worksheet: their parts in the workbook."""

from ..errors import ReadError
from ..ooxml.container import part_name
from .note_boxes import EMPTY_BEFORE, EMPTY_DRAWING, ShapeBlocks, has_shapes, is_drawing
from .notes import NotesEditor
from .sheet import SheetEditor
from .workbook import WorkbookEditor


class SheetNotes:
    """Changes to the notes of a worksheet, by its part; ``write`` puts them into the package.

    ``shared``: whether their parts are another sheet's, too, which then would get the same notes: they are left alone.
    """

    def __init__(self, book: WorkbookEditor, part: str) -> None:
        self.book = book
        self.part = part
        self.shared = self._is_shared()
        self._comments = None if self.shared else book.related(part, "comments")
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
        self._write_comments(comments)
        if has_shapes(drawn):
            self._write_drawing(sheet, drawing, drawn)
        elif EMPTY_BEFORE in drawn or not (self.editor.empty or drawn == EMPTY_DRAWING):
            self._write_drawing(sheet, drawing, drawn.replace(EMPTY_BEFORE, b""))
        elif drawing:
            self._remove(drawing)
            sheet.remove_legacy_drawing()

    def _is_shared(self) -> bool:
        of_notes = (own for own in self.book.relations(self.part) if own.kind in ("comments", "vmlDrawing"))
        own = {part_name(relation.target) for relation in of_notes if relation.target}
        others = (part for part in self.book.worksheets.values() if own and part != self.part)
        return any(part_name(relation.target) in own for part in others for relation in self.book.relations(part))

    def _write_comments(self, comments: bytes) -> None:
        if self._comments and self.editor.empty:
            self._remove(self._comments)
        elif self._comments:
            self.book.package.write(self._comments, comments)
        elif not self.editor.empty:
            name = self.book.free_name("xl/comments{}.xml", "comments")
            self.book.add_part(name, "comments", comments)
            self.book.relate(self.part, "comments", name)

    def _write_drawing(self, sheet: SheetEditor, drawing: str | None, drawn: bytes) -> None:
        if drawing:
            self.book.package.write(drawing, drawn)
            return
        name = self.book.free_name("xl/drawings/vmlDrawing{}.vml", "vmlDrawing")
        self.book.add_drawing(name, drawn)
        relation = self.book.relate(self.part, "vmlDrawing", name)
        sheet.add_legacy_drawing(self.book.relation_attribute(relation))

    def _remove(self, part: str) -> None:
        self.book.unrelate(self.part, part)
        self.book.remove_part(part)

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
