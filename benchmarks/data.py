"""The workbooks of the benchmark, the same each time: 1 % of the cells wrong, each of the six rules among them.

A list of its wrong cells goes with each workbook, for no contender to be checked by another.
"""

import json
import random
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from .form import COLUMNS, DUE, FIRST_ROW, HEADER_ROW, HOLDS, NAMES, NUMBERS, SHEET, UNIQUE, WHEN, Cell

Row = dict[str, Any]

_SEED = 111
_SERVICES = "表A-2-輔導教師-2_相關服務"
_TITLE = "[111-10] 虛構高中輔導教師工作成果"
_SERVICE_HEADERS = ("教師編碼", "身分", "服務項目", "其他說明", "對象", "服務人次(男)", "服務人次(女)")
_SERVICE = ("T001", 1, 2, 0, 8, 12, 15)


def build(path: Path, rows: int, *, wrong_rows: bool = False, seed: int = _SEED) -> Path:
    """Write a workbook of plain rows, such as programs export. wrong_rows: one wrong cell in 1 % of the rows."""
    import xlsxwriter

    made, wrong = _spoiled(rows, seed, wrong_rows)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write(0, 0, _TITLE)
        sheet.write_row(HEADER_ROW - 1, 0, [column.header for column in COLUMNS])
        sheet.write(HEADER_ROW, 0, "學校自行編定")
        for number, row in enumerate(made, FIRST_ROW - 1):
            sheet.write_row(number, 0, row.values())
        services = book.add_worksheet(_SERVICES)
        services.write(0, 0, _TITLE)
        services.write_row(1, 0, _SERVICE_HEADERS)
        services.write_row(4, 0, _SERVICE)
    return _noted(path, wrong)


def fill_in(path: Path, rows: int, seed: int = _SEED) -> Path:
    """Write a workbook as a teacher sends it: the form with its dropdowns and instructions, filled in."""
    import openpyxl

    from cgs_validate import load_spec
    from cgs_validate.templates.workbook import build_template

    made, wrong = _spoiled(rows, seed, False)
    book = openpyxl.load_workbook(BytesIO(build_template(load_spec("cgs/111"))))
    for name in (SHEET, _SERVICES):
        book[name]["A1"] = _TITLE
    for number, column in enumerate(COLUMNS, 1):
        book[SHEET].cell(HEADER_ROW, number, column.header)
        for index, row in enumerate(made, FIRST_ROW):
            book[SHEET].cell(index, number, row[column.name])
    for number, value in enumerate(_SERVICE, 1):
        book[_SERVICES].cell(5, number, value)
    book.save(path)
    return _noted(path, wrong)


def wrong_cells(path: Path) -> set[Cell]:
    """Return the cells of a workbook that are wrong."""
    return {(row, column) for row, column in json.loads(path.with_suffix(".json").read_text())}


def _noted(path: Path, wrong: set[Cell]) -> Path:
    path.with_suffix(".json").write_text(json.dumps(sorted(wrong)))
    return path


def _spoiled(count: int, seed: int, by_rows: bool) -> tuple[list[Row], set[Cell]]:
    """Return rows of which 1 % of the cells, or one cell in 1 % of the rows, are wrong; and which."""
    chance = random.Random(seed)
    rows = [_right(number, chance) for number in range(count)]
    cells = count if by_rows else count * len(COLUMNS)
    spoil = list(_spoilers())
    odd = range(1, count, 2)  # so that the row above is right, whose key may be repeated
    wrong = set()
    for turn, index in enumerate(chance.sample(odd, min(max(cells // 100, len(spoil)), len(odd)))):
        name = spoil[turn % len(spoil)](rows, index, chance)
        wrong.add((FIRST_ROW + index, NUMBERS[name]))
    return rows, wrong


def _right(number: int, chance: random.Random) -> Row:
    new = chance.random() < 0.3
    main = chance.randint(1, 19)
    secondary = chance.choice([code for code in range(20) if code != main])
    values = (
        f"T{chance.randint(1, 40):03}",
        chance.randint(1, 2),
        f"S{number + 1:06}",
        chance.randint(10, 12),
        chance.choice("男女"),
        chance.randint(0, 13),
        chance.randint(1, 7) if new else 0,
        1 if new else 2,
        chance.randint(1, 4),
        main,
        "適應環境" if main == HOLDS else 0,
        secondary,
        "親友來訪" if secondary == HOLDS else 0,
        chance.randint(1, 60),
        chance.randint(0, 999),
        chance.randint(0, 999),
    )
    return dict(zip(NAMES, values, strict=True))


def _spoilers() -> Iterator[Callable[[list[Row], int, random.Random], str]]:
    """Yield for each rule what breaks it in a row, with the column."""

    def put(value: Any, fits: Callable[[Any], object]) -> Callable[[list[Row], int, random.Random], str]:
        names = [column.name for column in COLUMNS if fits(column)]

        def spoil(rows: list[Row], index: int, chance: random.Random) -> str:
            name = chance.choice(names)
            rows[index][name] = value
            return name

        return spoil

    def note_missing(rows: list[Row], index: int, _: random.Random) -> str:
        rows[index].update({WHEN: HOLDS, DUE: None})
        return DUE

    def key_again(rows: list[Row], index: int, _: random.Random) -> str:
        rows[index][UNIQUE] = rows[index - 1][UNIQUE]
        return UNIQUE

    yield put(None, lambda column: column.required)
    yield put(99, lambda column: column.allowed and isinstance(column.allowed[0], int))
    yield put("X1", lambda column: column.regex)
    yield put(1_000, lambda column: column.range)
    yield note_missing
    yield key_again
