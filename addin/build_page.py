"""Builds the page without installation into a folder: ``python addin/build_page.py OUT``.

OUT gets 輔導報表檢核.html, which opens by a double click, and ``check/``, the same page for a server. It needs npm.
"""

import argparse
import hashlib
import subprocess
import tempfile
from pathlib import Path

from cgs_validate_page.build.pages import NAME, served_files, single_file
from cgs_validate_page.build.parts import HERE, make_parts

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path)
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        parts = make_parts(Path(folder))
    served = {f"check/{name}": data for name, data in served_files(parts).items()}
    for name, data in {NAME: single_file(parts), **served}.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    subprocess.run(["node", HERE / "compress.mjs", out / "check"], check=True)
    page = out / NAME
    print(hashlib.sha256(page.read_bytes()).hexdigest(), page)
