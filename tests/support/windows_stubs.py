"""xlwings' real module for Excel on Windows, imported on any system with stubs for pywin32 and Windows itself."""

import ctypes
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

MESSAGES: list[str] = []  # what was shown
ANSWERS: list[int] = []  # what is pressed where a question is asked: 6 is yes, 7 is no
KEYS: dict[int, int] = {}  # which keys are down: 0x8000; or were pressed since it was asked for: 1
IN_FRONT: list[int] = []  # the window that keys go to, where it is not Excel's
RUNNING: list[Any] = []  # the programs, the last one in front
_WINDOW, _YES_NO = 1, 4


class com_error(Exception):  # noqa: N801, N818 # pywin32's own name
    """An operation that Excel refuses."""

    hresult = property(lambda self: self.args[0])
    excepinfo = property(lambda self: self.args[2])


def refused(why: str) -> com_error:
    return com_error(-2147352567, "Exception occurred.", (0, "Microsoft Excel", why, None, 0, -2146827284), None)


class CDispatch:
    """The type of pywin32's objects of Excel."""


def import_windows_module() -> ModuleType:
    """Return ``xlwings._xlwindows``."""
    if "xlwings._xlwindows" in sys.modules:
        return sys.modules["xlwings._xlwindows"]
    for name, content in _stubs().items():
        module = sys.modules[name] = ModuleType(name)
        module.__dict__.update(content)
    sys.modules["win32com"].client = sys.modules["win32com.client"]  # type: ignore[attr-defined]
    loader, ctypes.PyDLL = ctypes.PyDLL, _Library  # type: ignore[misc,assignment]
    ctypes.windll, ctypes.oledll = _windows(), _windows()  # type: ignore[attr-defined]
    try:
        import xlwings
        from xlwings import _xlwindows
    finally:
        ctypes.PyDLL = loader  # type: ignore[misc]
    _xlwindows.N_COM_ATTEMPTS = 1
    xlwings._xlwindows = _xlwindows
    return _xlwindows


def _stubs() -> dict[str, dict[str, Any]]:
    constants = ("MB_OK", "MB_OKCANCEL", "MB_YESNO", "MB_YESNOCANCEL", "MB_ICONINFORMATION", "MB_ICONWARNING")
    return {
        "pywintypes": {"com_error": com_error, "error": OSError, "TimeType": type("TimeType", (), {}), "IID": str},
        "pythoncom": {"CoInitialize": lambda: None, "ole_error": com_error, "__file__": ""},
        "win32api": {"MessageBox": _message_box},
        "win32con": dict(zip(constants, (0, 1, _YES_NO, 3, 64, 48), strict=True)),
        "win32gui": {
            "FindWindowEx": lambda *_: _WINDOW,
            "GetForegroundWindow": lambda: IN_FRONT[-1] if IN_FRONT else _WINDOW,
        },
        "win32process": {"GetWindowThreadProcessId": lambda window: (0, window)},
        "win32timezone": {},
        "win32com": {},
        "win32com.client": {
            "CDispatch": CDispatch,
            "CoClassBaseClass": type("CoClassBaseClass", (), {}),
            "DispatchBaseClass": type("DispatchBaseClass", (), {}),
            "Dispatch": lambda _: SimpleNamespace(Application=RUNNING[-1]),
            "DispatchEx": None,
        },
    }


def _message_box(_: int, prompt: str, title: str, style: int) -> int:
    MESSAGES.append(prompt)
    return ANSWERS.pop(0) if style & 7 == _YES_NO else 1


def _key(key: int) -> int:
    state = KEYS.get(key, 0)
    KEYS[key] = state & ~1
    return state


class _Library:
    def __init__(self, _: str) -> None:
        def nothing(*_: Any) -> None:
            return None

        self.PyCom_PyObjectFromIUnknown = nothing


def _windows() -> Any:
    nothing: Callable[..., int] = lambda *_: 0  # noqa: E731 # one of many
    user32 = SimpleNamespace(
        GetTopWindow=lambda _: _WINDOW,
        GetWindow=nothing,
        GetForegroundWindow=lambda: _WINDOW,
        SetForegroundWindow=nothing,
        SetWindowPos=nothing,
        GetAsyncKeyState=_key,
    )
    return SimpleNamespace(
        user32=user32,
        ole32=SimpleNamespace(CLSIDFromString=nothing),
        oleacc=SimpleNamespace(AccessibleObjectFromWindow=nothing),
    )
