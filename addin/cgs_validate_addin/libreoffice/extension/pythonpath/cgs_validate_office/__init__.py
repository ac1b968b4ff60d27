"""The part of cgs-validate that runs inside LibreOffice, in LibreOffice's own Python (3.8 or later).

It has no forms and rules: it starts the Python in which cgs-validate is installed, and answers its calls to the open
document.
"""

from typing import Any

Uno = Any  # an object of LibreOffice, which has no types
