"""Builds ``cgs-validate.oxt`` and prints its sha256: ``python addin/build_oxt.py [OUT]``."""

from build_xlam import write
from cgs_validate_addin.libreoffice.oxt import NAME, build

if __name__ == "__main__":
    write(NAME, build())
