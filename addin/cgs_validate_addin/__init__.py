"""The add-ins for Excel and LibreOffice. Each checks, marks and uploads the workbook that is open in its program."""
