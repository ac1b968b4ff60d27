"""The folders of specs: those of ``CGS_SPECS_PATH``, then the one that comes with the package.

A spec is cached until one of the files that it may depend on changes. The grammar of those in other folders is checked
whenever they are loaded; that of the package's own by ``cgs-validate spec lint`` and at the build of a wheel, which
also check the lock, the months and slow patterns.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..errors import SpecError, SpecProblem, refuse
from ..localisation import packaged_folder as packaged_folder
from . import builder, inheritance, yaml_reader
from .model import TemplateSpec
from .yaml_reader import Document, nearest

CODE_LISTS = "code-lists.yaml"
LOCK = "lock.yaml"
EXAMPLES_SUFFIX = ".examples.yaml"


def folders() -> list[Path]:
    """Return all folders of specs; a spec in an earlier one hides its namesake in a later one.

    Raises SpecError where ``CGS_SPECS_PATH`` names a folder that is not there.
    """
    added = [Path(path) for path in os.environ.get("CGS_SPECS_PATH", "").split(os.pathsep) if path]
    refuse(*(SpecProblem("specs_folder_missing", str(folder)) for folder in added if not folder.is_dir()))
    return [*added, packaged_folder()]


def spec_files_by_id() -> dict[str, Path]:
    """Return the file of every spec there is, by its id; a spec's id is its folder and its name: ``cgs/111``."""
    return _by_id(reversed(all_spec_files()))


def all_spec_files() -> list[Path]:
    """Return the files of all specs, also of those that a namesake in an earlier folder hides."""
    return [path for folder in folders() for path in _templates(folder)]


def spec_files_at(path: Path) -> list[Path]:
    """Return the spec files at a path: all of a folder, of a file of code lists or a lock all that depend on it."""
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
        raise SpecError(
            SpecProblem("unknown_spec", spec_id, None, {"nearest": nearest(spec_id, files), "known": known})
        )
    return _load_known(files[spec_id], _state(every))


def all_specs() -> list[TemplateSpec]:
    """Return all specs, in the order of their ids. Raises SpecError where a file is wrong."""
    every = all_spec_files()
    state = _state(every)
    return [_load_known(path, state) for _, path in sorted(_by_id(reversed(every)).items())]


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


def resolved_text(text: str, path: Path) -> Document:
    """Return the whole tree of a template as it would be with that text in its file. Raises SpecError."""
    state = _state([path, *all_spec_files()])
    template = yaml_reader.parse(text, "/".join(path.parts[-2:]))
    name = template.data.get("extends")
    files = spec_files_by_id() | _by_id(_templates(path.parents[1], path.parent.name))
    extended = _resolved(files[name], state) if name else None
    return inheritance.resolve(template, extended, _read(_code_lists(path.parent), state))


def extended_file(path: Path) -> Path | None:
    """Return the file of the template that one extends, None where it extends none. Raises SpecError."""
    return _extended(path, _state([path, *all_spec_files()]))


_State = tuple[tuple[Path, int], ...]


def _state(files: Iterable[Path]) -> _State:
    """Return the files that a spec may depend on, with their times: the key under which specs are cached."""
    every = set(files)
    every.update(map(_code_lists, {path.parent for path in every}))
    return tuple((file, _time(file)) for file in sorted(every))


def _time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _load_known(path: Path, state: _State) -> TemplateSpec:
    if path.parents[1] == packaged_folder():
        with suppress(Exception):  # the check below names the mistake
            return _load(path, state, check=False)
    return _load(path, state)


@lru_cache(64)
def _load(path: Path, state: _State, *, check: bool = True) -> TemplateSpec:
    return builder.build(_resolved(path, state, check=check), check=check)


@lru_cache(64)
def _resolved(path: Path, state: _State, *, check: bool = True) -> Document:
    template, earlier = _read(path, state, places=check), _ancestors(path, state)
    extended = _resolved(earlier[0], state, check=check) if earlier else None
    code_lists = _read(_code_lists(path.parent), state, places=check)
    whole = inheritance.resolve(template, extended, code_lists, check=check)
    if whole.data["spec"] != _id(path):
        raise SpecError(template.problem("wrong_id", ("spec",), key=whole.data["spec"], expected=_id(path)))
    return whole


@lru_cache(64)
def _read(path: Path, state: _State, *, places: bool = True) -> Document:
    if not places:
        return Document(path.name, _read(path, state).data)
    return Document(path.name, {}) if path.name == CODE_LISTS and not path.exists() else yaml_reader.read(path)


def _ancestors(path: Path, state: _State) -> list[Path]:
    line = [path]
    while extended := _extended(line[-1], state):
        if extended in line:
            raise SpecError(_read(line[-1], state).problem("extends_itself", ("extends",), key=_id(extended)))
        line.append(extended)
    return line[1:]


def _extended(path: Path, state: _State) -> Path | None:
    """Return the file of the template that one extends: that of its own folder, if there is one."""
    template = _read(path, state)
    name = template.data.get("extends") if isinstance(template.data, dict) else None
    if not isinstance(name, str):
        return None
    files = spec_files_by_id() | _by_id(_templates(path.parents[1], path.parent.name))
    if name not in files:
        raise SpecError(template.problem("unknown_spec", ("extends",), key=name, known=files))
    return files[name]


def _code_lists(family: Path) -> Path:
    """Return the family's code lists: those in its folder, else those that came with this version."""
    own = family / CODE_LISTS
    return own if own.exists() else packaged_folder() / family.name / CODE_LISTS


def _by_id(files: Iterable[Path]) -> dict[str, Path]:
    return {_id(path): path for path in files}


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _templates(folder: Path, family: str | None = None) -> Iterator[Path]:
    for name in [family] if family else _names(folder):
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from _in_family(folder / name, _names(folder / name))


def _names(folder: Path) -> tuple[str, ...]:
    with os.scandir(folder) as entries:
        return tuple(sorted(entry.name for entry in entries))


@lru_cache(64)
def _in_family(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """Return the template files of a family, cached because they are looked for so often."""
    others = {CODE_LISTS, LOCK, *(name for name in names if name.endswith(EXAMPLES_SUFFIX))}
    own = [] if folder.name == "messages" else [name for name in names if name.endswith(".yaml")]
    return [folder / name for name in own if name not in others]
