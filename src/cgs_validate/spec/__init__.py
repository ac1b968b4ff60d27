"""The field specification of one workbook template: its files, its grammar, its model."""
