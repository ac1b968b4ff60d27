"""The engine: a workbook matched with a spec, its values checked, the findings, the report."""
