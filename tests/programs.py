"""The programs that some tests need, found, or installed where this is Debian and one may: run by tox before pytest.

Where a program cannot be had, this says so and ends well; the tests that need it then fail, each by name.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {
    "soffice": ["libreoffice-calc-nogui", "python3-uno"],
    "chromium": ["chromium"],
    "fc-list": ["fontconfig"],
}
FONTS = "fonts-noto-cjk"


def main() -> None:
    """Install what is missing."""
    missing = [package for program, packages in PACKAGES.items() if not shutil.which(program) for package in packages]
    if missing:
        install(*missing, FONTS)


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
