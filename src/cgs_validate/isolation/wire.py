"""The wire format of a report: JSON from a worker, which is not trusted, to its host.

Both ways follow the annotations of the classes: data that does not fit them is refused, and no other class is ever
made. Values go column by column, so that a long sheet costs little more than its JSON. Cells, values and
grids that several objects share stay shared. The spec is not sent: the host has its own. Fields are, whose codes are
those of the workbook's own form.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from ..checking.report import Report
from ..checking.values import Value
from ..spec.model import FieldSpec, SheetSpec, TemplateSpec
from ..workbook import Cell, Column, Grid, Numbers, Sheet, numbers

_SHARED = (Value, Grid, Cell)  # a class comes before those that it holds
_SPEC = (TemplateSpec, SheetSpec, FieldSpec)
_SCALARS = frozenset({str, int, float, bool, NoneType})


def write_report(report: Report) -> dict[str, Any]:
    """Return a report as plain data for JSON."""
    pools = _Pools(report.spec)
    data = _codec(Report).write([report], pools)
    shared = [_record(kind).write(pools.of[kind], pools) for kind in _SHARED]
    fields = _record(FieldSpec).write(pools.of[FieldSpec][pools.fields :], pools)
    return {
        "spec": report.spec.id,
        "digest": report.spec.digest,
        "report": data,
        "shared": shared,
        "fields": fields,
    }


def read_report(plain: Any, spec: Callable[[str], TemplateSpec]) -> Report:
    """Return the report that ``write_report`` wrote, with the host's own spec of that id.

    Raises some Exception (ValueError mostly) for any other data.
    """
    if not isinstance(plain["spec"], str):
        raise ValueError("not the id of a spec")
    own = spec(plain["spec"])
    if own.digest != plain["digest"]:
        raise ValueError("a report by another spec")
    pools = _Pools(own)
    pools.of[FieldSpec] += _record(FieldSpec).read(plain["fields"], pools)
    for kind, data in reversed(list(zip(_SHARED, plain["shared"], strict=True))):
        pools.of[kind] = _record(kind).read(data, pools)
    report: Report
    (report,) = _codec(Report).read(plain["report"], pools)
    return report


class _Pools:
    """Objects that several others may hold, by class, written as indices. Both sides have those of the spec.

    ``fields``: how many fields the spec has; behind them are those with the codes of the workbook's own form.
    """

    def __init__(self, spec: TemplateSpec) -> None:
        sheets = list(spec.sheets.values())
        fields = [item for sheet in sheets for item in sheet.fields.values()]
        self.of: dict[type, list[Any]] = {TemplateSpec: [spec], SheetSpec: sheets, FieldSpec: fields}
        self.fields = len(fields)
        self._indices = {id(item): index for pool in self.of.values() for index, item in enumerate(pool)}
        self._indices[id(None)] = -1
        self.of |= {kind: [] for kind in _SHARED}

    def indices(self, kind: type, items: list[Any]) -> list[int]:
        """Return the indices of objects in their pool, which gets those that are new; -1 for None."""
        keys, pool = list(map(id, items)), self.of[kind]
        if kind in _SHARED or kind is FieldSpec:
            for key, item in zip(keys, items, strict=True):
                if key not in self._indices:
                    self._indices[key] = len(pool)
                    pool.append(item)
        return list(map(self._indices.__getitem__, keys))


class _Codec(NamedTuple):
    """Many objects of one type, written as plain data together, and read again."""

    write: Callable[[list[Any], _Pools], Any]
    read: Callable[[Any, _Pools], list[Any]]


@lru_cache(None)
def _codec(kind: Any) -> _Codec:
    of, inner = get_origin(kind), get_args(kind)
    kinds = inner if of is UnionType else (kind,)
    if _SCALARS.issuperset(kinds):
        return _plain(frozenset(kinds) | ({int} if float in kinds else set()))
    if of is UnionType:
        (kind,) = (kind for kind in kinds if kind is not NoneType)
        return _pooled(kind, None) if kind in _SHARED + _SPEC else _optional(_codec(kind))
    if kind in _SHARED + _SPEC:
        return _pooled(kind)
    if kind is Any:
        return _Codec(_unless_scalars(_written), lambda plain, pools: _unless_scalars(_read)(_list(plain), pools))
    if kind is date:
        return _each(date.isoformat, date.fromisoformat)
    if kind is Sheet:
        grid = attrgetter("cells"), Grid | None
        return _columns(Sheet, [(attrgetter("name"), str), (attrgetter("visible"), bool), grid])
    if kind is Numbers:
        return _several(numbers, _plain(frozenset({int})))
    if of is list or of is tuple:
        return _several(of, _codec(inner[0]))
    if of is dict:
        return _several(
            dict, _columns(lambda *pair: pair, [(itemgetter(0), inner[0]), (itemgetter(1), inner[1])]), dict.items
        )
    if issubclass(kind, Enum):
        return _each(attrgetter("value"), {member.value: member for member in kind}.__getitem__)
    return _record(kind)


@lru_cache(None)
def _record(kind: Any) -> _Codec:
    """Data classes and named tuples: a column for each attribute. Attributes that begin with ``_`` are caches."""
    hints = get_type_hints(kind)
    names = [item.name for item in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else kind._fields
    make = _column if kind is Column else kind
    return _columns(make, [(attrgetter(name), hints[name]) for name in names if not name.startswith("_")])


def _column(rows: Numbers, codes: Numbers, distinct: list[Cell]) -> Column:
    if len(rows) != len(codes) or max(codes, default=0) >= len(distinct):
        raise ValueError("not the codes of these cells")
    return Column(rows, codes, distinct)


def _columns(make: Callable[..., Any], attributes: list[tuple[Callable[[Any], Any], Any]]) -> _Codec:
    """Objects made of attributes, each of them with its getter and its type."""
    columns = [(get, _codec(kind)) for get, kind in attributes]

    def write(items: list[Any], pools: _Pools) -> Any:
        return [codec.write(list(map(get, items)), pools) for get, codec in columns]

    def read(plain: Any, pools: _Pools) -> list[Any]:
        data = [codec.read(column, pools) for (_, codec), column in zip(columns, plain, strict=True)]
        return [make(*values) for values in zip(*data, strict=True)]

    return _Codec(write, read)


def _several(make: Callable[[Iterable[Any]], Any], of: _Codec, parts: Callable[[Any], Iterable[Any]] = iter) -> _Codec:
    """Lists, tuples or dictionaries: their lengths, and then all that is in them."""

    def write(items: list[Any], pools: _Pools) -> Any:
        return [list(map(len, items)), of.write(list(chain.from_iterable(map(parts, items))), pools)]

    def read(plain: Any, pools: _Pools) -> list[Any]:
        lengths, data = plain
        items = iter(of.read(data, pools))
        return [make(islice(items, length)) for length in lengths]

    return _Codec(write, read)


def _optional(of: _Codec) -> _Codec:
    def write(items: list[Any], pools: _Pools) -> Any:
        return [[item is not None for item in items], of.write([item for item in items if item is not None], pools)]

    def read(plain: Any, pools: _Pools) -> list[Any]:
        there, data = plain
        items = iter(of.read(data, pools))
        return [next(items) if here else None for here in there]

    return _Codec(write, read)


def _pooled(kind: type, *last: None) -> _Codec:
    """Objects by their indices in a pool. last: None where that may be one of them, by the index -1."""
    indices = _plain(frozenset({int}))

    def read(plain: Any, pools: _Pools) -> list[Any]:
        if min(indices.read(plain, pools), default=0) < -len(last):
            raise ValueError("not an index")
        return list(map([*pools.of[kind], *last].__getitem__, plain))

    return _Codec(lambda items, pools: pools.indices(kind, items), read)


def _each(value: Callable[[Any], Any], make: Callable[[Any], Any]) -> _Codec:
    return _Codec(lambda items, _: list(map(value, items)), lambda plain, _: list(map(make, plain)))


def _plain(types: frozenset[type]) -> _Codec:
    def read(plain: Any, _: _Pools) -> list[Any]:
        if not types.issuperset(map(type, items := _list(plain))):
            raise ValueError("not of the type that is due")
        return items

    return _Codec(lambda items, _: items, read)


def _unless_scalars(convert: Callable[[Any], Any]) -> Callable[[Any, _Pools], Any]:
    """Convert the items of a list one by one, where they are not such as JSON knows."""
    return lambda items, _: list(items if _SCALARS.issuperset(map(type, items)) else map(convert, items))


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise ValueError("not a list")
    return plain


def _written(item: Any) -> Any:
    """Return plain data of any shape; types that JSON does not know go in an object that names them."""
    if type(item) in _SCALARS or isinstance(item, str):
        return item
    if isinstance(item, date):
        return {"date": item.isoformat()}
    if isinstance(item, list):
        return list(map(_written, item))
    if isinstance(item, tuple):
        return {"tuple": list(map(_written, item))}
    if isinstance(item, dict):
        return {"dict": [[_written(key), _written(value)] for key, value in item.items()]}
    raise TypeError(f"{type(item).__name__} is no plain data")


def _read(item: Any) -> Any:
    if isinstance(item, list):
        return list(map(_read, item))
    if not isinstance(item, dict):
        return item
    ((kind, value),) = item.items()
    if kind == "date":
        return date.fromisoformat(value)
    return tuple(map(_read, value)) if kind == "tuple" else {key: _read(part) for key, part in value}
