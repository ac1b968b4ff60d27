"""The pane in Excel, on the engine of the page: a snapshot of the workbook in, a list of actions out."""
