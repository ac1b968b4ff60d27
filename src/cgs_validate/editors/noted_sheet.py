"""A worksheet together with its notes: which parts they are, and how they come into the workbook and out of it."""

from .notes import NotesEditor, ShapeBlocks, has_shapes
from .sheet import SheetEditor
from .workbook import WorkbookEditor


class NotedSheet:
    """Changes to a worksheet and its notes; ``write`` puts them into the package."""

    def __init__(self, book: WorkbookEditor, part: str) -> None:
        self.book = book
        self.part = part
        self.sheet = SheetEditor(book.package.read(part), part)
        self._comments = book.related(part, "comments")
        self._drawing = self._drawing_part()
        package = book.package
        self.notes = NotesEditor(
            package.read(self._comments) if self._comments else None,
            package.read(self._drawing) if self._drawing else None,
            self._comments or "xl/comments.xml",
            ShapeBlocks(package.read(name) for name in package.names() if name.endswith(".vml")),
        )

    def write(self) -> None:
        """Put the changed parts into the package; notes that are all gone take their parts with them."""
        if self.notes.changed:
            comments, drawing = self.notes.result()
            if self.notes.empty:
                self._remove(drawing)
            else:
                self._put(comments, drawing)
        self.book.package.write(self.part, *self.sheet.pieces())

    def _put(self, comments: bytes, drawing: bytes) -> None:
        package = self.book.package
        if self._comments:
            package.write(self._comments, comments)
        else:
            name = package.free_name("xl/comments{}.xml")
            self.book.add_part(name, "comments", comments)
            self.book.relate(self.part, "comments", name)
        if self._drawing:
            package.write(self._drawing, drawing)
        else:
            name = package.free_name("xl/drawings/vmlDrawing{}.vml")
            self.book.add_drawing(name, drawing)
            relation = self.book.relate(self.part, "vmlDrawing", name)
            self.sheet.add_legacy_drawing(self.book.relation_attribute(relation))

    def _remove(self, drawing: bytes) -> None:
        if self._comments:
            self.book.unrelate(self.part, self._comments)
            self.book.remove_part(self._comments)
        if self._drawing and has_shapes(drawing):
            self.book.package.write(self._drawing, drawing)
        elif self._drawing:
            self.book.unrelate(self.part, self._drawing)
            self.book.remove_part(self._drawing)
            self.sheet.remove_legacy_drawing()

    def _drawing_part(self) -> str | None:
        """Return the drawing of the notes: the one that <legacyDrawing> names, not that of headers."""
        legacy = self.sheet.legacy_drawing()
        relation = self.sheet.markup.attribute(legacy, b"id") if legacy else None
        found = (own.target for own in self.book.relations(self.part) if own.id == relation)
        return next((target for target in found if target in self.book.package), None)
