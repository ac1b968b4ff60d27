"""The check of the specs and their sentences before a wheel is built: what ``cgs-validate spec lint`` says."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SpecLint(BuildHookInterface):
    """Refuses to build a wheel whose specs have mistakes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check the specs of this folder; an editable installation is where they are being changed."""
        if version == "editable":
            return
        env = {name: value for name, value in os.environ.items() if name != "CGS_SPECS_PATH"}
        env["PYTHONPATH"] = os.pathsep.join([str(Path(self.root) / "src"), *sys.path])  # with pip's build environment
        subprocess.run([sys.executable, "-m", "cgs_validate", "spec", "lint"], env=env, check=True)
