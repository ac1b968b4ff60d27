"""姓名: a text that is probably a person's name, Chinese or in Latin letters, also masked, or with a class or a code.

A surname with one or two characters as given names have them: the words of schools begin with surnames, too (高關懷,
方案, 石頭). A guess, so only ever a warning.

>>> looks_like_person_name("王小明"), looks_like_person_name("黄志强"), looks_like_person_name("歐陽靖")
(True, True, True)
>>> looks_like_person_name("王○○"), looks_like_person_name("王X明"), looks_like_person_name("七年一班王小明")
(True, True, True)
>>> looks_like_person_name("巴奈‧庫穗"), looks_like_person_name("Wang Xiao-Ming")
(True, True)
>>> looks_like_person_name("個案一"), looks_like_person_name("高關懷1"), looks_like_person_name("石頭")
(False, False, False)
>>> contains_person_name("王小明的媽媽"), contains_person_name("喪親調適")
(True, False)
>>> looks_like_person_name("林阿花"), contains_person_name("林阿花"), contains_person_name("高二生", "高一 高二")
(False, True, False)
"""

import re
from collections.abc import Iterator
from functools import partial

from ..text import fold
from .name_parts import (
    COMPOUND,
    GIVEN,
    ONLY_GIVEN,
    PHONETIC,
    RARE_SURNAMES,
    ROMANISED_SURNAMES,
    SURNAMES,
    WESTERN_GIVEN,
    WORDS,
)

_LONGEST = 100  # characters of a name with a class, numbers and brackets around it
_LONGEST_NOTE = 2_000  # characters; what is longer is no note
_PLAIN = "一-鿿"  # ideographs that every font has
_RARE = "㐀-䶿\U00020000-\U0003ffff"  # ideographs in no word of a school
_OUTSIDE = f"{_RARE}\ue000-\uf8ff\U000f0000-\U0010fffd"  # and those of private use
_MASKS = "○〇◯●□*?OX"
_NUMBERS = "0-9一二三四五六七八九十"
_NUMERALS = "一三四五六"  # that begin a given name
_CLASS = re.compile(
    rf"(?:[國高][一二三]|[{_NUMBERS}]{{1,3}}年級?)[{_NUMBERS}忠孝仁愛信義和平甲乙丙丁]{{0,2}}班?|[0-9]+[班號]"
)
_TITLE = re.compile("學生|同學|小朋友|個案|案主|姓名")
_ZERO = re.compile(f"(?<=[{_PLAIN}])0(?=[{_PLAIN}])")  # as a mask: 王0明
_TOKEN = re.compile(f"[{_PLAIN}{_OUTSIDE}{_MASKS}‧·・•]+")
_RARE_NAME = re.compile(f"[{_RARE}][{_PLAIN}{_RARE}]{{1,3}}(?<![班組號生案])")
_DOT = re.compile("[‧·・•]")
_FIRST_UNCOMMON = b"\xc9\x40"  # in Big5, whose first 5,401 ideographs are the common ones
_SYLLABLE = (
    "(?:zh|ch|sh|ts|tz|hs|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]ang|iong|i?ao|i?en|[iu]an|uai|[iu]eh|[aeio]ng|ung|[aeo]i|ou|[aeiu]n|i[aeouh]|u[aoei]|er|eh|[aeiou])"
)
_ONE_SYLLABLE, _TWO_SYLLABLES = re.compile(_SYLLABLE), re.compile(f"{_SYLLABLE}{_SYLLABLE}")
_LATIN_GIVEN = re.compile(f"(?!.-|.*-.$){_SYLLABLE}-{_SYLLABLE}", re.IGNORECASE)
_TWO_WORDS = re.compile(r"[A-Za-z]{2}[ ,\-]+[A-Za-z]{2}")
_NUMBERED = re.compile(r"\S*[0-9]\S*")
_LONGEST_ALONE = 3  # characters of a name that is all of an answer; with more it is known by its parts
_MAY_BE_SURNAMES = SURNAMES | RARE_SURNAMES
_FIRST_GIVEN = GIVEN | {"阿"}
_SHORTEST_OF_TWO = 6  # letters; shorter ones are words, too: page, home


def looks_like_person_name(text: str) -> bool:
    """Return whether a text is a name, with nothing but a class, a number or a code next to it."""
    if len(text) > _LONGEST or (text.isascii() and not text[:2].isalpha()):
        return False
    folded = fold(text)
    if folded.isascii():
        return _TWO_WORDS.search(folded) is not None and _is_latin(_latin_words(_NUMBERED.sub("", folded)))
    return any(map(_is_name, _tokens(folded)))


def contains_person_name(text: str, words: str = "") -> bool:
    """Return whether a name may be somewhere in a text, as in a note about a pupil, or the text is too long to say.

    words: those of the form. No other word with two or three characters that begins like a name is surely none.
    """
    if len(text) > _LONGEST_NOTE:
        return True
    folded = fold(text)
    latin = _latin_words(folded)
    if not set(latin).isdisjoint(WESTERN_GIVEN):
        return True
    if folded.isascii():
        return _LATIN_GIVEN.fullmatch(folded) is not None or any(
            _is_latin(latin[at : at + size]) for size in (2, 3) for at in range(len(latin) - size + 1)
        )
    return looks_like_person_name(folded) or any(_may_name(token, words) for token in _tokens(folded))


def _tokens(folded: str) -> Iterator[str]:
    """Yield the pieces of a text that may be a name: without class and title, with blanks left out and without."""
    bare = _TITLE.sub(" ", _CLASS.sub(" ", _ZERO.sub("○", folded))).upper()
    yield from _TOKEN.findall(bare)
    if len(parts := bare.split()) > 1:
        yield from _TOKEN.findall("".join(parts))


def _may_name(token: str, words: str) -> bool:
    """Return whether a token, or a part of it, begins like a name and like no word."""
    if 2 <= len(token) <= _LONGEST_ALONE and token[0] in _MAY_BE_SURNAMES and _is_no_word(token, words):
        return True
    if len(token) > 2 and _is_transliterated([token]) and _is_no_word(token, words):
        return True
    return token.startswith(COMPOUND) or any(map(partial(_may_begin, token, words), range(len(token) - 2)))


def _may_begin(token: str, words: str, at: int) -> bool:
    """Return whether a name may begin at a character of a token, a surname with what is often a given name's first."""
    if _is_name(token[at : at + 3]):
        return True
    return token[at] in SURNAMES and token[at + 1] in _FIRST_GIVEN and _is_no_word(token[at:], words)


def _is_no_word(token: str, words: str) -> bool:
    return token[:2] not in words and not token.startswith(WORDS)


def _is_name(token: str) -> bool:
    if _DOT.search(token):
        return _is_transliterated(_DOT.split(token))
    if token[0] in _MASKS:
        return len(token) == 3 and _are_given(token[1:])
    if _RARE_NAME.fullmatch(token):
        return True
    return not token.startswith(WORDS) and any(_follows(token[:end], token[end:]) for end in (1, 2))


def _follows(surname: str, given: str) -> bool:
    """Return whether a text, of which the beginning may be a surname, is a name, masked or not."""
    if surname in COMPOUND:
        return len(given) <= 2 and (any(map(GIVEN.__contains__, given)) or _is_masked(given))
    if len(surname) == 2:  # of a married woman
        return len(given) == 2 and SURNAMES.issuperset(surname) and GIVEN.issuperset(given)
    if surname not in SURNAMES:
        return False
    if len(given) == 1:
        return given in ONLY_GIVEN or _is_outside(given) or given in _MASKS[:6]
    return len(given) == 2 and (_are_given(given.lstrip(_NUMERALS)) or _is_masked(given))


def _is_masked(given: str) -> bool:
    shown = given.strip(_MASKS)
    return bool(given) and shown != given and (not shown or (len(shown) == 1 and _are_given(shown)))


def _are_given(chars: str) -> bool:
    """Return whether characters are those of a given name: all may be, and one of them surely is."""
    surely = any(char in GIVEN or _is_outside(char) for char in chars)
    return surely and all(char in GIVEN or _is_uncommon(char) for char in chars)


def _is_outside(char: str) -> bool:
    return re.match(f"[{_OUTSIDE}]", char) is not None


def _is_uncommon(char: str) -> bool:
    try:
        return char not in _MASKS and char.encode("big5") >= _FIRST_UNCOMMON
    except UnicodeEncodeError:
        return True


def _is_transliterated(parts: list[str]) -> bool:
    """Return whether the parts of a name in the indigenous way are written with the characters for sounds."""
    whole = "".join(parts)
    sounds = sum(char in PHONETIC for char in whole)
    return all(parts) and max(map(len, parts)) > 1 and 3 * sounds >= 2 * len(whole)


def _latin_words(text: str) -> list[str]:
    return re.findall("[a-z]+", text.lower())


def _is_latin(words: list[str]) -> bool:
    """Return whether words are a surname and a given name, in either order."""
    return _is_romanised(words) or _is_romanised([*words[-1:], *words[:-1]])


def _is_romanised(words: list[str]) -> bool:
    surname, *given = words or [""]
    if surname not in ROMANISED_SURNAMES or not 1 <= len(given) <= 2:
        return False
    if len(given) == 1:
        joined = len(given[0]) >= _SHORTEST_OF_TWO and _TWO_SYLLABLES.fullmatch(given[0])
        return given[0] in WESTERN_GIVEN or bool(joined)
    long_enough = min(map(len, given)) > 1 and max(map(len, words)) > 2  # HO-ME-TO is none
    return long_enough and all(map(_ONE_SYLLABLE.fullmatch, given))
