"""Documents open in a real LibreOffice, which is started once, hidden, with a profile of its own."""

import atexit
import functools
import io
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

from cgs_validate_addin.libreoffice.office import clean_environment
from cgs_validate_addin.libreoffice.open_document import OpenDocument
from cgs_validate_addin.libreoffice.oxt import build
from cgs_validate_addin.libreoffice.remote import RemoteOffice

DRIVER = Path(__file__).with_name("libreoffice_driver.py")
NEEDED = "LibreOffice and Debian's python3 with python3-uno are needed (tests/support/programs.py installs them)"


class Office:
    """LibreOffice with a profile and a home of its own, and the driver that answers for it.

    options: as ``unopkg`` was given them, where LibreOffice is to have an extension.
    """

    def __init__(self, *options: str, home: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cgs-office-"))
        pipe, extension = f"cgs-{uuid.uuid4().hex}", self.folder / "extension"
        with zipfile.ZipFile(io.BytesIO(build())) as archive:
            archive.extractall(extension)
        self.home = home or self.folder
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        soffice = shutil.which("soffice")
        assert soffice, NEEDED
        self._office = subprocess.Popen(
            [soffice, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;", *(options or [profile])],
            env={**clean_environment(os.environ), "HOME": str(self.home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        command = [python_with_uno(), str(DRIVER), pipe, str(extension)]
        self._driver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._numbers = count()
        atexit.register(self.end)

    def open(self, data: bytes, name: str) -> RemoteOffice:
        """Open a document; return the remote for calls to it."""
        number = next(self._numbers)
        path = self.folder / str(number) / name
        path.parent.mkdir()
        path.write_bytes(data)
        remote = _OneDocument(number, self._driver)
        remote.call("open", str(path))
        return remote

    def end(self) -> None:
        """End LibreOffice and delete its files."""
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.close()  # the driver ends LibreOffice, then itself
        self._driver.stdout.close()
        self._driver.wait(30)
        try:
            self._office.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._office.pid, signal.SIGKILL)  # LibreOffice is more than one process
            self._office.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


class _OneDocument(RemoteOffice):
    """The calls to one of several documents."""

    def __init__(self, number: int, driver: subprocess.Popen[bytes]) -> None:
        assert driver.stdin
        assert driver.stdout
        super().__init__(driver.stdout, driver.stdin)
        self._number = number

    def call(self, *request: object) -> Any:
        return super().call(self._number, *request)


class OpenInLibreOffice(OpenDocument):
    """A workbook open in LibreOffice, and a user's actions there."""

    def __init__(self, data: bytes, path: Path = Path("111-10.xlsx"), in_office: Office | None = None) -> None:
        self._office = in_office or office()
        self._remote = self._office.open(data, path.name)
        super().__init__(self._remote)

    def person(self, what: str, *how: object) -> Any:
        """Perform a user's action, or return what the user sees."""
        return self._remote.call("person", what, *how)

    @property
    def messages(self) -> list[str]:
        """All messages."""
        shown: list[str] = self.person("messages")
        return shown

    def saved(self, suffix: str = "xlsx") -> bytes:
        """Return the file that LibreOffice saves."""
        path = self._office.folder / f"saved.{suffix}"
        self.person("save", str(path))
        return path.read_bytes()


@functools.cache
def office() -> Office:
    """Return the LibreOffice of this process."""
    return Office()


def python_with_uno() -> str:
    """Return the Python that LibreOffice's ``uno`` belongs to; a virtual environment's does not have it."""
    python = shutil.which("python3", path="/usr/bin")
    assert python, NEEDED
    assert subprocess.run([python, "-c", "import uno"], check=False).returncode == 0, NEEDED
    return python
