"""Installs cgs-validate for the Python that runs this, and the add-in for Excel.

``install-windows.cmd`` and ``install-mac.command`` start it, so that no command line is needed.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade")
OLD = (
    "需要 Python 3.11 以上，這台電腦的是 {}。請到 https://www.python.org/downloads/ 下載新的，"
    "裝好以後再對這個檔案點兩下。"
)
WAIT = "正在安裝，大約要一兩分鐘，請不要關掉這個視窗…"
FAILED = """沒有裝好，Excel 沒有被更動。可能的原因：
- 網路不通：請檢查網路，再對這個檔案點兩下。
- Python 太新：這台電腦的是 {}，剛推出的版本，有些套件還不能用。請到 https://www.python.org/downloads/ 改裝前一版。
- 學校的電腦不能安裝程式：請把這個畫面給資訊組看。"""


def main() -> int:
    """Install and return the exit code; messages are in Chinese."""
    if sys.version_info < (3, 11):
        print(OLD.format(sys.version.split()[0]))
        return 2
    print(WAIT, flush=True)
    if subprocess.run([sys.executable, *PIP, f"{FOLDER}[excel,upload]"], check=False).returncode:
        print(FAILED.format(sys.version.split()[0]))
        return 2
    return subprocess.run(
        [sys.executable, "-m", "cgs_validate", "excel", "install", "--lang", "zh-TW"], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
