"""The parts of an .xlsx that its sheets share: strings and number formats."""

import re

from ..errors import ReadError
from ..formats.number_format import BUILTIN
from .xml_events import Attributes, Parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PLAIN = r'<si><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)</t></si>'
_PLAIN_TEXTS = re.compile(rf"((?:{_PLAIN})++)</sst>\s*")
_PLAIN_TEXT = re.compile(_PLAIN)


def shared_strings(part: str, parser: Parser) -> list[str]:
    """Return the texts of ``sharedStrings.xml`` in order, without phonetic guides. Raises ReadError."""
    data = parser.read(part)
    strings = _plain_strings(data, part, parser)
    return _any_strings(data, part, parser) if strings is None else strings


def _plain_strings(data: bytes, part: str, parser: Parser) -> list[str] | None:
    """Return the texts where none has looks of its own, at the speed of C; None elsewhere. Raises ReadError."""
    head, start, rest = data.partition(b"<si>")
    try:
        plain = _PLAIN_TEXTS.fullmatch((start + rest).decode())
    except UnicodeDecodeError:
        return None
    if not plain or b"<sst" not in head or b"<!--" in head:
        return None
    parser.parse(part, lambda *_: None, data=head + b"</sst>")
    strings = _PLAIN_TEXT.findall(plain[1])
    _check_count(len(strings), parser)
    return list(map(unescape, strings)) if "_x" in plain[1] else strings


def _any_strings(data: bytes, part: str, parser: Parser) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"t": False, "rPh": False}

    def start(name: str, _: Attributes) -> None:
        if name in state:
            state[name] = True

    def end(name: str) -> None:
        if name in state:
            state[name] = False
        elif name == "si":
            strings.append(unescape("".join(pieces)))
            pieces.clear()
            _check_count(len(strings), parser)

    def text(value: str) -> None:
        if state["t"] and not state["rPh"]:
            pieces.append(value)

    parser.parse(part, start, end, text, data=data)
    return strings


def _check_count(strings: int, parser: Parser) -> None:
    if strings > parser.limits.strings:
        raise ReadError("too_many_texts", limit=parser.limits.strings)


def number_formats(part: str, parser: Parser) -> list[str]:
    """Return the number format code of each cell format of ``styles.xml``, in order; empty for General.

    Raises ReadError.
    """
    limits = parser.limits
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif name == "numFmt" and inside != "dxfs":
            code = codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            if len(code) > limits.number_format:
                raise ReadError("number_format_too_long", limit=limits.number_format)
        elif name == "xf" and inside == "cellXfs":
            if len(formats) >= limits.styles:
                raise ReadError("too_many_styles", limit=limits.styles)
            number = attributes.get("numFmtId", "0")
            builtin = BUILTIN.get(int(number), "") if number.isdecimal() and len(number) < 8 else ""
            formats.append(codes.get(number, builtin))

    parser.parse(part, start)
    return formats


def unescape(text: str) -> str:
    """Return text with ``_x000A_`` escapes resolved, controls shown by their pictures (␛), lone surrogates as �."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), text)
