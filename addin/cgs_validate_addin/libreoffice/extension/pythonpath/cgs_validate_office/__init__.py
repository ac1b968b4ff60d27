"""What of cgs-validate runs inside LibreOffice, by LibreOffice's own Python (3.8 or later), with nothing installed.

It knows nothing of forms and rules: it starts the Python that cgs-validate is installed in, and does with the open
document what that asks for, line by line.
"""

from typing import Any

Uno = Any  # an object of LibreOffice's, which come without types
