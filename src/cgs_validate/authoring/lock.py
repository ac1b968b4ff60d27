"""The lock of released specs: their digests, so that no past year is changed by accident.

``lock.yaml`` is in the folder of a family's specs and is written by ``cgs-validate spec lock``. A released spec that
differs from its digest is a mistake, unless it has one more ``amended`` entry (date, reason) than when it was locked.
"""

from collections.abc import Iterator
from pathlib import Path

from ..errors import SpecProblem, refuse
from ..spec import yaml_reader
from ..spec.grammar import COUNT, DIGEST, ID, check, each, mapping, required
from ..spec.library import LOCK, resolved
from ..spec.model import TemplateSpec
from ..spec.yaml_reader import Document

Specs = dict[Path, TemplateSpec]

LOCKED = each(mapping(digest=required(DIGEST), amended=required(COUNT)), keys=ID)

_HEAD = """\
# 已發布表格的指紋，由 cgs-validate spec lock 寫入，請不要自己改。
# 指紋不同、又沒有在表格裡寫 amended 說明，spec lint 就會說是哪一年的表格被改到了。
"""


def lock(specs: Specs) -> dict[Path, str]:
    """Return the lock files that are to change, with their text. Raises SpecError for a silent change."""
    texts: dict[Path, str] = {}
    for folder, inside in _by_folder(specs).items():
        refuse(*_changed(inside, read_lock(folder)))
        released = [spec for spec in inside.values() if spec.status == "released"]
        lines = [f"{spec.id}: {{digest: {spec.digest}, amended: {spec.amendments}}}\n" for spec in released]
        path, text = folder / LOCK, _HEAD + "".join(lines)
        if lines and not (path.exists() and path.read_text("utf-8") == text):
            texts[path] = text
    return texts


def problems(specs: Specs) -> Iterator[SpecProblem]:
    """Yield which specs differ from the lock of their folder, are not in it, or are gone. Raises SpecError."""
    for folder, inside in _by_folder(specs).items():
        locked = read_lock(folder)
        yield from _changed(inside, locked)
        for path, spec in inside.items():
            if spec.status == "released" and spec.id not in locked.data:
                yield resolved(path).problem("not_locked", ("spec",), key=spec.id)
        for name in locked.data:
            if not (folder / f"{name.rpartition('/')[2]}.yaml").exists():
                yield locked.problem("locked_missing", (name,), key=name)


def read_lock(folder: Path) -> Document:
    """Return a family's lock; an empty one where there is none yet. Raises SpecError."""
    path = folder / LOCK
    if not path.exists():
        return Document(path.name, {})
    document = yaml_reader.read(path)
    refuse(*check(document, LOCKED))
    return document


def _changed(specs: Specs, locked: Document) -> Iterator[SpecProblem]:
    for path, spec in specs.items():
        known = locked.data.get(spec.id)
        if known and spec.digest != known["digest"] and spec.amendments <= int(known["amended"]):
            yield resolved(path).problem("released_changed", ("spec",), key=spec.id)


def _by_folder(specs: Specs) -> dict[Path, Specs]:
    folders: dict[Path, Specs] = {}
    for path, spec in sorted(specs.items()):
        folders.setdefault(path.parent, {})[path] = spec
    return folders
