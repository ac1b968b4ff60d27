"""The form of the benchmark: 當月個案 of ``cgs/111`` with two columns more, and the six rules that all check.

``specs/bench/1.yaml`` says the same for our side; all contenders must find the same cells.
"""

from dataclasses import dataclass

Cell = tuple[int, int]  # row and column, from 1

HEADER_ROW, FIRST_ROW = 3, 6
SHEET = "表A-1-輔導教師-1_當月個案"


@dataclass(frozen=True)
class Column:
    """A column with its value rules: an enumeration, a regular expression, or a range of integers, or none."""

    name: str
    header: str
    allowed: tuple[int | str, ...] = ()
    regex: str = ""
    range: tuple[int, int] | None = None
    required: bool = True


COLUMNS = (
    Column("teacher_code", "教師編碼", regex="T[0-9]{3}"),
    Column("identity", "身分", allowed=(1, 2, 3, 4)),
    Column("student_code", "學生代號", regex="S[0-9]{6}"),
    Column("student_grade", "學生年級", range=(1, 12)),
    Column("student_sex", "學生性別", allowed=("男", "女")),
    Column("student_status", "學生身分", allowed=tuple(range(14))),
    Column("case_source", "個案來源", allowed=tuple(range(8))),
    Column("counselling_state", "輔導概況", allowed=(1, 2)),
    Column("referral", "轉介概況", allowed=(1, 2, 3, 4)),
    Column("category_main", "個案類別(主)", allowed=tuple(range(1, 20))),
    Column("category_main_note", "個案類別(主)其他說明", required=False),
    Column("category_secondary", "個案類別(副)", allowed=tuple(range(20))),
    Column("category_secondary_note", "個案類別(副)其他說明", required=False),
    Column("sessions", "當月晤談累積次數（人次)", range=(0, 60)),
    Column("count_male", "服務人次(男)", range=(0, 999)),
    Column("count_female", "服務人次(女)", range=(0, 999)),
)
NAMES = [column.name for column in COLUMNS]
NUMBERS = {name: number for number, name in enumerate(NAMES, 1)}

UNIQUE = "student_code"
DUE, WHEN, HOLDS = "category_main_note", "category_main", 19  # the note is due when the category is 19.其他
