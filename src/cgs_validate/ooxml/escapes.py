"""Characters that a cell or note cannot hold, escaped as ``_x000D_`` (ECMA-376 part 1, 22.9.2.19)."""

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(value: str) -> str:
    """Return text as it is written in a cell or note, before XML's own escapes; others than those of XML become �."""
    value = NOT_XML.sub("\ufffd", value)
    if "_x" in value:
        value = _ESCAPED.sub(r"_x005F_\1", value)
    return value.replace("\r", "_x000D_")


def unescaped(written: str) -> str:
    """Return the text of a cell or note with its escapes resolved; the counterpart of ``escaped``."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), written) if "_x" in written else written


def displayed(written: str) -> str:
    """Return text with its escapes resolved, controls shown by their pictures (␛), lone surrogates as �."""
    if "_x" in written:
        written = unescaped(written).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if written.isprintable():
        return written
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), written)
