"""Editors of a workbook's parts, a module a kind: they change the bytes that must change, and no others."""
