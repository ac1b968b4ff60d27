"""Days and times as a section of a number format shows them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import floor
from typing import NamedTuple

from .format_sections import Kind, Piece, Section

ROC = 1911
_LAST_DAY = 2_958_465  # 9999-12-31
_1904 = 1462  # days from the first one of 1900 to that of 1904
_DAY = 86_400  # seconds
_ENGLISH = (0, 0x409, 0x809)
_CHINESE = 0x404
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WEEK = "日一二三四五六"


class _Moment(NamedTuple):
    """A day, counted as Excel does, and the time of day. seconds: since the first day began."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: Decimal
    seconds: Decimal


def show_time(number: float, section: Section, epoch_1904: bool) -> str | None:
    """Return a serial number as a section shows it; None where that is not known."""
    moment = _moment(number, section, epoch_1904)
    shown = list(_shown(moment, section)) if moment else [None]
    return None if None in shown else "".join(filter(None, shown))


def _moment(number: float, section: Section, epoch_1904: bool) -> _Moment | None:
    days = number + (_1904 if epoch_1904 else 0)
    if not 0 <= days < _LAST_DAY + 1:
        return None
    places = _places(section)
    step = Decimal(1).scaleb(-(3 if places is None else places))
    seconds = (Decimal(repr(days)) * _DAY).quantize(step, ROUND_HALF_UP)
    serial, time = int(seconds // _DAY), seconds % _DAY
    if serial > _LAST_DAY:
        return None
    year, month, day = _day(serial)
    if places is None:
        time = Decimal(int(time))
    return _Moment(year, month, day, (serial - 1) % 7, int(time // 3600), int(time // 60 % 60), time % 60, seconds)


def _places(section: Section) -> int | None:
    """Return the decimals of its seconds, None where no seconds are shown."""
    if not any(piece.text.startswith("s") for piece in section.pieces if piece.kind in (Kind.TIME, Kind.ELAPSED)):
        return None
    return max((len(piece.text) - 1 for piece in section.pieces if piece.kind is Kind.FRACTION), default=0)


def _day(serial: int) -> tuple[int, int, int]:
    """Return the day of a serial number; Excel has a 0th of January and a 29th of February in 1900."""
    if serial in (0, 60):
        return (1900, 1, 0) if serial == 0 else (1900, 2, 29)
    day = date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)
    return day.year, day.month, day.day


def _shown(moment: _Moment, section: Section) -> Iterator[str | None]:
    pieces = [piece for piece in section.pieces if piece.kind is not Kind.LITERAL]
    half_days = any(piece.kind is Kind.NOON for piece in pieces)
    at = 0
    for piece in section.pieces:
        if piece.kind is Kind.LITERAL:
            yield piece.text
            continue
        before, after, at = pieces[max(at - 1, 0) : at], pieces[at + 1 : at + 2], at + 1
        match piece.kind:
            case Kind.TIME if piece.text[0] == "m" and len(piece.text) < 3 and _is_minute(before, after):
                yield f"{moment.minute:0{len(piece.text)}}"
            case Kind.TIME if piece.text[0] == "h":
                hour = (moment.hour + 11) % 12 + 1 if half_days else moment.hour
                yield f"{hour:0{min(len(piece.text), 2)}}"
            case Kind.TIME:
                yield _time(moment, piece.text, section.language)
            case Kind.ELAPSED:
                yield _elapsed(moment, piece.text)
            case Kind.FRACTION:
                yield f"{moment.second % 1:.{len(piece.text) - 1}f}"[1:]
            case Kind.NOON:
                yield _noon(moment.hour, piece.text, section.language)
            case Kind.SLASH | Kind.POINT | Kind.COMMA:
                yield piece.text
            case _:
                yield None


def _is_minute(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Return whether an m is one of minutes: behind hours, or before seconds."""
    return any(piece.text[0] == "h" for piece in before) or any(piece.text[0] == "s" for piece in after)


def _time(moment: _Moment, text: str, language: int) -> str | None:
    sign, width = text[0], len(text)
    match sign, min(width, 4):
        case "y", 1 | 2:
            return f"{moment.year % 100:02}"
        case "y", _:
            return str(moment.year)
        case "e", _ if moment.year > ROC:
            return f"{moment.year - ROC:0{width}}"
        case "g", _ if moment.year > ROC and width > 1:
            return "中華民國" if width > 2 else "民國"
        case ("m", 1 | 2) | ("d", 1 | 2) | ("s", _):
            value = {"m": moment.month, "d": moment.day, "s": int(moment.second)}[sign]
            return f"{value:0{min(width, 2)}}"
        case "m", _ if language in _ENGLISH:
            name = _MONTHS[moment.month - 1]
            return name[:3] if width == 3 else name[:1] if width == 5 else name
        case "d", 3 | 4 if language in _ENGLISH:
            return _DAYS[moment.weekday][: 3 if width == 3 else None]
        case "a", _ if language in (0, _CHINESE):
            return ("週" if width == 3 else "星期") + _WEEK[moment.weekday]
    return None


def _elapsed(moment: _Moment, text: str) -> str:
    length = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return f"{floor(moment.seconds / length):0{len(text)}}"


def _noon(hour: int, text: str, language: int) -> str:
    if text == "上午/下午" or (language == _CHINESE and text == "am/pm"):
        return "下午" if hour >= 12 else "上午"
    return text.upper().split("/")[hour >= 12]
