"""The wire format of a report: JSON from a worker, which is not trusted, to its host.

Both ways follow the annotations of the classes: data that does not fit them is refused, and no other class is ever
made. Values go column by column, so that a long sheet costs little more than its JSON. Cells, values and
grids that several objects share stay shared. The spec is not sent: the host has its own.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from itertools import chain, islice
from types import NoneType, UnionType
from typing import Any, Protocol, get_args, get_origin, get_type_hints

from ..checking.report import Report
from ..checking.values import Value
from ..spec.model import FieldSpec, SheetSpec, TemplateSpec
from ..workbook import Cell, Grid, Sheet

_SHARED = (Value, Grid, Cell)  # a class comes before those that it holds
_SCALARS = frozenset({str, int, float, bool, NoneType})


def write_report(report: Report) -> dict[str, Any]:
    """Return a report as plain data for JSON."""
    transfer = _Transfer(report.spec)
    data = _codec(Report).write([report], transfer)
    shared = [_record(kind).write(transfer.pools[kind], transfer) for kind in _SHARED]
    return {"spec": report.spec.id, "digest": report.spec.digest, "report": data, "shared": shared}


def read_report(plain: Any, spec: Callable[[str], TemplateSpec]) -> Report:
    """Return the report that ``write_report`` wrote, with the host's own spec of that id.

    Raises some Exception (ValueError mostly) for any other data.
    """
    own = spec(_str(plain["spec"]))
    if own.digest != plain["digest"]:
        raise ValueError("a report by another spec")
    transfer = _Transfer(own)
    for kind, data in reversed(list(zip(_SHARED, plain["shared"], strict=True))):
        transfer.pools[kind] = _record(kind).read(data, transfer)
    report: Report
    (report,) = _codec(Report).read(plain["report"], transfer)
    return report


class _Transfer:
    """The state of one transfer: the parts of the spec by name, and the shared objects so far."""

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

    def write(self, items: list[Any], transfer: _Transfer) -> Any: ...

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]: ...


@dataclasses.dataclass
class _Plain:
    """Texts, numbers, truth values and None, which JSON knows."""

    types: frozenset[type]

    def write(self, items: list[Any], _: _Transfer) -> Any:
        return items

    def read(self, plain: Any, _: _Transfer) -> list[Any]:
        if not set(map(type, plain)) <= self.types:
            raise ValueError("not of the type that is due")
        return _list(plain)


class _Anything:
    """Plain data of any shape; types that JSON does not know go in an object that names them."""

    def write(self, items: list[Any], _: _Transfer) -> Any:
        return items if set(map(type, items)) <= _SCALARS else list(map(self._written, items))

    def read(self, plain: Any, _: _Transfer) -> list[Any]:
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
        ((kind, value),) = item.items()
        if kind == "date":
            return date.fromisoformat(value)
        return tuple(map(self._read, value)) if kind == "tuple" else {key: self._read(part) for key, part in value}


class _Day:
    """Days."""

    def write(self, items: list[Any], _: _Transfer) -> Any:
        return [day.isoformat() for day in items]

    def read(self, plain: Any, _: _Transfer) -> list[Any]:
        return list(map(date.fromisoformat, plain))


@dataclasses.dataclass
class _Member:
    """Members of an enumeration, by their values."""

    members: dict[Any, Enum]

    def write(self, items: list[Any], _: _Transfer) -> Any:
        return [member.value for member in items]

    def read(self, plain: Any, _: _Transfer) -> list[Any]:
        return list(map(self.members.__getitem__, plain))


@dataclasses.dataclass
class _Optional:
    """Objects, some of which are None."""

    of: _Codec

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        there = [item is not None for item in items]
        return [there, self.of.write([item for item in items if item is not None], transfer)]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        there, data = plain
        items = iter(self.of.read(data, transfer))
        return [next(items) if here else None for here in there]


@dataclasses.dataclass
class _Several:
    """Lists or tuples."""

    make: Callable[[Iterable[Any]], Any]
    of: _Codec

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        return [list(map(len, items)), self.of.write(list(chain.from_iterable(items)), transfer)]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        lengths, data = plain
        items = iter(self.of.read(data, transfer))
        return [self.make(islice(items, length)) for length in lengths]


@dataclasses.dataclass
class _Mapping:
    """Dictionaries."""

    keys: _Several
    values: _Several

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        keys, values = [list(item) for item in items], [list(item.values()) for item in items]
        return [self.keys.write(keys, transfer), self.values.write(values, transfer)]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        keys, values = self.keys.read(plain[0], transfer), self.values.read(plain[1], transfer)
        return [dict(zip(*pair, strict=True)) for pair in zip(keys, values, strict=True)]


@dataclasses.dataclass
class _Record:
    """Data classes and named tuples: a column for each attribute. Attributes that begin with ``_`` are caches."""

    make: Callable[..., Any]
    columns: dict[str, _Codec]

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        return [codec.write([getattr(item, name) for item in items], transfer) for name, codec in self.columns.items()]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        data = [codec.read(column, transfer) for codec, column in zip(self.columns.values(), plain, strict=True)]
        return [self.make(*attributes) for attributes in zip(*data, strict=True)]


@dataclasses.dataclass
class _Shared:
    """Objects that several may hold, or None: by their index among all of their kind."""

    kind: type

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        return transfer.indices(self.kind, items)

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        return list(map([*transfer.pools[self.kind], None].__getitem__, plain))


@dataclasses.dataclass
class _Known:
    """Parts of the spec, by name. ``table``: the attribute of the transfer that has them."""

    table: str

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        names = {id(part): name for name, part in getattr(transfer, self.table).items()}
        return [names[id(item)] for item in items]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        return list(map(getattr(transfer, self.table).__getitem__, plain))


class _Sheets:
    """Sheets with their grids, where those were read."""

    def write(self, items: list[Any], transfer: _Transfer) -> Any:
        grids = transfer.indices(Grid, [sheet.__dict__.get("grid") for sheet in items])
        return [[sheet.name, sheet.visible, grid] for sheet, grid in zip(items, grids, strict=True)]

    def read(self, plain: Any, transfer: _Transfer) -> list[Any]:
        grids = [*transfer.pools[Grid], None]
        return [Sheet(_str(name), visible is True, partial(_grid, grids[index])) for name, visible, index in plain]


def _grid(grid: Grid | None) -> Grid:
    if grid is None:
        raise LookupError("this sheet was not looked at, so it stayed in the worker")
    return grid


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
