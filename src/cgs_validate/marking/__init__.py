"""Annotations written into a workbook and taken out again, and safe fixes."""
