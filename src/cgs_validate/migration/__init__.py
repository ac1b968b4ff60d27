"""A filled workbook carried into another form."""
