"""The sheet 檢核結果 of the open workbook: every finding and every fix, with a link to its cell."""

from collections.abc import Sequence

from cgs_validate.checking.fixes import Fix
from cgs_validate.checking.matching import SUMMARY_SHEET
from cgs_validate.checking.messages import Catalog
from cgs_validate.checking.report import Report
from cgs_validate.marking.mark import HEAD
from cgs_validate.marking.own_sheets import free_name
from cgs_validate.marking.summary_sheet import WIDTHS, summarise
from cgs_validate.workbook import Area, Formula

from .apply_marks import AppliedMarks
from .current_marks import COLOURS
from .fills import Colour, Fill, parse_fill
from .messages import say_for
from .open_book import OpenBook, group_by_fill

_LINK_COLUMN = 3
_Row = list[str | Formula]


def write_list(
    book: OpenBook, report: Report, sentences: Catalog, applied: AppliedMarks, changes: Sequence[Fix] = ()
) -> None:
    """Add the list after all visible sheets. Sheets that could not be coloured are named at its top."""
    summary = summarise(report, sentences, applied)
    rows: list[_Row] = [list(row) for row in summary.rows]
    for (row, column), target in summary.links.items():
        rows[row - 1][column - 1] = _link(target, summary.rows[row - 1][column - 1])
    above: list[_Row] = [[say_for(book, "no_colour", sheet=name)] for name in applied.protected]
    rows[summary.head - 1 : summary.head - 1] = above
    tables = [(summary.head + len(above), len(rows))]
    if changes:
        below = _change_rows(changes, sentences)
        tables.append((len(rows) + 2, len(rows) + 1 + len(below)))
        rows += [[""], *below]
    sheet = book.add_sheet(free_name(SUMMARY_SHEET, [sheet.name for sheet in book.sheets()]))
    sheet.write(rows)
    for header, last in tables:
        sheet.format_list(WIDTHS, header, last, _LINK_COLUMN)
        sheet.paint([(header, column) for column in range(1, len(WIDTHS) + 1)], parse_fill(HEAD.decode()))
    kinds = ((number, sort) for number, sort in enumerate(summary.sorts, tables[0][0] + 1) if sort in COLOURS)
    for fill, cells in group_by_fill(
        ((row, 1), Fill("solid", Colour(rgb=COLOURS[sort]))) for row, sort in kinds
    ).items():
        sheet.paint(cells, fill)
    sheet.arrange_list(Area(tables[0][0], 1, tables[0][0] + max(len(summary.sorts), 1), len(WIDTHS)))


def _change_rows(changes: Sequence[Fix], sentences: Catalog) -> list[_Row]:
    """Return the rows of the fixes, with their headings first."""
    words = sentences.sentences["addin"]["changed"]
    headings = [sentences.text(f"summary_{name}") for name in ("sheet", "cell", "field")]
    rows: list[_Row] = [[words["heading"], *headings, words["before"], words["after"]]]
    for change in changes:
        sheet, cell = change.place.sheet or "", change.place.cell or ""
        quoted = sheet.replace("'", "''")
        link = _link(f"'{quoted}'!{cell}", cell)
        rows.append([words["done"], sheet, link, change.label, *change.shown(sentences.text("hidden_value"))])
    return rows


def _link(target: str, shown: str) -> Formula:
    quoted = target.replace('"', '""')
    return Formula(f'HYPERLINK("#{quoted}","{shown}")', 0)
