"""The sheet 檢核結果 of the open workbook: every reason, with a link to its cell."""

from cgs_validate.messages import Catalog
from cgs_validate.report import Report
from cgs_validate.sheets import Formula
from cgs_validate.writers.summary import WIDTHS, free_name, summarise

from .open_book import OpenBook
from .painting import Painted

_LINKS = 3  # the column with the cells


def write_list(book: OpenBook, report: Report, sentences: Catalog, painted: Painted) -> None:
    """Put the list in behind all sheets that are shown. Sheets without colours are told at its top."""
    told = summarise(report, sentences, painted)
    rows: list[list[str | Formula]] = [list(row) for row in told.rows]
    for (row, column), target in told.links.items():
        rows[row - 1][column - 1] = Formula(f'HYPERLINK("#{_quoted(target)}","{told.rows[row - 1][column - 1]}")', 0)
    words = sentences.sentences["addin"]
    above: list[list[str | Formula]] = [
        [words["no_colour"].format(sheet=name, **words["programs"][book.program])] for name in painted.protected
    ]
    rows[told.head - 1 : told.head - 1] = above
    sheet = book.add_sheet(free_name([sheet.name for sheet in book.sheets()]))
    sheet.write(rows)
    sheet.set_list_looks(WIDTHS, told.head + len(above), len(rows), _LINKS)


def _quoted(target: str) -> str:
    return target.replace('"', '""')
