"""Marks whose memory is gone: known by their wording, removed or replaced, and nothing of the teacher's with them."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lost_memory import BOTH, LOST, MARKED, edited, marked, noted, without
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from workbooks import case, workbook

from cgs_validate import load_spec, mark, unmark, validate
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands.cli import group
from cgs_validate.marking.own_notes import _kind, our_lines
from cgs_validate.spec.examples import load_example, load_examples
from cgs_validate.spec.library import spec_files_by_id
from cgs_validate.templates.workbook import build_template

TEACHER = "下週轉介，先聯絡家長"


def notes(data: bytes) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for cell in noted(openpyxl.load_workbook(io.BytesIO(data)))}


def painted(data: bytes) -> dict[str, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = (cell for row in sheet.iter_rows(min_row=6) for cell in row)
    return {cell.coordinate: cell.fill.fgColor.rgb.upper() for cell in cells if cell.fill.fill_type == "solid"}


FRESH_NOTES, FRESH_FILLS = notes(marked()), painted(marked())


@pytest.mark.parametrize("way", LOST)
def test_marks_are_removed(way: str) -> None:
    data = LOST[way]()
    done = unmark(data, target := io.BytesIO())
    assert (notes(target.getvalue()), painted(target.getvalue())) == ({}, {})
    assert (done.cells, done.lost) == (4 if way == "moved to a marked book" else 3, [])
    assert [place.rpartition(" ")[2] for place in done.without_fill] == sorted(MARKED, key=lambda at: (at[1:], at))


@pytest.mark.parametrize("way", LOST)
def test_marks_are_replaced_and_never_doubled(way: str) -> None:
    data = LOST[way]()
    again = marked(data)
    assert notes(again) == FRESH_NOTES
    assert painted(again) == FRESH_FILLS
    assert notes(marked(again)) == FRESH_NOTES
    unmark(again, target := io.BytesIO())
    assert (notes(target.getvalue()), painted(target.getvalue())) == ({}, {})


def test_what_was_put_right_since_is_plain() -> None:
    data = edited(marked(), without(*BOTH, by=""))
    right = edited(data, lambda book: setattr(book.worksheets[0]["D6"], "value", 11))
    report = validate(right)
    done = mark(right, report, target := io.BytesIO())
    assert set(notes(target.getvalue())) == {"E6", "D7"} == set(painted(target.getvalue()))
    assert len(done.without_fill) == 3


def with_teachers(text: str, cell: str = "D6", author: str = "輔導組") -> bytes:
    """Return a workbook without memory, with a note of the teacher's: ours is where ``{}`` is."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        ours = sheet[cell].comment.text if sheet[cell].comment else ""
        without(*BOTH, by="")(book)
        sheet[cell].comment = Comment(text.replace("{}", ours), author)

    return edited(marked(), edit)


TEACHERS = {
    "above": (f"{TEACHER}\n{{}}", TEACHER),
    "below": (f"{{}}\n{TEACHER}", TEACHER),
    "below, a sentence": (f"{{}}\n{TEACHER}。", f"{TEACHER}。"),
    "below, after a blank line": (f"{{}}\n\n{TEACHER}", TEACHER),
    "above and below": (f"{TEACHER}\n{{}}\n請導師協助", f"{TEACHER}\n請導師協助"),
    "above, with our brackets": (f"【未填寫】{TEACHER}\n{{}}", f"【未填寫】{TEACHER}"),
    "above, as we write": ("【未填寫】\n學生說下週補。\n{}", "【未填寫】\n學生說下週補。"),
    "below, two lines": ("{}\n請導師協助。\n再約家長。", "請導師協助。\n再約家長。"),
}


CHANGED = {"behind": "{}問過導師。", "in front": "問過導師：{}", "instead": "問過導師，是高一", "a mark": "{}！"}


@pytest.mark.parametrize("memory", [True, False])
@pytest.mark.parametrize("way", CHANGED)
def test_a_sentence_that_somebody_changed_stays(way: str, memory: bool) -> None:
    own = FRESH_NOTES["D6"].splitlines()[-1]
    changed = CHANGED[way].format(own)
    left = changed.removeprefix(own) if memory else changed

    def edit(book: openpyxl.Workbook) -> None:
        without(*(() if memory else BOTH))(book)
        cell = book.worksheets[0]["D6"]
        cell.comment = Comment(cell.comment.text.replace(own, changed), cell.comment.author)

    unmark(edited(marked(), edit), target := io.BytesIO())
    assert notes(target.getvalue()) == {"D6": left}


@pytest.mark.parametrize("author", ["輔導組", "", "cgs-validate 0"])
@pytest.mark.parametrize("way", TEACHERS)
def test_only_our_lines_go(way: str, author: str) -> None:
    text, left = TEACHERS[way]
    data = with_teachers(text, author=author)
    unmark(data, target := io.BytesIO())
    assert notes(target.getvalue()) == {"D6": left}
    assert painted(target.getvalue()) == {}
    again = notes(marked(data))
    assert again == FRESH_NOTES | {"D6": f"{left}\n{FRESH_NOTES['D6']}"}


FOREIGN = {
    "no sentence of ours": "【未填寫】\n學生說下週補",
    "a sentence of hers": "【未填寫】\n學生說下週補。",
    "only the head": "【資料有誤】",
    "quoted": "程式說【資料有誤】\n填的內容不在這一欄的選項裡。",
    "another head": "【請注意】\n這一格還沒有填。",
    "indented": "  【未填寫】\n這一格還沒有填。",
}


@pytest.mark.parametrize("way", FOREIGN)
@pytest.mark.parametrize("colour", ["", "FFFF00", "FF6666"])
def test_other_notes_and_colours_stay(way: str, colour: str) -> None:
    """Colours as ours, too: a teacher may paint a cell yellow herself.

    But not both at once, a colour and a sentence below our head, as another version of ours may have written them.
    """
    if way == "a sentence of hers":
        colour = "FF92D0"

    def edit(book: openpyxl.Workbook) -> None:
        cell = book.worksheets[0]["C8"]
        cell.comment = Comment(FOREIGN[way], "輔導組")
        if colour:
            cell.fill = PatternFill("solid", fgColor=f"FF{colour}")

    for data in (edited(workbook([case(), case(C="S002"), case(C="S003")]), edit), edited(LOST["no author"](), edit)):
        unmark(data, target := io.BytesIO())
        assert notes(target.getvalue()) == {"C8": FOREIGN[way]}
        assert painted(target.getvalue()) == ({"C8": f"FF{colour}"} if colour else {})
        assert notes(marked(data))["C8"] == FOREIGN[way]


OLDER = {
    "other sentences": "【未填寫】\n此格尚未填寫。\n請補上代碼。",
    "another head's words": "【資料有誤】 Falsch\nDer Wert steht nicht in der Liste.",
}


@pytest.mark.parametrize("way", OLDER)
@pytest.mark.parametrize("sign", ["author", "colour", "both"])
def test_notes_of_another_version(way: str, sign: str) -> None:
    author = "" if sign == "colour" else "cgs-validate 3"

    def edit(book: openpyxl.Workbook) -> None:
        cell = book.worksheets[0]["D8"]
        cell.comment = Comment(OLDER[way], author)
        if sign != "author":
            cell.fill = PatternFill("solid", fgColor="FFFF6666")

    data = edited(workbook([case(), case(C="S002"), case(C="S003")]), edit)
    done = unmark(data, target := io.BytesIO())
    assert (notes(target.getvalue()), painted(target.getvalue())) == ({}, {})
    assert (done.cells, len(done.without_fill)) == (1, sign != "author")


@pytest.mark.parametrize("hers", ["這一格我先空著。", "代碼請看填報說明。"])
@pytest.mark.parametrize("author", ["cgs-validate 3", "王老師", ""])
def test_a_sentence_that_is_not_ours_stays(author: str, hers: str) -> None:
    """Also below ours, where another version's hint might be: it may be the teacher's."""

    def edit(book: openpyxl.Workbook) -> None:
        ours = "【資料有誤】\n填的內容不在這一欄的選項裡。"
        book.worksheets[0]["D8"].comment = Comment(f"{ours}\n{hers}", author)

    unmark(edited(workbook([case(), case(C="S002"), case(C="S003")]), edit), target := io.BytesIO())
    assert notes(target.getvalue()) == {"D8": hers}


def test_the_list_is_enough_where_the_notes_are_gone() -> None:
    """But it has no colours for hints, nor for cells that have another one by now."""

    def edit(book: openpyxl.Workbook) -> None:
        without("_cgs_marks")(book)
        for cell in noted(book):
            cell.comment = None
        sheet = book.worksheets[0]
        sheet["E6"].fill = PatternFill("solid", fgColor="FF92D050")
        for cell in ("N8", "C8"):  # of which one has a hint
            sheet[cell].fill = PatternFill("solid", fgColor="FFFFFF00")

    data = edited(marked(workbook([case(D=99, E=None), case(C="S002", D=99), case(C="S003", N=99)])), edit)
    assert "N8" in {str(row[2]) for row in openpyxl.load_workbook(io.BytesIO(data))["檢核結果"].values}
    done = unmark(data, target := io.BytesIO())
    assert painted(target.getvalue()) == {"E6": "FF92D050", "N8": "FFFFFF00", "C8": "FFFFFF00"}
    assert [place.rpartition(" ")[2] for place in done.without_fill] == ["D6", "D7"]


def test_a_colour_that_somebody_gave_since_stays() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        without(*BOTH, by="")(book)
        book.worksheets[0]["D6"].fill = PatternFill("solid", fgColor="FF92D050")

    done = unmark(edited(marked(), edit), target := io.BytesIO())
    assert (done.cells, len(done.without_fill), done.lost) == (3, 2, [])
    assert (notes(target.getvalue()), painted(target.getvalue())) == ({}, {"D6": "FF92D050"})


@pytest.mark.parametrize("command", ["mark", "unmark"])
def test_the_commands_list_the_cells_whose_colour_is_unknown(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(LOST["no author"]())
    result = CliRunner().invoke(group, [command, str(tmp_path / "a.xlsx"), "--lang", "zh-TW"])
    line = next(line for line in result.stdout.splitlines() if "原來的底色沒辦法確定" in line)
    assert all(cell in line for cell in MARKED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_known(language: str) -> None:
    words = catalog(language)
    for code, rule in words.rules.items():
        for kind in ("message", "hint"):
            texts = rule[kind].values() if isinstance(rule[kind], dict) else [rule[kind]]
            for text in texts:
                assert _kind(re.sub(r"\{\w+\}", "3.家庭困擾、10.高一", text)), (code, text)
    hint = words.sentences["fix"].format(fix="3,10")
    says = words.sentences["form_says"].format(place="C4", quote="請填。代碼")
    assert (_kind(hint + says), _kind(f"{hint} {says}"), _kind(says)) == ("hint",) * 3
    assert _kind(f"問過導師{says}") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(filter(load_examples, spec_files_by_id())))
def test_every_note_that_we_write_is_known_whole(name: str, language: str) -> None:
    report = validate(build_template(load_spec(name), load_example(name, "errors")))
    words = catalog(language)
    found = {words.note(annotation) for annotation in report.annotations}
    assert len(found) > 3
    for text in found:
        for above in ("", f"{TEACHER}\n", "【備註】\n"):
            for below in ("", f"\n{TEACHER}", "\n\n明天再問。", "\n【備註】"):
                start = max(len(above) - 1, 0)
                assert our_lines(above + text + below, "", []) == slice(start, len(above) + len(text)), text


def test_a_long_note_costs_little() -> None:
    text = "【未填寫】\n" + "只有「是才能選" * 4_000
    assert our_lines(f"{text}\n" * 2, "", []) is None
