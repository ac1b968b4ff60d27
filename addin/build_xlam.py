"""Builds ``cgs-validate.xlam`` and prints its sha256: ``python addin/build_xlam.py [OUT]``."""

import hashlib
import sys
from pathlib import Path

from cgs_validate_addin.ribbon.xlam import NAME, build


def write(name: str, data: bytes) -> None:
    """Write to the file given on the command line, or into the current folder."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else name)
    path.write_bytes(data)
    print(hashlib.sha256(data).hexdigest(), path)


if __name__ == "__main__":
    write(NAME, build())
