"""The sheet 檢核結果 of the open workbook: every reason, and every change that was made, with a link to its cell."""

from collections.abc import Sequence

from cgs_validate.checking.messages import Catalog
from cgs_validate.checking.report import Report
from cgs_validate.marking.fix import Fix
from cgs_validate.marking.summary_sheet import WIDTHS, free_name, summarise
from cgs_validate.workbook import Formula

from .apply_marks import Painted
from .open_book import OpenBook

_LINKS = 3  # the column with the cells
_Row = list[str | Formula]


def write_list(
    book: OpenBook, report: Report, sentences: Catalog, painted: Painted, changes: Sequence[Fix] = ()
) -> None:
    """Put the list in behind all sheets that are shown. Sheets without colours are told at its top."""
    told = summarise(report, sentences, painted)
    rows: list[_Row] = [list(row) for row in told.rows]
    for (row, column), target in told.links.items():
        rows[row - 1][column - 1] = _link(target, told.rows[row - 1][column - 1])
    words = sentences.sentences["addin"]
    above: list[_Row] = [
        [words["no_colour"].format(sheet=name, **words["programs"][book.program])] for name in painted.protected
    ]
    rows[told.head - 1 : told.head - 1] = above
    looks = [(told.head + len(above), len(rows))]
    if changes:
        below = _changed(changes, sentences)
        looks.append((len(rows) + 2, len(rows) + 1 + len(below)))
        rows += [[""], *below]
    sheet = book.add_sheet(free_name([sheet.name for sheet in book.sheets()]))
    sheet.write(rows)
    for head, last in looks:
        sheet.set_list_looks(WIDTHS, head, last, _LINKS)


def _changed(changes: Sequence[Fix], sentences: Catalog) -> list[_Row]:
    """Return the rows that tell what was written, the first with their headings."""
    words = sentences.sentences["addin"]["changed"]
    heads = [sentences.text(f"summary_{name}") for name in ("sheet", "cell", "field")]
    rows: list[_Row] = [[words["heading"], *heads, words["before"], words["after"]]]
    for change in changes:
        sheet, cell = change.place.sheet or "", change.place.cell or ""
        quoted = sheet.replace("'", "''")
        link = _link(f"'{quoted}'!{cell}", cell)
        rows.append([words["done"], sheet, link, change.label, change.before, str(change.after)])
    return rows


def _link(target: str, shown: str) -> Formula:
    quoted = target.replace('"', '""')
    return Formula(f'HYPERLINK("#{quoted}","{shown}")', 0)
