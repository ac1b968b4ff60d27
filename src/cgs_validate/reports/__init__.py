"""Reports and workbooks written: a module a form."""
