"""The folders of specs: the one that travels with the package, and those of ``CGS_SPECS_PATH`` in front of it."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import SpecError, SpecProblem
from ..localisation import packaged_folder as packaged_folder
from . import builder, inheritance, yaml_reader
from .grammar import CODE_LIST, EXTENSION, TEMPLATE, nearest
from .model import TemplateSpec
from .yaml_reader import Document

CODE_LISTS = "code-lists.yaml"
LOCK = "lock.yaml"
EXAMPLES_SUFFIX = ".examples.yaml"
RESOLVED = "resolved.json"


def folders() -> list[Path]:
    """Return all folders of specs; a spec in an earlier one hides its namesake in a later one.

    Raises SpecError where ``CGS_SPECS_PATH`` names a folder that is not there.
    """
    added = [Path(path) for path in os.environ.get("CGS_SPECS_PATH", "").split(os.pathsep) if path]
    missing = [SpecProblem("specs_folder_missing", str(folder)) for folder in added if not folder.is_dir()]
    if missing:
        raise SpecError(*missing)
    return [*added, packaged_folder()]


def spec_files_by_id() -> dict[str, Path]:
    """Return the file of every spec there is, by its id; a spec's id is its folder and its name: ``cgs/111``."""
    return _by_id(reversed(all_spec_files()))


def all_spec_files() -> list[Path]:
    """Return the files of all specs, also of those that a namesake in an earlier folder hides."""
    return [path for folder in folders() for path in _templates(folder)]


def spec_files_at(path: Path) -> list[Path]:
    """Return the spec files that are meant by a path: all of a folder, and all that rest on its lists or its lock."""
    path = path.absolute()
    if path.is_dir():
        return [*_templates(path), *_templates(path.parent, path.name)]
    if path.name in (CODE_LISTS, LOCK):
        return [*_templates(path.parent.parent, path.parent.name)]
    return [path.with_name(path.name.replace(EXAMPLES_SUFFIX, ".yaml"))]


def list_specs() -> list[str]:
    """Return the ids of all specs, in order."""
    return sorted(spec_files_by_id())


def load_spec(spec_id: str) -> TemplateSpec:
    """Return the spec of that id. Raises SpecError where there is none, or where its files are wrong."""
    every = all_spec_files()
    files = _by_id(reversed(every))
    if spec_id not in files:
        known = ", ".join(sorted(files))
        raise SpecError(SpecProblem("unknown_spec", spec_id, None, {"meant": nearest(spec_id, files), "known": known}))
    return _load(files[spec_id], _state(every))


def all_specs() -> list[TemplateSpec]:
    """Return all specs, in the order of their ids. Raises SpecError where a file is wrong."""
    every = all_spec_files()
    state = _state(every)
    return [_load(path, state) for _, path in sorted(_by_id(reversed(every)).items())]


def known_specs(near: str) -> list[TemplateSpec]:
    """Return all specs whose files are right, those of an id's family first, the latest before the others."""
    family = near.partition("/")[0]
    specs = []
    for path in spec_files_by_id().values():
        with suppress(SpecError):
            specs.append(load_file(path))
    return sorted(specs, key=lambda spec: (spec.id.partition("/")[0] == family, spec.first_month), reverse=True)


def load_file(path: Path) -> TemplateSpec:
    """Return the spec of that file. Raises SpecError."""
    return _load(path, _state([path, *all_spec_files()]))


def resolved(path: Path) -> Document:
    """Return the whole tree of a template file, with what it takes over from others. Raises SpecError."""
    return _resolved(path, _state([path, *all_spec_files()]))


_State = tuple[tuple[Path, int], ...]


def _state(files: Iterable[Path]) -> _State:
    """Return the files that a spec may rest on, with their times; what was loaded is kept until one changes."""
    every = set(files)
    every.update(map(_code_lists, {path.parent for path in every}))
    return tuple((file, _time(file)) for file in sorted(every))


def _time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(64)
def _load(path: Path, state: _State) -> TemplateSpec:
    kept = _kept(path.parent, state).get(f"{path.parent.name}/{path.stem}")
    return builder.build(Document(path.name, kept) if kept else _resolved(path, state))


@lru_cache(64)
def _resolved(path: Path, state: _State, heirs: tuple[Path, ...] = ()) -> Document:
    template = yaml_reader.read(path)
    extended = None
    if isinstance(template.data, dict) and isinstance(template.data.get("extends"), str):
        extended = _extended(template, (*heirs, path), state)
    whole = inheritance.resolve(template, extended, _read_lists(_code_lists(path.parent), state))
    expected = f"{path.parent.name}/{path.stem}"
    if whole.data["spec"] != expected:
        raise SpecError(template.problem("wrong_id", ("spec",), key=whole.data["spec"], expected=expected))
    return whole


@lru_cache(16)
def _read_lists(path: Path, _: _State) -> Document:
    return yaml_reader.read(path) if path.exists() else Document(path.name, {})


@lru_cache(16)
def _kept(folder: Path, _: _State) -> dict[str, Any]:
    """Return the trees that were resolved when a folder's specs were locked, while its files are the same."""
    path = folder / RESOLVED
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):  # not there, or spoilt by a merge
        return {}
    same = isinstance(kept, dict) and kept.get("files") == files_digest(folder)
    return kept["specs"] if same else {}


def files_digest(folder: Path) -> str:
    """Return the digest of all spec files of a folder, names and bytes, and of the grammar that they follow."""
    digest = hashlib.sha256(repr((TEMPLATE, EXTENSION, CODE_LIST)).encode())
    for path in (*_templates(folder.parent, folder.name), folder / CODE_LISTS):
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _extended(template: Document, heirs: tuple[Path, ...], state: _State) -> Document:
    """Return the tree of the earlier template that this one extends: that of its own folder, if there is one."""
    folder, name = heirs[-1].parent, template.data["extends"]
    files = spec_files_by_id() | _by_id(_templates(folder.parent, folder.name))
    if name not in files:
        meant = nearest(name, files)
        raise SpecError(template.problem("unknown_spec", ("extends",), key=name, meant=meant, known=", ".join(files)))
    if files[name] in heirs:
        raise SpecError(template.problem("extends_itself", ("extends",), key=name))
    return _resolved(files[name], state, heirs)


def _code_lists(family: Path) -> Path:
    """Return the family's code lists: beside its specs, else those that came with this version."""
    beside = family / CODE_LISTS
    return beside if beside.exists() else packaged_folder() / family.name / CODE_LISTS


def _by_id(files: Iterable[Path]) -> dict[str, Path]:
    return {f"{path.parent.name}/{path.stem}": path for path in files}


def _templates(folder: Path, family: str | None = None) -> Iterator[Path]:
    for name in [family] if family else _names(folder):
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from _in_family(folder / name, _names(folder / name))


def _names(folder: Path) -> tuple[str, ...]:
    with os.scandir(folder) as entries:
        return tuple(sorted(entry.name for entry in entries))


@lru_cache(64)
def _in_family(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """Return the template files of a family, which are looked for so often that their paths are kept."""
    others = {CODE_LISTS, LOCK, *(name for name in names if name.endswith(EXAMPLES_SUFFIX))}
    own = [] if folder.name == "messages" else [name for name in names if name.endswith(".yaml")]
    return [folder / name for name in own if name not in others]
