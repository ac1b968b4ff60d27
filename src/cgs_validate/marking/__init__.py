"""Annotations written into a workbook and removed again, and safe fixes."""
