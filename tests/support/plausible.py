"""Forms of a few hundred rows as schools fill them in: everything is right, and nothing is as tidy as in an example.

Teachers and students have the codes that schools make up: with years, numbers, nicknames, plans. All are invented.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

_GRADES = {"elementary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
_CATEGORY_NOTES = (
    "適應環境",
    "手足相處",
    "新住民家庭適應",
    "校園活動",
    "考試焦慮(段考)",
    "寵物過世",
    "轉學適應",
    "宗教信仰",
)
_SERVICE_NOTES = ("校外參訪", "親職講座籌備", "輔導週活動", "生命教育影片欣賞", "認輔會議", "新生始業輔導")
TEACHERS = (
    ("T01", "T02", "T03"),
    ("專輔1", "專輔2", "兼輔1"),
    ("A", "B", "C"),
    ("1", "2", "3"),
    ("輔01", "輔02", "輔03"),
    ("101001", "101002", "101003"),
)
STUDENTS = (
    "S{n:03}",
    "{year}{n:03}",
    "{year}-{n:02}",
    "C{year}{n:02}",
    "高關懷{n}",
    "方案一-{n}",
    "個案{n}",
    "石頭{n}",
    "甲{n:02}",
    "{n}",
    "{year}學年{n}號",
    "小太陽{n}",
    "N{n:04}A",
    "認輔{n}",
    "S1110{n:05}",
    "{animal}{n}",
    "{programme}{n}",
    "{form}-{n}",
    "{letter}.{n}",
)
# Words that have a surname's character in front, or may be anything else.
_ANIMALS = [
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
]
_PROGRAMMES = ["高關懷", "方案", "個案", "甲生", "小明星計畫", "高風險", "石頭"]
# Whom a service is for: a student's grade, or the codes of adults.
_TARGETS: dict[int, tuple[int, ...]] = {3: (14,), 4: (13,), 5: (13, 14, 15), 9: (15,), 10: (13, 14, 15), 15: (13, 14)}


@dataclass(frozen=True)
class School:
    """How one school fills in the form: its stage, and the codes that it has made up."""

    stage: str
    students: str
    teachers: tuple[str, ...]
    figures_as_text: bool = False

    def case_rows(self, count: int) -> list[list[Any]]:
        random = Random(count)
        return [self._typed(self._case(random, number)) for number in range(1, count + 1)]

    def service_rows(self, count: int) -> list[list[Any]]:
        random = Random(count)
        return [self._typed(self._service(random)) for _ in range(count)]

    def _typed(self, row: list[Any]) -> list[Any]:
        return list(map(str, row)) if self.figures_as_text else row

    def _case(self, random: Random, number: int) -> list[Any]:
        new = random.random() < 0.2
        own_code = self.students.format(
            n=number,
            year=random.choice((109, 110, 111)),
            animal=random.choice(_ANIMALS),
            programme=random.choice(_PROGRAMMES),
            form=f"高{random.choice('一二三')}{random.choice('忠孝仁愛')}",
            letter=random.choice("abcdefgh"),
        )
        teacher = random.randrange(len(self.teachers))
        main, *others = random.sample(range(1, 20), 3)
        secondary = others[: random.choice((0, 0, 1, 2))]
        return [
            _figure(self.teachers[teacher]),
            min(teacher + 1, 2),
            _figure(own_code),
            random.choice(_GRADES[self.stage]),
            random.choice("男女"),
            random.choice((0, 0, 0, 0, 8, 9, 11)),
            ",".join(map(str, sorted(random.sample((1, 2, 3, 4, 5, 7), random.choice((1, 1, 2)))))) if new else 0,
            1 if new else 2,
            random.choice((1, 2, 2)) if new else random.choice((2, 2, 2, 3, 4)),
            main,
            random.choice(_CATEGORY_NOTES) if main == 19 else 0,
            ",".join(map(str, secondary)) or 0,
            random.choice(_CATEGORY_NOTES) if 19 in secondary else 0,
            random.choice((0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 8, 12, 31)),
        ]

    def _service(self, random: Random) -> list[Any]:
        teacher = random.randrange(len(self.teachers))
        item = random.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 9, 10, 11, 13, 14, 16, 17))
        target = random.choice(_TARGETS.get(item, tuple(_GRADES[self.stage])))
        most = 400 if item == 14 else 35 if item in (2, 6) else 9
        return [
            _figure(self.teachers[teacher]),
            min(teacher + 1, 2),
            item,
            random.choice(_SERVICE_NOTES) if item == 17 else 0,
            target,
            random.randint(0, most),
            random.randint(1, most),
        ]


def _figure(text: str) -> Any:
    """Excel stores a code of digits as a number."""
    return int(text) if text.isdecimal() and not text.startswith("0") else text
