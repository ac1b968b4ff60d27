"""The open workbook in Excel, through xlwings, on Windows and on a Mac."""
