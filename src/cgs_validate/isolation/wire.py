"""A report as JSON and back: how it crosses from a worker, which is not trusted, to the one who asked.

Both ways go by the annotations of the classes: what does not fit them is refused, and nothing but the classes named
there is ever made. Values go column by column, so that a long sheet costs little more than its JSON. Cells, values and
grids that several objects share stay shared. The spec does not cross: its reader has its own.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import chain, islice
from types import NoneType, UnionType
from typing import Any, Protocol, get_args, get_origin, get_type_hints

from ..checking.report import Report
from ..checking.values import Value
from ..spec.model import FieldSpec, SheetSpec, TemplateSpec
from ..workbook import Cell, Grid, Sheet

_SHARED = (Value, Grid, Cell)  # one that holds others stands before them
_SCALARS = frozenset({str, int, float, bool, NoneType})


def write_report(report: Report) -> dict[str, Any]:
    """Return a report as plain data for JSON."""
    crossing = _Crossing(report.spec)
    told = _codec(Report).write([report], crossing)
    shared = [_record(kind).write(crossing.pools[kind], crossing) for kind in _SHARED]
    return {"spec": report.spec.id, "digest": report.spec.digest, "report": told, "shared": shared}


def read_report(plain: Any, spec: Callable[[str], TemplateSpec]) -> Report:
    """Return a report of what ``write_report`` made, with the spec that its reader has by that id.

    Raises some Exception (ValueError mostly) where the data is of another making.
    """
    own = spec(_str(plain["spec"]))
    if own.digest != plain["digest"]:
        raise ValueError("a report by another spec")
    crossing = _Crossing(own)
    for kind, told in reversed(list(zip(_SHARED, plain["shared"], strict=True))):
        crossing.pools[kind] = _record(kind).read(told, crossing)
    report: Report
    (report,) = _codec(Report).read(plain["report"], crossing)
    return report


class _Crossing:
    """What both sides know during one crossing: the parts of the spec by name, and the shared objects so far."""

    def __init__(self, spec: TemplateSpec) -> None:
        self.specs = {spec.id: spec}
        self.sheets = spec.sheets
        self.fields = {
            f"{sheet.name} {name}": item for sheet in spec.sheets.values() for name, item in sheet.fields.items()
        }
        self.pools: dict[type, list[Any]] = {kind: [] for kind in _SHARED}
        self._indices = {id(None): -1}

    def indices(self, kind: type, items: list[Any]) -> list[int]:
        """Return the indices of shared objects in their pool; -1 for None."""
        keys = list(map(id, items))
        for key, item in dict(zip(keys, items, strict=True)).items():
            if key not in self._indices:
                self._indices[key] = len(self.pools[kind])
                self.pools[kind].append(item)
        return list(map(self._indices.__getitem__, keys))


class _Codec(Protocol):
    """Many objects of one type, written as plain data together."""

    def write(self, items: list[Any], crossing: _Crossing) -> Any: ...

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]: ...


@dataclasses.dataclass
class _Plain:
    """Texts, numbers, truth values and None, which JSON knows."""

    types: frozenset[type]

    def write(self, items: list[Any], _: _Crossing) -> Any:
        return items

    def read(self, plain: Any, _: _Crossing) -> list[Any]:
        if not set(map(type, plain)) <= self.types:
            raise ValueError("not of the type that is due")
        return _list(plain)


class _Anything:
    """Plain data of any shape: what is not known to JSON goes in an object that names it."""

    def write(self, items: list[Any], _: _Crossing) -> Any:
        return items if set(map(type, items)) <= _SCALARS else list(map(self._written, items))

    def read(self, plain: Any, _: _Crossing) -> list[Any]:
        return _list(plain) if set(map(type, plain)) <= _SCALARS else list(map(self._read, plain))

    def _written(self, item: Any) -> Any:
        if type(item) in _SCALARS or isinstance(item, str):
            return item
        if isinstance(item, date):
            return {"date": item.isoformat()}
        if isinstance(item, list):
            return list(map(self._written, item))
        if isinstance(item, tuple):
            return {"tuple": list(map(self._written, item))}
        if isinstance(item, dict):
            return {"dict": [[self._written(key), self._written(value)] for key, value in item.items()]}
        raise TypeError(f"{type(item).__name__} is no plain data")

    def _read(self, item: Any) -> Any:
        if isinstance(item, list):
            return list(map(self._read, item))
        if not isinstance(item, dict):
            return item
        ((kind, told),) = item.items()
        if kind == "date":
            return date.fromisoformat(told)
        return tuple(map(self._read, told)) if kind == "tuple" else {key: self._read(value) for key, value in told}


class _Day:
    """Days."""

    def write(self, items: list[Any], _: _Crossing) -> Any:
        return [day.isoformat() for day in items]

    def read(self, plain: Any, _: _Crossing) -> list[Any]:
        return list(map(date.fromisoformat, plain))


@dataclasses.dataclass
class _Member:
    """Members of an enumeration, by their values."""

    members: dict[Any, Enum]

    def write(self, items: list[Any], _: _Crossing) -> Any:
        return [member.value for member in items]

    def read(self, plain: Any, _: _Crossing) -> list[Any]:
        return list(map(self.members.__getitem__, plain))


@dataclasses.dataclass
class _Optional:
    """Objects, some of which are None."""

    of: _Codec

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        there = [item is not None for item in items]
        return [there, self.of.write([item for item in items if item is not None], crossing)]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        there, told = plain
        items = iter(self.of.read(told, crossing))
        return [next(items) if here else None for here in there]


@dataclasses.dataclass
class _Several:
    """Lists or tuples."""

    make: Callable[[Iterable[Any]], Any]
    of: _Codec

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        return [list(map(len, items)), self.of.write(list(chain.from_iterable(items)), crossing)]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        lengths, told = plain
        items = iter(self.of.read(told, crossing))
        return [self.make(islice(items, length)) for length in lengths]


@dataclasses.dataclass
class _Mapping:
    """Dictionaries."""

    keys: _Several
    values: _Several

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        keys, values = [list(item) for item in items], [list(item.values()) for item in items]
        return [self.keys.write(keys, crossing), self.values.write(values, crossing)]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        keys, values = self.keys.read(plain[0], crossing), self.values.read(plain[1], crossing)
        return [dict(zip(*pair, strict=True)) for pair in zip(keys, values, strict=True)]


@dataclasses.dataclass
class _Record:
    """Data classes and named tuples: a column for each attribute. What begins with ``_`` is kept for later use only."""

    make: Callable[..., Any]
    columns: dict[str, _Codec]

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        return [codec.write([getattr(item, name) for item in items], crossing) for name, codec in self.columns.items()]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        told = [codec.read(column, crossing) for codec, column in zip(self.columns.values(), plain, strict=True)]
        return [self.make(*attributes) for attributes in zip(*told, strict=True)]


@dataclasses.dataclass
class _Shared:
    """Objects that several may hold, or None: by their index among all of their kind."""

    kind: type

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        return crossing.indices(self.kind, items)

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        return list(map([*crossing.pools[self.kind], None].__getitem__, plain))


@dataclasses.dataclass
class _Known:
    """Parts of the spec, by name. ``table``: the attribute of the crossing that has them."""

    table: str

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        names = {id(part): name for name, part in getattr(crossing, self.table).items()}
        return [names[id(item)] for item in items]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        return list(map(getattr(crossing, self.table).__getitem__, plain))


class _Sheets:
    """Sheets with their grids, where those were read."""

    def write(self, items: list[Any], crossing: _Crossing) -> Any:
        grids = crossing.indices(Grid, [sheet.cells for sheet in items])
        return [[sheet.name, sheet.visible, grid] for sheet, grid in zip(items, grids, strict=True)]

    def read(self, plain: Any, crossing: _Crossing) -> list[Any]:
        grids = [*crossing.pools[Grid], None]
        return [Sheet(_str(name), visible is True, grids[index]) for name, visible, index in plain]


@lru_cache(None)
def _codec(kind: Any) -> _Codec:
    """Return how objects of an annotated type are written."""
    if kind in _SHARED:
        return _Shared(kind)
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    of, inner = get_origin(kind), get_args(kind)
    if of is UnionType:
        return _union(inner)
    if of is list:
        return _Several(list, _codec(inner[0]))
    if of is tuple:
        return _Several(tuple, _codec(inner[0]))
    if of is dict:
        return _Mapping(_Several(list, _codec(inner[0])), _Several(list, _codec(inner[1])))
    return _Member({member.value: member for member in kind}) if issubclass(kind, Enum) else _record(kind)


def _union(kinds: tuple[Any, ...]) -> _Codec:
    if _SCALARS.issuperset(kinds):
        return _Plain(frozenset(kinds) | ({int} if float in kinds else set()))
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return _Shared(kind) if kind in _SHARED else _Optional(_codec(kind))


@lru_cache(None)
def _record(kind: Any) -> _Record:
    hints = get_type_hints(kind)
    names = [item.name for item in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else kind._fields
    return _Record(kind, {name: _codec(hints[name]) for name in names if not name.startswith("_")})


_SPECIAL: dict[Any, _Codec] = {
    str: _Plain(frozenset({str})),
    int: _Plain(frozenset({int})),
    bool: _Plain(frozenset({bool})),
    float: _Plain(frozenset({float, int})),
    date: _Day(),
    Any: _Anything(),
    Sheet: _Sheets(),
    TemplateSpec: _Known("specs"),
    SheetSpec: _Known("sheets"),
    FieldSpec: _Known("fields"),
}


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise ValueError("not a list")
    return plain


def _str(plain: Any) -> str:
    if not isinstance(plain, str):
        raise ValueError("not a text")
    return plain
