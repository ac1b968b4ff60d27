"""Hostile, damaged and odd files, each with the verdict that it must get: ``docs/limits.en.md``, line by line.

``CORPUS`` names them; each is made when it is called. A verdict is the code of a ReadError, several where it depends on
what is looked at first, or ``BENIGN`` for a file that must be read.
"""

import hostile_archives
import hostile_cells
import hostile_kinds
import hostile_workbooks
import hostile_xml
from hostile_making import ANY, BENIGN, CORPUS

__all__ = ["ANY", "BENIGN", "CORPUS"]

CHAPTERS = (hostile_kinds, hostile_archives, hostile_xml, hostile_cells, hostile_workbooks)  # each puts its files in
