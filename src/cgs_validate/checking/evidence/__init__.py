"""Evidence: what a workbook says of its own form, by which rules that no document states are known after all.

The teacher filled in the ministry's own blank: its title, instructions, dropdowns and 填報說明 are in her file
(docs/facts.md A6). A declaration whose quotation or code list is found where it belongs counts as stated for this
workbook. Where the workbook lists other codes, its list is checked by, and the rules that name a code with another
meaning rest. An instruction that lets a column be left out does so. Our own template is no evidence of anything.
"""

from .reading import Differing, FormInHand, read_form

__all__ = ["Differing", "FormInHand", "read_form"]
