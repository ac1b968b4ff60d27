"""Builds ``cgs-validate.oxt`` and prints its sha256: ``python addin/build_oxt.py [OUT]``."""

import hashlib
import sys
from pathlib import Path

from cgs_validate_libreoffice.building import NAME, build


def main() -> None:
    """Write the extension to the file named, or into the folder one stands in."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else NAME)
    data = build()
    path.write_bytes(data)
    print(hashlib.sha256(data).hexdigest(), path)


if __name__ == "__main__":
    main()
