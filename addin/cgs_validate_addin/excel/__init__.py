"""The open workbook in Excel on Windows and Mac, through xlwings."""
