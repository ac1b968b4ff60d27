"""Builds the add-in for Excel and the extension for LibreOffice, and prints their sha256: ``build.py [FOLDER]``."""

import hashlib
import sys
from pathlib import Path

import cgs_validate_libreoffice.building
import cgs_validate_xlam.building


def main() -> None:
    """Write both to the folder named, or into the one that is open."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    for program in (cgs_validate_xlam.building, cgs_validate_libreoffice.building):
        data = program.build()
        (folder / program.NAME).write_bytes(data)
        print(hashlib.sha256(data).hexdigest(), folder / program.NAME)


if __name__ == "__main__":
    main()
