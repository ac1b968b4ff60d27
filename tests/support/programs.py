"""The programs that some tests need, found, or installed where this is Debian and one may: run by tox before pytest.

Where a program cannot be had, this says so and ends well; the tests that need it then fail, each by name.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {
    "soffice": "libreoffice-calc-nogui",
    "chromium": "chromium",
    "fc-list": "fontconfig",
    "node": "nodejs",
    "npm": "npm",
    "wine": "wine",
}
UNO = "python3-uno"  # a module, of the system's own Python
FONTS = "fonts-noto-cjk"


def main() -> None:
    """Install what is missing."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing:
        install(*missing, FONTS)
    if not has_uno():
        install(UNO)


def has_uno() -> bool:
    """Tell whether the system's Python can speak with LibreOffice."""
    python = shutil.which("python3", path="/usr/bin")
    asked = subprocess.run([python, "-c", "import uno"], check=False, capture_output=True) if python else None
    return asked is not None and asked.returncode == 0


def install(*packages: str) -> None:
    """Install Debian packages, or say which are needed."""
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([apt, "update", "-qq"], check=False, env=environment)
        subprocess.run([apt, "install", "-y", "-qq", *packages], check=False, env=environment, stdout=sys.stderr)
    else:
        print("Tests that need these will fail; please install: " + ", ".join(packages))


if __name__ == "__main__":
    main()
