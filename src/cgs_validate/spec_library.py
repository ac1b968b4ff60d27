"""The folders of specs: the one that travels with the package, and those of ``CGS_SPECS_PATH`` in front of it."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from . import spec_build, spec_files
from .errors import SpecError, SpecProblem
from .spec import TemplateSpec
from .spec_grammar import nearest

CODE_LISTS = "code-lists.yaml"


def packaged_folder() -> Path:
    """Return the folder of the specs that came with this version."""
    inside = Path(__file__).parent / "specs"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "specs"


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
    files: dict[str, Path] = {}
    for folder in folders():
        for path in _templates(folder):
            files.setdefault(f"{path.parent.name}/{path.stem}", path)
    return files


def list_specs() -> list[str]:
    """Return the ids of all specs, in order."""
    return sorted(spec_files_by_id())


def load_spec(spec_id: str) -> TemplateSpec:
    """Return the spec of that id. Raises SpecError where there is none, or where its files are wrong."""
    files = spec_files_by_id()
    if spec_id not in files:
        known = ", ".join(sorted(files))
        raise SpecError(SpecProblem("unknown_spec", spec_id, None, {"meant": nearest(spec_id, files), "known": known}))
    return load_file(files[spec_id])


def load_file(path: Path) -> TemplateSpec:
    """Return the spec of that file. Raises SpecError."""
    lists = _code_lists(path)
    return _load(path, lists, *(file.stat().st_mtime_ns if file.exists() else 0 for file in (path, lists)))


@lru_cache(64)
def _load(path: Path, lists: Path, *_changed: int) -> TemplateSpec:
    template = spec_files.read(path)
    spec = spec_build.build(template, spec_files.read(lists))
    expected = f"{path.parent.name}/{path.stem}"
    if spec.id != expected:
        raise SpecError(template.problem("wrong_id", ("spec",), key=spec.id, expected=expected))
    return spec


def _code_lists(path: Path) -> Path:
    """Return the family's code lists: beside the spec, else those that came with this version."""
    beside = path.parent / CODE_LISTS
    return beside if beside.exists() else packaged_folder() / path.parent.name / CODE_LISTS


def _templates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name != "messages" and path.name != CODE_LISTS and not path.name.endswith(".examples.yaml"):
            yield path
