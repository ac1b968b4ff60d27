"""Cell formats, of which a file may have many, each with a fill of its own."""

from time import process_time

from cgs_validate.editing.markup import Markup
from cgs_validate.editing.styles import StylesEditor
from cgs_validate.ooxml.parts import MAIN

COUNT = 20_000
FORMAT = '<xf fillId="{}"/>'
FILL = '<fill><patternFill patternType="solid"><fgColor rgb="FF{:06X}"/></patternFill></fill>'
PART = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills>{"".join(map(FILL.format, range(COUNT)))}</fills>'
    f"<borders><border/></borders><cellXfs>{''.join(map(FORMAT.format, range(COUNT)))}</cellXfs>"
    "</styleSheet>"
).encode()


def test_many_fills_cost_no_time_for_each_format() -> None:
    styles = StylesEditor(PART, Markup(PART, "xl/styles.xml"))
    started = process_time()
    marks = [styles.with_fill(style, FILL.format(COUNT).encode()) for style in range(2, 5_000)]
    again = [styles.with_old_fill(mark, FILL.format(COUNT - mark).encode()) for mark in range(5_000)]
    assert process_time() - started < 1
    assert {styles.fill_of(mark) for mark in marks} == {FILL.format(COUNT).encode()}
    assert [styles.fill_of(style) for style in again] == [FILL.format(COUNT - mark).encode() for mark in range(5_000)]
