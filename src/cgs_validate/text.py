"""Text as people type it, normalised so that it can be compared.

The source documents themselves hold compatibility ideographs, Kangxi radicals and the stroke ㇐ for 一
(docs/facts.md A9); headers vary in bracket width, line breaks and 身份/身分.

Words of a form (headers, labels, titles) are compared in compatibility-folded form, which is written nowhere. Of an
answer only the width is folded: ① and ² are no digits that could be read together with others.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

_LOOKALIKE = re.compile(r"[㇐\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_BLANKS = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0]+")
# What may be a run of more marks than any script writes; UAX #15 (stream-safe text) has 30, for normalising takes the
# square of its length. Marks are no \w, but for two of half-width kana that become marks.
_MOST_MARKS = 30
_BECOME_MARKS = "\u0f73\u0f75\u0f81\uff9e\uff9f"  # in compatibility-folded form
_MAY_BE_MARK = re.compile(rf"[\W{_BECOME_MARKS}]")
_LONG_RUN = re.compile(rf"{_MAY_BE_MARK.pattern}{{{_MOST_MARKS + 1}}}")
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_LEADING = re.compile(
    r"^(?:[※*◎●○★☆▲■□◆]+|[(\[【]?(?:[0-9]{1,2}|[a-z])[)\]】.、:]|[0-9]{1,2}(?=[^0-9])|[一二三四五六七八九十]{1,3}、"
    r"|[「『【〔《])"
)
_TRAILING = re.compile(
    r"(?:[(\[【](?:必|選|單選|複選|可複選|請|填|代[碼號])[^()\[\]【】]*[)\]】]|代[碼號]|[」』】〕》▼▽▲↓]+|(?<![a-z])[a-z]{2,40})$"
)
_INSTRUCTS = re.compile("[請填選:0-9]")
_MOST_COMPARED = 2_000  # characters; longer than any header, label, instruction or title
_LONGEST_ANSWER = 300  # characters; no code, number or choice of codes is as long
_HALF_WIDTH: dict[int, int | str] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: " "}
_PHRASE, _PLACE = "\ufdfa", "\uffff"  # one character that becomes eighteen; one that no XML holds
_INVISIBLE_ASCII = "".join(map(chr, (*range(33), 127)))
# Most words: folding changes nothing in them but upper case and 身份. No blanks, and no * and : that may be at an end.
_PLAIN = re.compile("[!-)+-9;-~、。「」\u4e00-\u9fff]+")


@lru_cache(4096)
def _is_invisible(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE or unicodedata.category(char) in ("Cf", "Cc")


def strip(text: str) -> str:
    """Return text without white space, zero-width and control characters at its two ends."""
    if text.isascii():
        return text.strip(_INVISIBLE_ASCII)
    start, end = 0, len(text)
    while start < end and _is_invisible(text[start]):
        start += 1
    while end > start and _is_invisible(text[end - 1]):
        end -= 1
    return text[start:end]


def printable(text: str) -> str:
    """Return text without controls, bidi marks and lone surrogates, which could steer a terminal or reverse a line."""
    return text if text.isprintable() else _CONTROLS.sub("\ufffd", text)


def wrapped_lines(text: str, width: int) -> int:
    """Return the number of lines of a text without line breaks. width: half-width characters in a line."""
    if 2 * len(text) < width:
        return 1
    return 1 + (len(text) if text.isascii() else sum(map(_char_width, text))) // width


@lru_cache(4096)
def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_blank(text: str) -> bool:
    """Return whether text shows nothing: empty, white space, zero-width characters."""
    return not strip(text)


def plain_ideographs(text: str) -> str:
    """Return text with radicals and compatibility ideographs replaced by the ideographs that they look like."""
    return _LOOKALIKE.sub(lambda match: _normalised(match[0]), text)


def half_width(text: str) -> str:
    """Return an answer in half-width form, stripped, with the ideographs that its radicals look like; no other folding.

    >>> half_width("３，１０　"), half_width("3①"), half_width("㇐年級")
    ('3,10', '3①', '一年級')
    """
    if text.isascii():
        return strip(text)
    if _PLAIN.fullmatch(text):
        return text
    return strip(plain_ideographs(text).translate(_HALF_WIDTH))


def fold(text: str) -> str:
    """Return the words of a form in compatibility-folded form (NFKC and ㇐→一), stripped; very long text as it is."""
    if text.isascii():
        return strip(text)
    return strip(_normalised(text))


def key(text: str) -> str:
    """Return the form in which headers, labels and sheet names are compared.

    Folded, without any white space or invisible character, without a trailing ``*`` or ``:``, lower case, 身份 as 身分.
    """
    if _PLAIN.fullmatch(text):
        return text.replace("身份", "身分").lower()
    return _comparable(_normalised(text))


cached_key = lru_cache(1024)(key)  # of a spec's own words, which are compared again and again


def answer_key(text: str) -> str:
    """Return the form in which an answer is compared with labels: as ``key``, but only its width is folded."""
    if _PLAIN.fullmatch(text):
        return text.replace("身份", "身分").lower()
    return _comparable(half_width(text))


def other_digits(text: str) -> str:
    """Return the characters of an answer that are numbers, but no digits as one types them: ① ² ½ Ⅲ.

    A text that is too long to be one has none.

    >>> other_digits("3①"), other_digits("１２三〇"), other_digits("ⅢB ½")
    ('①', '', 'Ⅲ½')
    """
    if text.isascii() or len(text) > _LONGEST_ANSWER:
        return ""
    return "".join(char for char in half_width(text) if _is_other_digit(char))


def _is_other_digit(char: str) -> bool:
    return char > "\x7f" and char.isnumeric() and char != "〇" and unicodedata.category(char) != "Lo"


def _comparable(folded: str) -> str:
    """Return folded text as it is compared: without what does not show, in lower case, 身份 as 身分."""
    visible = _BLANKS.sub("", folded)
    if not visible.isprintable():
        visible = visible.translate(dict.fromkeys(map(ord, filter(_is_invisible, set(visible)))))
    return visible.strip("*:").replace("身份", "身分").casefold()


def undecorated(text: str) -> str:
    """Return the form in which a header is compared without what a form may put around it.

    A number, a mark, a bracket that says how to answer, 代碼, and instructions on further lines.
    """
    first, *others = (_TRAILING.sub("", key(line)) for line in strip(text).split("\n"))
    name = takewhile(lambda line: not _INSTRUCTS.search(line), others)
    return _TRAILING.sub("", _LEADING.sub("", "".join((first, *name))))


def compatible(text: str) -> str:
    """Return text in compatibility-folded form, which takes time and room in proportion to its length.

    At most 30 marks in a run are left, and ﷺ is not spelt out.
    """
    if len(text) > _MOST_MARKS and _MAY_BE_MARK.search(text[_MOST_MARKS :: _MOST_MARKS + 1]) and _LONG_RUN.search(text):
        text = _without_surplus_marks(text)
    text = text.replace("㇐", "一")
    if unicodedata.is_normalized("NFKC", text):
        return text
    for char in set(_FULL_WIDTH.findall(text)):  # which leaves little to normalise, one of its slow works
        text = text.replace(char, unicodedata.normalize("NFKC", char))
    if _PHRASE in text:
        return unicodedata.normalize("NFKC", text.replace(_PHRASE, _PLACE)).replace(_PLACE, _PHRASE)
    return unicodedata.normalize("NFKC", text)


def _normalised(text: str) -> str:
    """Return text in compatibility-folded form; text that is too long to be compared stays as it is."""
    if len(text) > _MOST_COMPARED:
        text = strip(text)
        if len(text) > _MOST_COMPARED:
            return text
    return compatible(text)


def _without_surplus_marks(text: str) -> str:
    """Return text without those marks of a run that are behind the thirtieth."""
    marks = set(filter(_is_mark, set(text)))
    if not marks:
        return text
    left, run = [], 0
    for char in text:
        run = run + 1 if char in marks else 0
        if run <= _MOST_MARKS:
            left.append(char)
    return "".join(left)


def _is_mark(char: str) -> bool:
    return char in _BECOME_MARKS or unicodedata.combining(char) > 0
