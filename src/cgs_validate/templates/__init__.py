"""Blank forms and filled-in examples, written as workbooks."""
