"""The rules put into a workbook as its own conditional formats and input messages. All else stays as it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..atomic_write import deliver
from ..checking.engine import match_form, read_needed
from ..checking.findings import COLOURS
from ..checking.messages import catalog
from ..checking.row_formulas import PREFIX
from ..checking.sheet_match import SheetMatch
from ..editing.differential_formats import DifferentialFormats
from ..editing.sheet import SheetEditor
from ..editing.sheet_rules import Block, Message, SheetRules
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError, errors_in
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.validations import NAMESPACES, ValidationCollector
from ..reading.workbook import WorkbookReader
from ..spec.library import load_spec
from ..spec.model import TemplateSpec
from ..templates.prompts import LANGUAGE, PROMPT, TITLE, clip, prompt
from ..workbook import Area, address, column_letters
from .compiler import Format, LivingForm, LivingSheet, compile_form
from .disarm import disarmed
from .lists import Empty, add_lists

_FILL = (
    '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/><{p}bgColor rgb="FF{colour}"/>'
    "</{p}patternFill></{p}fill>"
)
_ALWAYS = f"{PREFIX}message"  # the name of a formula that is true, which says whose a message is


@dataclass
class Armed:
    """The form by which a workbook was armed, and the last row that shows colours, by the names of the sheets.

    ``signed``: whether it had a digital signature, which holds only for the file as it was.
    """

    spec: TemplateSpec
    rows: dict[str, int]
    signed: bool = False


def arm(
    source: str | Path | bytes | BinaryIO,
    target: str | Path | BinaryIO,
    spec: str | TemplateSpec | None = None,
    *,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> Armed:
    """Write a copy of a workbook with the rules of its form in it; those that are there are renewed.

    spec: by default recognised from the workbook. Other arguments and errors as those of ``mark``; ReadError where no
    sheet is known as one of the form (``nothing_to_arm``), or it has no list of formats (``no_formats``). Only
    ``limits`` bound the time and memory.
    """
    with errors_in(language):
        container, _ = open_container(source, limits)
        result, done = armed(container, spec)
        deliver(result.data, target, force=force)
    return done


def armed(container: Container, spec: str | TemplateSpec | None = None) -> tuple[Container, Armed]:
    """Return a workbook with the rules in it, and what was done."""
    container = disarmed(container)
    spec = load_spec(spec) if isinstance(spec, str) else spec
    opened = read_needed(WorkbookReader(container).opened(), spec)
    form, matches, _, spec = match_form(opened, spec)
    compiled = compile_form(form, matches)
    rows = {sheet.name: sheet.last_row for sheet in compiled.sheets}
    return with_rules(container, compiled), Armed(spec, rows, WorkbookEditor(container).signed)


def with_rules(container: Container, compiled: LivingForm) -> Container:
    """Return a workbook with the rules of some of its sheets in it."""
    book = WorkbookEditor(container, small=True)
    styles = book.related(book.part, "styles")
    if not compiled.sheets:
        raise ReadError("nothing_to_arm")
    if not styles:
        raise ReadError("no_formats")
    formats = DifferentialFormats(book.package.read(styles), styles)
    for sheet in compiled.sheets:
        _arm_sheet(book, formats, sheet)
    book.package.write(styles, formats.write())
    book.add_names({**compiled.names, _ALWAYS: "TRUE"})
    add_lists(book, compiled.lists, Empty(formats.empty, book.empty_names))
    return book.result()


def _arm_sheet(book: WorkbookEditor, formats: DifferentialFormats, living: LivingSheet) -> None:
    part = book.worksheets[living.name]
    editor = SheetEditor(book.package.read(part), part)
    rules = SheetRules(editor)
    guarded = _guarded(book, part)
    rules.add_formats(list(_blocks(rules, formats, living)))
    rules.add_messages([*_messages(living, guarded), *_notice(living.match, guarded)])
    book.package.write(part, *editor.pieces())


def _blocks(rules: SheetRules, formats: DifferentialFormats, living: LivingSheet) -> Iterator[Block]:
    """Yield a block for each column; its colours have the border that the form's own formats draw there."""
    drawn, prefix = rules.borders(formats.borders), formats.markup.prefix.decode()
    by_column: dict[int, list[Format]] = {}
    for item in living.formats:
        by_column.setdefault(item.column, []).append(item)
    for column, items in by_column.items():
        area = Area(living.first_row, column, living.last_row, column)
        border = next((border for own, border in drawn if own.meets(area)), b"")
        fills = (_FILL.format(p=prefix, colour=COLOURS[item.sort]).encode() for item in items)
        shown = ((item.name, formats.add(fill + border)) for item, fill in zip(items, fills, strict=True))
        yield Block(_written(area), list(shown))


def _messages(living: LivingSheet, guarded: Collection[Area]) -> Iterator[Message]:
    """Yield what to type into each column that has no message and no dropdown of its own."""
    match = living.match
    for name, column in {**match.columns, **match.renamed}.items():
        area = Area(living.first_row, column, living.last_row, column)
        if not any(area.meets(other) for other in guarded):
            said = clip(prompt(match.spec, match.spec.fields[name]), PROMPT)
            yield Message(_written(area), clip(match.spec.fields[name].header, TITLE), said, _ALWAYS)


def _notice(match: SheetMatch, guarded: Collection[Area]) -> Iterator[Message]:
    """Yield what the colours mean, at the title and the headers, where no other message is."""
    texts, header = catalog(LANGUAGE), match.header_row or 1
    title = min(match.folded_titles, default=(header, 1, ""))[:2]
    places = dict.fromkeys([title, *((header, column) for column in sorted(match.columns.values()))])
    areas = [Area(*place, *place) for place in places]
    free = [address(area.top, area.left) for area in areas if not any(area.meets(other) for other in guarded)]
    if free:
        said = clip(texts.text("living_notice"), PROMPT)
        yield Message(" ".join(free), clip(texts.text("living"), TITLE), said, _ALWAYS)


def _guarded(book: WorkbookEditor, part: str) -> list[Area]:
    """Return the areas that have a data validation."""
    collector = ValidationCollector()
    book.container.parse(part, collector.start, collector.end, collector.text, namespaces=NAMESPACES)
    return [area for validation in collector.validations for area in validation.areas]


def _written(area: Area) -> str:
    letters = column_letters(area.left)
    return f"{letters}{area.top}:{letters}{area.bottom}"
