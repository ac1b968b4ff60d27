"""Changes to the sheets of a workbook, and to what refers to them by their order: views, names of one sheet."""

from ..ooxml.parts import Attributes
from .listing import Listed, Listing
from .markup import Element, number, with_attribute


class SheetList(Listing):
    """The sheets in ``workbook.xml``. listed: their attributes as they were read."""

    def __init__(self, data: bytes, part: str, listed: list[Attributes]) -> None:
        super().__init__(data, part, b"sheets", len(listed))
        pairs = zip(self.items, listed, strict=True)
        self.items = [Listed(item.name, attributes, item.element) for item, attributes in pairs]
        self._before = list(self.items)

    def result(self) -> bytes:
        """Return the part with all changes made; names that belonged to sheets that are gone go with them."""
        remain = [item in self.items for item in self._before]
        if not all(remain):
            for element in self._markup.children(self._markup.root):
                for child in self._markup.children(element):
                    if element.local == b"bookViews":
                        self._change_view(child, remain)
                    elif element.local == b"definedNames":
                        self._change_name(child, remain)
        return super().result()

    def _change_view(self, view: Element, remain: list[bool]) -> None:
        """Have a view show the sheets that it showed; where its active one is gone, the nearest that is shown."""
        active, first = (number(self._markup.attribute(view, name)) for name in (b"activeTab", b"firstSheet"))
        tag = _with_number(self._markup.tag(view), b"firstSheet", first, min(sum(remain[:first]), len(self.items) - 1))
        now = sum(remain[:active])
        if remain[active : active + 1] != [True]:
            shown = [place for place, sheet in enumerate(self.items) if sheet.get("state") in ("", "visible")]
            now = min(shown, key=lambda place: abs(place - now), default=0)
        self._markup.change(view.start, view.inner, _with_number(tag, b"activeTab", active, now))

    def _change_name(self, name: Element, remain: list[bool]) -> None:
        scope = self._markup.attribute(name, b"localSheetId")
        if scope is None:
            return
        sheet = number(scope)
        if remain[sheet : sheet + 1] == [False]:
            self._markup.change(name.start, name.end, b"")
        elif (now := sum(remain[:sheet])) != sheet:
            self._markup.set_attribute(name, b"localSheetId", str(now))


def _with_number(tag: bytes, name: bytes, before: int, now: int) -> bytes:
    return tag if now == before else with_attribute(tag, name, str(now))
