"""Statistics as a workbook, a sheet for each table."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .render import Words
from .tables import Table


def tables_as_xlsx(tables: Iterable[Table], language: str | None) -> bytes:
    """Return tables as a workbook: all rows and columns, with their sums."""
    words, book = Words(language), Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"{number}.{words.short(table)}"[:31])
        heads = [words.column(table, code) for code in table.columns]
        sheet.append([words.title(table)])
        sheet.append(["", *heads, str(words.said["sum"])])
        for row, label in table.rows.items():
            sheet.append([label, *(table.counts[row, code] for code in table.columns), table.total_of_row(row)])
        sheet.append([words.said["sum"], *map(table.total_of_column, table.columns), table.total])
        for cell in (*sheet[1], *sheet[2], *sheet[sheet.max_row]):
            cell.font = Font(bold=True)
        sheet.column_dimensions["A"].width = 34
        for column in range(2, len(heads) + 3):
            sheet.column_dimensions[get_column_letter(column)].width = 13
        sheet.freeze_panes = "B3"
    book.save(written := io.BytesIO())
    return written.getvalue()
