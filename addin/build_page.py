"""Builds the page without installation into a folder: ``python addin/build_page.py OUT``.

OUT gets 輔導報表檢核.html, which opens by a double click; ``check/``, the same page for a server; and ``pane/``, the
pane in Excel, which runs on the engine of the page. With the address of the server it gets the pane's manifest as well.
It needs npm.
"""

import argparse
import hashlib
import subprocess
import tempfile
from pathlib import Path

from cgs_validate_page.build.pages import NAME, served_files, single_file
from cgs_validate_page.build.parts import HERE, make_parts
from cgs_validate_pane.build.pane import manifest, pane_files

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path)
    parser.add_argument("--address", help="of the server, to be put into the manifest: https://…")
    asked = parser.parse_args()
    out = asked.out
    with tempfile.TemporaryDirectory() as folder:
        parts = make_parts(Path(folder))
    served = {f"check/{name}": data for name, data in served_files(parts).items()}
    pane = {f"pane/{name}": data for name, data in pane_files(parts).items()}
    described = {"pane/manifest.xml": manifest(asked.address)} if asked.address else {}
    for name, data in {NAME: single_file(parts), **served, **pane, **described}.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for served_folder in ("check", "pane"):
        subprocess.run(["node", HERE / "compress.mjs", out / served_folder], check=True)
    page = out / NAME
    print(hashlib.sha256(page.read_bytes()).hexdigest(), page)
