"""The settings file that the add-in's VBA reads: lines of ``"KEY","VALUE"``, of which one is ours.

It is separate from xlwings' own file, whose INTERPRETER may serve other workbooks.
"""

from pathlib import Path

KEY = b'"INTERPRETER",'


def with_interpreter(content: bytes, interpreter: Path, code_page: str) -> bytes:
    """Return the file with our line last. The path must be in the code page."""
    return without_interpreter(content) + KEY + f'"{interpreter}"\r\n'.encode(code_page)


def without_interpreter(content: bytes) -> bytes:
    """Return the file without our line and otherwise unchanged."""
    others = [line for line in content.splitlines(keepends=True) if not _is_ours(line)]
    if others and not others[-1].endswith((b"\n", b"\r")):
        others[-1] += b"\r\n"
    return b"".join(others)


def interpreter(content: bytes, code_page: str) -> Path | None:
    """Return the Python that the add-in starts, None if the file names none."""
    named = [line[len(KEY) :].strip().strip(b'"') for line in content.splitlines() if _is_ours(line)]
    return Path(named[0].decode(code_page, "replace")) if named else None


def _is_ours(line: bytes) -> bool:
    return line.upper().startswith(KEY)
