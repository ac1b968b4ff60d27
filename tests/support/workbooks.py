"""Workbooks for tests: the published 111 template (docs/facts.md, P1), and the ways in which real ones differ.

Nothing here comes from the checker's own spec: the wording is that of the vendor's copy of the form. Pupils, teachers
and the school are invented.

Rows are small Markdown tables. A bare number is a number, nothing is a blank cell, ``"…"`` is text as JSON writes it
(``"3"``, ``"\\u200b"``), anything else is text as it is:

>>> table("| T01 | 3 | | 3,10 | \\"3\\" |")
[['T01', 3, None, '3,10', '3']]
"""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from cgs_validate import Finding, validate

SCHOOL = "測試國中"
MONTH = "111-10"

_IDENTITY = (
    "請依輔導人力身分選填: / 1.專任輔導教師 / 2.兼任輔導教師 / 3.合聘專任輔導教師-主聘學校 "
    "/ 4.合聘專任輔導教師-從聘學校 / "
    "填報提醒: / 為瞭解合聘專任輔導教師於主聘、從聘學校各自服務情形，請將主、從聘學校服務資料分開填報"
    "及分送各校窗口上傳系統。(主聘學校檔案身份選填3、從聘學校檔案身份選填4)"
)
_GRADES = (
    "1.一年級 / 2.二年級 / 3.三年級 / 4.四年級 / 5.五年級 / 6.六年級 / 7.七年級 / 8.八年級 / 9.九年級 "
    "/ 10.高一 / 11.高二 / 12.高三"
)
_CATEGORIES_TO_10 = (
    "1.人際困擾 / 2.師生關係 / 3.家庭困擾 / 4.自我探索 / 5.情緒困擾 / 6.生活壓力 / 7.創傷反應 / 8.自我傷害 "
    "/ 9.性別議題 / 10.脆弱家庭"
)
_CATEGORIES_FROM_11 = (
    "11.兒少保護議題 / 12.學習困擾 / 13.生涯輔導 / 14.偏差行為 / 15.網路沉迷 / 16.中離(輟)拒學 / 17.藥物濫用 "
    "/ 18.精神疾患 / 19.其他"
)


@dataclass(frozen=True)
class Form:
    """One sheet of the template: `` / `` is a line break, instructions are placed by area, row 1 the first."""

    name: str
    title: str
    groups: dict[str, str]
    headers: tuple[str, ...]
    instructions: dict[str, str]


CASES = Form(
    name="表A-1-輔導教師-1_當月個案",
    title=(
        "[{month}] {school}輔導教師工作成果(當月個案填報) / 本表填報為經輔導處（室）、辦理輔導業務單位專業評估後，"
        "開案進入介入性輔導之學生，一位學生填報一列，統計資料會以學生代號統計，所有欄位皆為必填，不可空白！"
    ),
    groups={"A:B": "輔導人力概況", "C:M": "學生資訊", "N:N": "學生個別輔導"},
    headers=(
        "教師編碼",
        "身分",
        "學生代號",
        "學生年級",
        "學生性別",
        "學生身分",
        "個案來源",
        "輔導概況",
        "轉介概況",
        "個案類別(主)",
        "個案類別(主) / 其他說明",
        "個案類別(副)",
        "個案類別(副) / 其他說明",
        "當月晤談累積次數 / （人次)",
    ),
    instructions={
        "A1:A2": "學校自行編定",
        "B1:B2": _IDENTITY,
        "C1:C2": "學校自行編定，每位學生請固定代號，請符合個人資料保護法相關規定，勿以學生個資、可辨識資料編碼",
        "D1:G1": "請依學生背景選填：",
        "H1:H2": "請依服務狀況選填: / 1.新案(本月新開案) / 2.舊案(已開案持續服務中)",
        "I1:I2": (
            "請依轉介情況選填: / 1.本月轉介輔諮中心 / 2.無轉介 / 3.已轉介輔諮中心且該中心持續服務中 "
            "/ 4.已轉介輔諮中心，該中心服務至本月結案"
        ),
        "J1:K1": (
            "19項個案類別定義請參閱「填報說明」分頁，請依專業評估選填開案服務學生當月輔導需求類別，(主)一欄請填主要類別，"
            "單選。 / 若主類別選填19.其他，請於「個案類別(主)其他說明」一欄摘述其他個案類別內容，若選填類別是1-18，"
            "此欄請填0。"
        ),
        "L1:M1": (
            "(副)一欄請填次要類別，最多填寫兩項。依據下列類別代號輸入，若為兩個選項，選項間以半形逗號分隔。 "
            "/ 例如可輸入3,10。若學生輔導議題無次要類別，(副）欄位填寫0。 / "
            "若次類別選填19.其他，請於「個案類別(副)其他說明」一欄"
            "摘述其他個案類別內容，若選填類別是1-18，此欄請填0。"
        ),
        "N1:N2": "輔導人員因應個案需求提供之專業服務。",
        "D2:D2": _GRADES,
        "E2:E2": "男、女",
        "F2:F2": (
            "0.以下皆非 / 1.智能障礙 / 2.視覺障礙 / 3.聽覺障礙 / 4.語言障礙 / 5.肢體障礙 / 6.腦性麻痺 / 7.身體病弱 "
            "/ 8.情緒行為障礙 / 9.學習障礙 / 10.多重障礙 / 11.自閉症 / 12.發展遲緩 / 13.其他障礙"
        ),
        "G2:G2": (
            "本欄僅新案填寫，非新案該欄填寫0；本欄可複選。 / 1.學生主動求助 / 2.家長轉介 / 3.教師轉介（含教職員工）」 "
            "/ 4.同儕轉介 / 5.輔導老師約談 / 6.線上預約管道 / （僅限高中階段） / 7.其他"
        ),
        "J2:J2": _CATEGORIES_TO_10,
        "K2:K2": _CATEGORIES_FROM_11,
        "L2:L2": _CATEGORIES_TO_10,
        "M2:M2": _CATEGORIES_FROM_11,
    },
)

SERVICES = Form(
    name="表A-2-輔導教師-2_相關服務",
    title="[{month}] {school}輔導教師工作成果(相關服務填報) / (所有欄位皆為必填，不可空白！)",
    groups={},
    headers=("教師編碼", "身分", "服務項目", "其他說明", "對象", "服務人次(男)", "服務人次(女)"),
    instructions={
        "A1:A2": "學校自行編訂",
        "B1:B2": _IDENTITY,
        "C1:C1": (
            "本表填報開案個案、諮詢案的各項輔導服務概況，15項服務項目定義請參閱「填報說明」分頁，"
            "請依據以下項目代號輸入。 / 例如P02.入班輔導，請輸入2，依此類推。"
        ),
        "D1:D1": "若服務項目選填17.其他，此欄請摘述其他服務項目內容，若服務項目選填1-16，此欄請填0。",
        "E1:E1": "依該項服務提供對象分列選填，一種對象填寫一列，單選。對象類別如下：",
        "F1:G2": "服務人次(男)或服務人次(女) / ：若為0人，請輸入0。",
        "C2:C2": (
            "1.團體輔導 / 2.入班輔導 / 3.家長諮詢 / 4.教師諮詢 / 5.個案會議 / 6.心理測驗 / 7.安心服務 / 8.家庭處遇 "
            "/ 9.資源連結 / 10.系統會談"
        ),
        "D2:D2": ("11.學生諮詢 / 12.臨案協處 / 13.方案計畫 / 14.各項宣講 / 15.危機處理 / 16.轉銜輔導 / 17.其他"),
        "E2:E2": _GRADES + " / 13.教職員 / 14.家長 / 15.專業人員",
    },
)


def table(text: str) -> list[list[Any]]:
    """Return the rows of a small Markdown table; a line of ``-`` parts off a header, which is left out."""
    rows = [[_cell(part.strip()) for part in line.strip()[1:-1].split("|")] for line in text.strip().splitlines()]
    parted = len(rows) > 1 and all(isinstance(cell, str) and set(cell) == {"-"} for cell in rows[1])
    return rows[2:] if parted else rows


def _cell(text: str) -> Any:
    if not text:
        return None
    return json.loads(text) if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?|\".*\"", text) else text


RIGHT_CASES = table("""
    | 教師 | 身分 | 學生 | 年級 | 性別 | 學生身分 | 來源 | 概況 | 轉介 | 主 | 說明     | 副   | 說明     | 次數 |
    |------|------|------|------|------|----------|------|------|------|----|----------|------|----------|------|
    | T01  | 1    | S001 | 8    | 女   | 0        | 1,3  | 1    | 2    | 3  | 0        | 0    | 0        | 4    |
    | T01  | 1    | S002 | 9    | 男   | 11       | 0    | 2    | 3    | 19 | 適應環境 | 5,12 | 0        | 2    |
    | T02  | 2    | S003 | 7    | 女   | 0        | 7    | 1    | 1    | 1  | 0        | 19   | 親友來訪 | 1    |
""")
RIGHT_SERVICES = table("""
    | 教師 | 身分 | 服務項目 | 其他說明 | 對象 | 男 | 女 |
    |------|------|----------|----------|------|----|----|
    | T01  | 1    | 2        | 0        | 8    | 12 | 15 |
    | T02  | 2    | 17       | 校外參訪 | 14   | 0  | 1  |
""")


def case(**changes: Any) -> list[Any]:
    """Return a right row of 當月個案 with some columns changed, by their letters in the form: ``case(D=10, G=6)``."""
    return _changed(RIGHT_CASES[0], changes)


def service(**changes: Any) -> list[Any]:
    """Return a right row of 相關服務 with some columns changed."""
    return _changed(RIGHT_SERVICES[0], changes)


def _changed(row: list[Any], changes: dict[str, Any]) -> list[Any]:
    return [changes.get(get_column_letter(number), value) for number, value in enumerate(row, 1)]


@dataclass
class Page:
    """A sheet to be written. ``first_row``: the first row of data; ``letters``: the columns of the form."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    hidden: bool = False
    first_row: int = 1
    header_row: int = 0
    letters: dict[str, str] = field(default_factory=dict)

    def at(self, column: str, row: int = 0) -> str:
        """Return the address of the form's column in a row of data, counted from 0."""
        return f"{self.letters[column]}{self.first_row + row}"


def plain_page(name: str, rows: Iterable[Sequence[Any]], *, hidden: bool = False) -> Page:
    """Return a sheet with nothing but rows."""
    cells = {(row, column): value for row, line in enumerate(rows, 1) for column, value in enumerate(line, 1)}
    return Page(name, cells, hidden=hidden)


def form_page(
    form: Form,
    rows: Iterable[Sequence[Any] | None],
    *,
    name: str | None = None,
    above: Sequence[str | None] = (),
    title: str | None = None,
    month: str = MONTH,
    school: str = SCHOOL,
    title_row: bool = True,
    groups: bool = True,
    columns: Iterable[str] | None = None,
    headers: dict[str, str] | None = None,
    header_rows: int = 1,
    spell: Callable[[str], str] = str,
    instructions: Sequence[int] = (1, 2),
    merges: Sequence[str] = (),
    hidden: bool = False,
) -> Page:
    """Return a sheet in the published layout, or with what is asked for.

    rows: by the columns of the form; None is a blank row. above: texts of rows on top of all. columns: letters of the
    form in this order; anything longer is the header of a column of one's own. headers: other words by letter.
    header_rows: over how many rows each header cell is merged. spell: how headers and instructions are written.
    instructions: which rows of them are there. merges: areas besides those of the form.
    """
    own = columns is not None
    order = list(columns) if columns is not None else [get_column_letter(n) for n in range(1, len(form.headers) + 1)]
    page = Page(name or form.name, hidden=hidden)
    page.letters = {column: get_column_letter(number) for number, column in enumerate(order, 1) if len(column) == 1}
    row = 1
    for text in above:
        page.cells[row, 1] = text
        row += 1
    if title_row:
        page.cells[row, 1] = (title or form.title).format(month=month, school=school).replace(" / ", "\n")
        page.merges.append(f"A{row}:{get_column_letter(len(order))}{row}")
        row += 1
    if groups and form.groups and not own:
        for area, text in form.groups.items():
            _place(page, re.sub(r"\b([A-Z])\b", rf"\g<1>{row}", area), text)
        row += 1
    page.header_row = row
    for number, column in enumerate(order, 1):
        text = form.headers[ord(column) - 65] if len(column) == 1 else column
        letter = get_column_letter(number)
        _place(page, f"{letter}{row}:{letter}{row + header_rows - 1}", (headers or {}).get(column, spell(text)))
    row += header_rows
    for area, text in form.instructions.items():
        left, top, right, bottom = range_boundaries(area)
        written_rows = [row + instructions.index(edge) for edge in (top, bottom) if edge in instructions]
        if written_rows and own and get_column_letter(left) in page.letters:
            _place(page, f"{page.letters[get_column_letter(left)]}{written_rows[0]}", spell(text))
        elif written_rows and not own:
            corners = get_column_letter(left), written_rows[0], get_column_letter(right), written_rows[-1]
            _place(page, "{}{}:{}{}".format(*corners), spell(text))
    row += len(instructions)
    page.first_row = row
    for index, values in enumerate(rows):
        for number, column in enumerate(order, 1):
            position = ord(column) - 65 if len(column) == 1 else None
            if values is not None:
                page.cells[row + index, number] = "自己的備註" if position is None else values[position]
    page.merges += merges
    return page


def _place(page: Page, area: str, text: str) -> None:
    left, top, right, bottom = range_boundaries(area)
    page.cells[top, left] = text.replace(" / ", "\n")
    if (left, top) != (right, bottom):
        page.merges.append(area)


def by_openpyxl(pages: Iterable[Page], edit: Callable[[Workbook], object] | None = None) -> bytes:
    """Return the workbook that openpyxl writes. edit: what else is to be done to it, such as styles."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
        for (row, column), value in page.cells.items():
            if value is not None:
                cell = sheet.cell(row, column, value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
        for area in page.merges:
            sheet.merge_cells(area)
    if edit:
        edit(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def by_xlsxwriter(
    pages: Iterable[Page],
    edit: Callable[[xlsxwriter.Workbook], object] | None = None,
    options: dict[str, Any] | None = None,
) -> bytes:
    """Return the workbook that XlsxWriter writes, with options of its own."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            if page.hidden:
                sheet.hide()
            for area in page.merges:
                sheet.merge_range(area, "")
            for (row, column), value in page.cells.items():
                place = (row - 1, column - 1)
                if isinstance(value, date):
                    sheet.write_datetime(*place, value, day)
                elif isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(*place, "=NA()", None, value)
                elif isinstance(value, str):
                    sheet.write_string(*place, value)
                elif value is not None:
                    sheet.write(*place, value)
        if edit:
            edit(book)
    return target.getvalue()


def workbook(
    cases: Iterable[Sequence[Any] | None] = RIGHT_CASES,
    services: Iterable[Sequence[Any] | None] = RIGHT_SERVICES,
    *,
    in_cases: dict[str, Any] | None = None,
    in_services: dict[str, Any] | None = None,
    more: Iterable[Page] = (),
    edit: Callable[[Any], object] | None = None,
    write: Callable[..., bytes] = by_openpyxl,
    **in_both: Any,
) -> bytes:
    """Return a workbook of the template: rows of both sheets, and variations of ``form_page`` for one or both."""
    pages = [
        form_page(CASES, cases, **{**in_both, **(in_cases or {})}),
        form_page(SERVICES, services, **{**in_both, **(in_services or {})}),
    ]
    return write([*pages, *more], edit)


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with a piece of one part's XML replaced; it must be there."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                text = content.decode().replace("<v />", "<v></v>")  # openpyxl without lxml, and with it
                assert old in text, f"{old} is not in {part}"
                content = text.replace(old, new).encode()
            copy.writestr(entry.filename, content)
    return target.getvalue()


def findings(data: bytes, **options: Any) -> tuple[Finding, ...]:
    """Return what is found in a workbook of the 111 template; grades of several stages only where one is given."""
    every = validate(data, **{"spec": "cgs/111", **options}).findings
    return tuple(finding for finding in every if finding.code != "stage" or "stage" in options)


def found(data: bytes, **options: Any) -> list[str]:
    """Return what is found as lines such as ``error 當月個案 G6 allowed``, sorted."""
    return sorted(map(line, findings(data, **options)))


def line(finding: Finding) -> str:
    """Return a finding as one line; of a sheet's name only the part that counts, ``-`` for what has no place."""
    sheet, cell = "".join((finding.place.sheet or "-").split()), finding.place.cell or "-"
    part = next((part for part in ("當月個案", "相關服務") if part in sheet), sheet)
    return f"{finding.severity} {part} {cell} {finding.code}"


def lines(text: str) -> list[str]:
    """Return the lines of an expectation, sorted as ``found`` sorts; semicolons and line breaks part them."""
    return sorted(" ".join(part.split()) for part in re.split(r"[\n;]", text) if part.strip())


def convert(files: Sequence[Path], to: str, profile: Path) -> list[Path]:
    """Return the files as LibreOffice converts them, all in one call. Fails where LibreOffice is missing."""
    folder = files[0].parent / f"as-{to}"
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", to]
    run = subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)], capture_output=True, text=True, timeout=120, check=False
    )
    made = [folder / f"{file.stem}.{to}" for file in files]
    assert all(file.exists() for file in made), f"soffice converted nothing: {run.stdout}{run.stderr}"
    return made
