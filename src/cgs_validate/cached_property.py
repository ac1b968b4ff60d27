"""A property that is computed once for each object, without a lock.

Before Python 3.12 the one of functools has a lock for all objects of a class: a slow file would stop every thread, and
a process forked while a thread computes would wait for ever.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Result = TypeVar("Result")


class cached_property(Generic[Result]):  # noqa: N801 - used as that of functools
    """A method whose result its object has in its place; threads that compute it at once get the same."""

    def __init__(self, function: Callable[[Any], Result]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, _: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, _: type | None = None) -> Result: ...

    def __get__(self, instance: object | None, _: type | None = None) -> Self | Result:
        if instance is None:
            return self
        result: Result = instance.__dict__.setdefault(self._name, self._function(instance))
        return result
