"""Stubs for appscript, which reaches Excel on a Mac: only words of Excel's own dictionary are known."""

import ctypes
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from xlwings import mac_dict

PEOPLE: dict[int, Callable[[str, list[str]], str]] = {}  # who answers what a program shows, by the program's number
WORDS = {name for kind in (mac_dict.properties, mac_dict.elements, mac_dict.commands) for name, *_ in kind}
ENUMERATORS = {name for name, _ in mac_dict.enums} | {"informational", "critical", "button_returned"}


class CommandError(Exception):
    """An operation that Excel refuses."""

    def __init__(self, errornumber: int) -> None:
        super().__init__(errornumber)
        self.errornumber = errornumber


REFUSED, PARAMETER = -1728, -50


class _Enumerators:
    def __getattr__(self, name: str) -> str:
        if name not in ENUMERATORS:
            raise AttributeError(name)
        return name


class Reference:
    """A reference to an object of Excel: its properties, elements and commands by their words."""

    def __init__(self, **known: Any) -> None:
        assert known.keys() <= WORDS, known
        self._known = known

    def __getattr__(self, word: str) -> Any:
        return self._known[word]


class Property:
    """A property, whose value is got on request."""

    def __init__(self, get: Callable[[], Any]) -> None:
        self.get = get


class Additions:
    """Shows message boxes in a program."""

    def __init__(self, pid: int) -> None:
        self._answer = PEOPLE[pid]
        self._in_front = False

    def activate(self) -> None:
        self._in_front = True

    def display_alert(self, title: str, *, message: str, buttons: list[str], as_: str, timeout: int) -> dict[str, str]:
        assert self._in_front, "it is not in front"
        assert timeout <= 0, "it is given up before it is read"
        assert title
        assert as_ in ENUMERATORS
        return {"button_returned": self._answer(message, buttons)}


def install() -> None:
    """Make ``appscript`` known."""
    module, reference = ModuleType("appscript"), ModuleType("appscript.reference")
    module.k, module.reference, reference.CommandError = _Enumerators(), reference, CommandError  # type: ignore[attr-defined]
    additions = ModuleType("osax")
    additions.OSAX = Additions  # type: ignore[attr-defined]
    sys.modules |= {"appscript": module, "appscript.reference": reference, "osax": additions}


def hold_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold Esc down on this Mac."""

    def is_down(_: int, key: int) -> bool:
        return key == 0x35

    services = SimpleNamespace(CGEventSourceKeyState=is_down)
    monkeypatch.setattr(ctypes, "CDLL", lambda path: services if "ApplicationServices" in path else None)
