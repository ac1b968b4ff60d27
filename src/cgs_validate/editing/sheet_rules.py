"""Conditional formats and input messages that hold nothing but a name: put in before all others, and removed again.

LibreOffice shows only the first format of a cell that applies, by its place in the part; Excel the one with the least
priority. So ours come first in both, and the priorities of the others follow.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ..workbook import Area, parse_area
from .markup import Element, Markup, attribute_text, number, text
from .sheet import SheetEditor

# The elements between the cells and the conditional formats (ECMA-376 part 1, 18.3.1.99).
_BEFORE_FORMATS = frozenset(
    b"sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    b"mergeCells phoneticPr".split()
)
_FORMATS, _MESSAGES = b"conditionalFormatting", b"dataValidations"
_MOST_AREAS = 10_000  # in which a border is drawn; a form has some hundreds
_RULE = '<{p}cfRule type="expression" dxfId="{dxf}" priority="{priority}"><{p}formula>{name}</{p}formula></{p}cfRule>'
_MESSAGE = (
    '<{p}dataValidation type="custom" allowBlank="1" showInputMessage="1" promptTitle="{title}" prompt="{prompt}" '
    'sqref="{areas}"><{p}formula1>{name}</{p}formula1></{p}dataValidation>'
)


class Block(NamedTuple):
    """The formats of an area: names that are true or false, each with the number of its differential format."""

    area: str
    rules: Sequence[tuple[str, int]]


class Message(NamedTuple):
    """What a program shows when a cell of some areas is selected. name: of a formula that is always true."""

    areas: str
    title: str
    prompt: str
    name: str


class SheetRules:
    """The conditional formats and the input messages of a worksheet's part."""

    def __init__(self, sheet: SheetEditor) -> None:
        self._markup = sheet.markup
        self._elements = list(sheet.behind_cells())
        self._prefix = sheet.markup.prefix.decode()

    def borders(self, borders: Mapping[int, bytes]) -> list[tuple[Area, bytes]]:
        """Return the areas in which conditional formats draw a border, with it; of very many, the first.

        borders: those of the differential formats, by their numbers.
        """
        return list(islice(self._borders(borders), _MOST_AREAS))

    def _borders(self, borders: Mapping[int, bytes]) -> Iterator[tuple[Area, bytes]]:
        for formatting in self._of(_FORMATS) if borders else ():
            rules = self._markup.children(formatting)
            drawn = (borders.get(number(self._markup.attribute(rule, b"dxfId"))) for rule in rules)
            if border := next(filter(None, drawn), b""):
                areas = (self._markup.attribute(formatting, b"sqref") or "").split()
                yield from ((area, border) for area in map(parse_area, areas) if area)

    def add_formats(self, blocks: Sequence[Block]) -> None:
        """Put formats in before all others."""
        priority, written = 0, ""
        for block in blocks:
            rules = ""
            for name, dxf in block.rules:
                priority += 1
                rules += _RULE.format(p=self._prefix, dxf=dxf, priority=priority, name=name)
            tag = f"{self._prefix}{_FORMATS.decode()}"
            written += f'<{tag} sqref="{block.area}">{rules}</{tag}>'
        for rule in self._all_rules():
            self._add_to(rule, b"priority", priority)
        self._markup.insert(self._place(_BEFORE_FORMATS), written.encode())

    def add_messages(self, messages: Sequence[Message]) -> None:
        """Put messages in behind all others."""
        written = "".join(
            _MESSAGE.format(
                p=self._prefix,
                title=attribute_text(message.title).decode(),
                prompt=attribute_text(message.prompt).decode(),
                areas=message.areas,
                name=text(message.name),
            )
            for message in messages
        )
        there = next(self._of(_MESSAGES), None)
        if there:
            self._add_to(there, b"count", len(messages))
            self._markup.append(there, written.encode())
        elif messages:
            tag = f"{self._prefix}{_MESSAGES.decode()}"
            element = f'<{tag} count="{len(messages)}">{written}</{tag}>'
            self._markup.insert(self._place(_BEFORE_FORMATS | {_FORMATS}), element.encode())

    def remove(self, prefix: str) -> set[int]:
        """Take out what holds a name with that prefix; return the numbers of the differential formats that it had."""
        ours = {rule: self._is_ours(rule, b"formula", prefix) for rule in self._all_rules()}
        most = max((self._priority(rule) for rule, own in ours.items() if own), default=0)
        others = [rule for rule, own in ours.items() if not own and self._priority(rule)]
        for formatting in self._of(_FORMATS):
            self._take_out(formatting, [rule for rule in self._markup.children(formatting) if ours.get(rule)])
        if all(self._priority(rule) > most for rule in others):
            for rule in others:
                self._add_to(rule, b"priority", -most)
        for messages in self._of(_MESSAGES):
            children = list(self._markup.children(messages))
            own = [child for child in children if self._is_ours(child, b"formula1", prefix)]
            if self._take_out(messages, own) and own:
                self._add_to(messages, b"count", -len(own))
        return {number(self._markup.attribute(rule, b"dxfId")) for rule, own in ours.items() if own}

    def _take_out(self, parent: Element, children: Collection[Element]) -> bool:
        """Take out elements, and what they are in where nothing is left of it; return whether something is."""
        left = sum(1 for _ in self._markup.children(parent)) > len(children)
        for element in children if left else [parent] if children else []:
            self._markup.change(element.start, element.end, b"")
        return left

    def _is_ours(self, element: Element, formula: bytes, prefix: str) -> bool:
        written = self._markup.child(element, formula)
        return bool(written and self._markup.text(written).strip().startswith(prefix))

    def _all_rules(self) -> Iterator[Element]:
        """Yield the rules of all conditional formats, those that Excel 2010 brought (in ``extLst``) among them."""
        for formatting in self._of(_FORMATS):
            yield from self._rules(formatting)
        for extensions in self._of(b"extLst"):
            for extension in self._markup.children(extensions):
                for group in self._markup.children(extension):
                    if group.local == b"conditionalFormattings":
                        for formatting in self._markup.children(group):
                            yield from self._rules(formatting)

    def _rules(self, formatting: Element) -> Iterator[Element]:
        return (child for child in self._markup.children(formatting) if child.local == b"cfRule")

    def _of(self, local: bytes) -> Iterator[Element]:
        return (element for element in self._elements if element.local == local)

    def _place(self, before: Collection[bytes]) -> int:
        """Return the place behind elements of some names."""
        behind = (element.start for element in self._elements if element.local not in before)
        return next(behind, self._markup.root.outer)

    def _priority(self, rule: Element) -> int:
        return number(self._markup.attribute(rule, b"priority"))

    def _add_to(self, element: Element, name: bytes, more: int) -> None:
        add_to_attribute(self._markup, element, name, more)


def add_to_attribute(markup: Markup, element: Element, name: bytes, more: int) -> None:
    """Add to the number in an attribute, where there is one, and leave the rest of the tag as it is written."""
    found = re.search(rb"""\s%s\s*=\s*["']([0-9]{1,9})["']""" % name, markup.tag(element))
    if found:
        start, end = (element.start + place for place in found.span(1))
        markup.change(start, end, b"%d" % (int(found[1]) + more))
