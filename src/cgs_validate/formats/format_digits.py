"""Numbers as a section of a number format shows their digits."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import dropwhile

from .format_sections import Kind, Piece, Section

_EXACT = Context(prec=2_000, rounding=ROUND_HALF_UP)  # 309 digits, 255 decimals, 255 signs of per cent
_LONGEST_DENOMINATOR = 7  # digits
_EMPTY = {"0": "0", "#": "", "?": " "}  # what a place without a digit shows


def show_digits(number: float, section: Section) -> str | None:
    """Return a number that is not negative as a section shows it; None where that is not known."""
    amount = Decimal(f"{number:.15g}")
    kinds = section.kinds
    if kinds & {Kind.TEXT, Kind.NOON, Kind.FRACTION} or (Kind.NUMBER in kinds and Kind.SLASH not in kinds):
        return None
    if Kind.GENERAL in kinds:
        return None if Kind.DIGIT in kinds else _with_general(number, section)
    if Kind.SLASH in kinds:
        return _fraction(number, section.pieces)
    if Kind.POWER in kinds:
        return _scientific(amount, section.pieces)
    return _plain(amount, section.pieces)


def show_general(number: float) -> str:
    """Return a number in the format General, where the column is wide enough: eleven characters at most.

    >>> show_general(123456789012.0), show_general(2.99999999999), show_general(1e-05), show_general(100000.0)
    ('1.23457E+11', '3', '1E-05', '100000')
    """
    amount = abs(number)
    sign = "-" if number < 0 else ""
    if amount and not 1e-4 <= amount < 1e11:
        mantissa, exponent = f"{amount:.5E}".split("E")
        return f"{sign}{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    decimals = max(10 - len(str(int(amount))), 0)
    shown = format(_EXACT.quantize(Decimal(f"{amount:.15g}"), Decimal(1).scaleb(-decimals)), "f")
    return sign + (shown.rstrip("0").rstrip(".") if decimals else shown)


def _with_general(number: float, section: Section) -> str:
    return "".join(show_general(number) if piece.kind is Kind.GENERAL else piece.text for piece in section.pieces)


def _plain(amount: Decimal, pieces: Sequence[Piece]) -> str:
    """Return a number in its places: whole ones before the point, decimals behind it."""
    places = [index for index, piece in enumerate(pieces) if piece.kind is Kind.DIGIT]
    point = next((index for index, piece in enumerate(pieces) if piece.kind is Kind.POINT), len(pieces))
    whole, decimals = [i for i in places if i < point], [i for i in places if i > point]
    scaling = set(_scaling(pieces, whole, decimals))
    percent = sum(piece.kind is Kind.PERCENT for piece in pieces)
    amount = _EXACT.scaleb(amount, 2 * percent - 3 * len(scaling))
    digits, _, behind = format(_EXACT.quantize(amount, Decimal(1).scaleb(-len(decimals))), "f").partition(".")
    grouped = any(
        piece.kind is Kind.COMMA and whole and whole[0] < index < whole[-1] for index, piece in enumerate(pieces)
    )
    shown = dict(zip(whole, _whole(digits, [pieces[i].text for i in whole], grouped), strict=True))
    shown |= dict(zip(decimals, _decimals(behind, [pieces[i].text for i in decimals]), strict=True))
    if not whole and point < len(pieces) and digits != "0":
        shown[point] = f"{digits}."
    return "".join(
        shown.get(i, "" if piece.kind is Kind.COMMA and places else piece.text) for i, piece in enumerate(pieces)
    )


def _scaling(pieces: Sequence[Piece], whole: list[int], decimals: list[int]) -> Iterator[int]:
    """Yield the commas right behind the last whole place, or the last decimal: each divides by a thousand."""
    for last in {max(part) for part in (whole, decimals) if part}:
        for index in range(last + 1, len(pieces)):
            if pieces[index].kind is not Kind.COMMA:
                break
            yield index


def _whole(digits: str, places: list[str], grouped: bool) -> list[str]:
    """Return what each whole place shows; the first one shows all digits that have no place of their own."""
    if not places:
        return []
    digits = "" if digits == "0" else digits
    surplus = max(len(digits) - len(places), 0)
    own = zip(digits[surplus:].rjust(len(places)), places, strict=True)
    shown = [_EMPTY[place] if digit == " " else digit for digit, place in own]
    shown[0] = digits[:surplus] + shown[0]
    return _grouped(shown) if grouped else shown


def _grouped(shown: list[str]) -> list[str]:
    """Return digits with a comma in front of each third one but the last, from behind."""
    left = sum(map(len, shown))
    result = []
    for text in shown:
        letters = []
        for letter in text:
            left -= 1
            comma = "," if letter.isdigit() else letter
            letters.append(letter + comma if left and left % 3 == 0 else letter)
        result.append("".join(letters))
    return result


def _decimals(digits: str, places: list[str]) -> Iterator[str]:
    significant = len(digits.rstrip("0"))
    for index, place in enumerate(places):
        yield digits[index] if index < significant else _EMPTY[place]


def _scientific(amount: Decimal, pieces: Sequence[Piece]) -> str | None:
    """Return a number as a mantissa, whose whole places say of what its power of ten is a multiple."""
    amount = _EXACT.scaleb(amount, 2 * sum(piece.kind is Kind.PERCENT for piece in pieces))
    pieces = [piece._replace(kind=Kind.LITERAL) if piece.kind is Kind.PERCENT else piece for piece in pieces]
    power = next(index for index, piece in enumerate(pieces) if piece.kind is Kind.POWER)
    mantissa, behind = pieces[:power], pieces[power + 1 :]
    before_point = [piece for piece in mantissa if piece.kind in (Kind.DIGIT, Kind.POINT)]
    whole = next((i for i, piece in enumerate(before_point) if piece.kind is Kind.POINT), len(before_point))
    decimals = sum(piece.kind is Kind.DIGIT for piece in before_point[whole:])
    if not before_point or any(piece.kind is Kind.POWER for piece in behind):
        return None
    step = max(whole, 1)
    exponent = amount.adjusted() // step * step if amount else 0
    rounded = _EXACT.quantize(_EXACT.scaleb(amount, -exponent), Decimal(1).scaleb(-decimals))
    if rounded.adjusted() >= step:
        exponent += step
        rounded = _EXACT.quantize(_EXACT.scaleb(amount, -exponent), Decimal(1).scaleb(-decimals))
    sign = "-" if exponent < 0 else pieces[power].text[1].replace("-", "")
    return f"{_plain(rounded, mantissa)}E{sign}{_plain(Decimal(abs(exponent)), behind)}"


def _fraction(number: float, pieces: Sequence[Piece]) -> str | None:
    """Return a number as a fraction, with its whole part before it where there is a place for that."""
    slash = next(index for index, piece in enumerate(pieces) if piece.kind is Kind.SLASH)
    top, below = _run(pieces[:slash][::-1])[::-1], _run(pieces[slash + 1 :])
    whole_part, rest = pieces[: slash - len(top)], pieces[slash + 1 + len(below) :]
    if not top or not 0 < len(below) <= _LONGEST_DENOMINATOR or not _only_places(pieces, slash):
        return None
    has_whole = any(piece.kind is Kind.DIGIT for piece in whole_part)
    parts = _parts(number, "".join(piece.text for piece in below), has_whole)
    if parts is None:
        return None
    whole, above, under = parts
    shown = "".join(_whole(str(above), [piece.text for piece in top], grouped=False))
    line = f"{shown if has_whole or above else shown[:-1] + '0'}/{str(under).ljust(len(below))}"
    before = _plain(Decimal(whole), whole_part)
    if has_whole and not above and not shown.strip():
        before, line = before if whole else f"{before.strip()}0", " " * len(line)
    return before + line + _plain(Decimal(), rest)


def _parts(number: float, below: str, has_whole: bool) -> tuple[int, int, int] | None:
    """Return the whole part, and what is above and below the line. below: the places there, or a given number."""
    exact = Fraction(number)
    whole = int(exact) if has_whole else 0
    if not below.strip("0#?"):
        near = (exact - whole).limit_denominator(10 ** len(below) - 1)
        above, under = near.numerator, near.denominator
    elif below.isdecimal():
        under = int(below)
        above = int(_EXACT.quantize(Decimal(f"{float((exact - whole) * under):.15g}"), Decimal(1)))
    else:
        return None
    return (whole + 1, 0, under) if has_whole and above == under else (whole, above, under)


def _run(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the places at the start of some pieces, and the figures of a denominator that is given."""
    rest = list(dropwhile(lambda piece: piece.kind in (Kind.DIGIT, Kind.NUMBER), pieces))
    return list(pieces[: len(pieces) - len(rest)])


def _only_places(pieces: Sequence[Piece], slash: int) -> bool:
    kinds = {piece.kind for index, piece in enumerate(pieces) if index != slash}
    return kinds <= {Kind.DIGIT, Kind.NUMBER, Kind.LITERAL}
