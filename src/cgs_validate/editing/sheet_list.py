"""The sheets of a workbook in their order, and what knows them by their places in it: views, names of one sheet."""

from ..ooxml.part_cache import Known
from .listing import Listing
from .markup import Element, number, with_attribute


class SheetList(Listing):
    """The sheets that ``workbook.xml`` lists. Raises ReadError where it lists none."""

    def __init__(self, data: bytes | Known, part: str) -> None:
        super().__init__(data, part, b"sheets")
        self._before = list(self.items)

    def result(self) -> bytes:
        """Return the part with all changes made; names that belonged to sheets that are gone go with them."""
        kept = [item in self.items for item in self._before]
        if not all(kept):
            for element in self._markup.children(self._markup.root):
                for child in self._markup.children(element):
                    if element.local == b"bookViews":
                        self._change_view(child, kept)
                    elif element.local == b"definedNames":
                        self._change_name(child, kept)
        return super().result()

    def _change_view(self, view: Element, kept: list[bool]) -> None:
        """Have a view show the sheets that it showed; where its active one is gone, the nearest that is shown."""
        active, first = (number(self._markup.attribute(view, name)) for name in (b"activeTab", b"firstSheet"))
        tag = _with_number(self._markup.tag(view), b"firstSheet", first, min(sum(kept[:first]), len(self.items) - 1))
        now = sum(kept[:active])
        if kept[active : active + 1] != [True]:
            shown = [place for place, sheet in enumerate(self.items) if sheet.get("state") in ("", "visible")]
            now = min(shown, key=lambda place: abs(place - now), default=0)
        self._markup.change(view.start, view.inner, _with_number(tag, b"activeTab", active, now))

    def _change_name(self, name: Element, kept: list[bool]) -> None:
        scope = self._markup.attribute(name, b"localSheetId")
        if scope is None:
            return
        sheet = number(scope)
        if kept[sheet : sheet + 1] == [False]:
            self._markup.change(name.start, name.end, b"")
        elif (now := sum(kept[:sheet])) != sheet:
            self._markup.set_attribute(name, b"localSheetId", str(now))


def _with_number(tag: bytes, name: bytes, before: int, now: int) -> bytes:
    return tag if now == before else with_attribute(tag, name, str(now))
