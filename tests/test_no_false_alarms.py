"""Right answers as schools give them, 300 rows a file: no cell gets a colour, and few rows a hint."""

import random
from collections.abc import Callable

import pytest
from workbooks import case, service, workbook

from cgs_validate import validate

ANIMALS = (
    "白兔",
    "石虎",
    "藍鵲",
    "黃鶯",
    "金魚",
    "馬",
    "熊貓",
    "白鷺鷥",
    "梅花鹿",
    "金牛座",
    "葉子",
    "柳丁",
    "康乃馨",
    "向日葵",
    "白雲",
    "江河",
    "夏天",
    "史努比",
)
CODES: dict[str, Callable[[int], str]] = {
    "a letter and a number": lambda number: f"S{number:03}",
    "a year and a number": lambda number: f"111-{number:04}",
    "a long number": lambda number: f"1110{number:05}",
    "a letter and nine digits": lambda number: f"S1110{number:05}",
    "a programme": lambda number: (
        f"{('高關懷', '方案', '個案', '甲生', '小明星計畫', '高風險', '石頭')[number % 7]}{number}"
    ),
    "an animal": lambda number: f"{ANIMALS[number % len(ANIMALS)]}{number}",
    "a class": lambda number: f"高{'一二三'[number % 3]}{'忠孝仁愛'[number % 4]}-{number}",
    "small letters": lambda number: f"{'abcdefgh'[number % 8]}.{number}",
}
TARGETS = {3: [14], 4: [13], 11: [10, 11, 12]}  # the others may be for anyone


def rows(code: Callable[[int], str]) -> list[list[object]]:
    draw = random.Random(17)
    found = []
    for number in range(1, 301):
        new, main = draw.random() < 0.2, draw.randint(1, 19)
        second = draw.choice([0, 0, *(each for each in range(1, 19) if each != main)])
        found.append(
            case(
                A=f"T{number % 4 + 1:02}",
                B=(1, 2, 3, 4)[number % 4],
                C=code(number),
                D=draw.choice([10, 11, 12]),
                E=draw.choice("男女"),
                F=draw.choice([0, 0, 0, 9, 11]),
                G=draw.choice(["1", "2,5", 3]) if new else 0,
                H=1 if new else 2,
                I=draw.choice([2, 2, 2, 3]),
                J=main,
                K=draw.choice(["喪親調適", "打工與課業的安排"]) if main == 19 else 0,
                L=second,
                M=0,
                N=draw.choice([0, 0, 1, 1, 2, 3, 4, 8, 31]),
            )
        )
    return found


def services() -> list[list[object]]:
    draw = random.Random(17)
    items = [draw.randint(1, 16) for _ in range(120)]
    return [
        service(A="T01", B=1, C=item, D=0, E=draw.choice(TARGETS.get(item, range(10, 16))), F=draw.choice([0, 4, 300]))
        for item in items
    ]


@pytest.mark.parametrize("kind", CODES)
def test_right_answers_get_no_colour_and_few_hints(kind: str) -> None:
    data = workbook(rows(CODES[kind]), services(), school="虛構高級中學")
    report = validate(data, "cgs/111")
    assert report.annotations == ()
    assert len(report.findings) <= 6, {finding.code for finding in report.findings}
