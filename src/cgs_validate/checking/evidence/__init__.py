"""Evidence: what a workbook says of its own form, by which rules that no document states are known after all.

The teacher filled in the ministry's own blank: its title, instructions, dropdowns and 填報說明 are in her file
(docs/facts.md A6). A declaration whose quotation or code list is found where it belongs counts as stated for this
workbook. Where the workbook lists other codes, it is checked by its own list, and rules that name a code with another
meaning are suspended. An instruction that lets a column be left out does so. Our own template is no evidence.
"""

from .form_in_hand import FormInHand, OtherCodes, read_form

__all__ = ["FormInHand", "OtherCodes", "read_form"]
