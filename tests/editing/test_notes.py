"""Notes of a sheet, whose part is edited only where it is as it should be."""

from time import process_time

import pytest

from cgs_validate.editing.note_boxes import ShapeBlocks
from cgs_validate.editing.notes import NotesEditor
from cgs_validate.errors import ReadError
from cgs_validate.ooxml.parts import MAIN, STRICT_MAIN

PART = "xl/comments1.xml"
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OTHER = 'xmlns:o="urn:other"'
AUTHORS = "<authors><author>老師</author></authors>"
TEXT = "<text><r><rPr><b/></rPr><t>轉介</t></r><rPh><t>ㄓㄨㄢ</t></rPh><phoneticPr/></text>"


def listed(*comments: str) -> str:
    return f"<commentList>{''.join(comments)}</commentList>"


def comment(inside: str = TEXT) -> str:
    return f'<comment ref="B3" authorId="0">{inside}</comment>'


def editor(root: str, namespace: str = MAIN) -> NotesEditor:
    return NotesEditor(
        f'<comments xmlns="{namespace}" xmlns:p="{namespace}" {OTHER}>{root}</comments>'.encode(), PART, ShapeBlocks([])
    )


@pytest.mark.parametrize(
    "root",
    [
        AUTHORS + listed(comment()),
        AUTHORS + listed(comment()) + '<extLst><ext uri="a"><o:list>1</o:list></ext></extLst>',
        AUTHORS + listed(comment(TEXT + "<commentPr><anchor/></commentPr><extLst/>")),
        AUTHORS
        + listed(
            comment(
                f"{TEXT}<mc:AlternateContent {COMPATIBLE}><mc:Choice><commentPr/></mc:Choice></mc:AlternateContent>"
            )
        ),
        AUTHORS + "<p:commentList>" + comment() + "</p:commentList>",
        listed(comment()),
    ],
)
@pytest.mark.parametrize("namespace", [MAIN, STRICT_MAIN])
def test_notes_are_read(root: str, namespace: str) -> None:
    assert [note.text for note in editor(root, namespace).notes.values()] == ["轉介"]


@pytest.mark.parametrize(
    "root",
    [
        AUTHORS + f"<text>{comment()}</text>",
        AUTHORS + f"<lists>{comment()}</lists>",
        AUTHORS + listed() + comment(),
        AUTHORS + listed() + listed(comment()),
        AUTHORS + f"<o:commentList>{comment()}</o:commentList>",
        AUTHORS + f"<extLst>{listed(comment())}</extLst>",
        f"<mc:AlternateContent {COMPATIBLE}>{listed(comment())}</mc:AlternateContent>",
        AUTHORS + AUTHORS + listed(comment()),
        "<authors><a><author/></a></authors>" + listed(comment()),
        AUTHORS + listed(f"<a>{comment()}</a>"),
        AUTHORS + listed(comment(f"<a>{TEXT}</a>")),
        AUTHORS + listed(comment(f"<commentPr>{TEXT}</commentPr>")),
        AUTHORS + listed(comment(f"<mc:AlternateContent {COMPATIBLE}>{TEXT}</mc:AlternateContent>")),
        AUTHORS + listed(comment(TEXT + TEXT)),
        AUTHORS + listed(comment("<text><r><t>轉</t><rPr/><t>介</t></r></text>")),
        AUTHORS + listed(comment("<t>轉介</t>")),
        AUTHORS + listed(comment("<o:text><t>轉介</t></o:text>")),
        AUTHORS + listed(comment("<text><a><t>轉介</t></a></text>")),
        AUTHORS + listed(comment("<text><r><r><t>轉介</t></r></r></text>")),
    ],
)
def test_notes_out_of_place_are_refused(root: str) -> None:
    with pytest.raises(ReadError) as raised:
        editor(root)
    assert raised.value.code == "damaged"


@pytest.mark.parametrize("root", ["<comments/>", f'<notes xmlns="{MAIN}"/>', '<comments xmlns="urn:other"/>'])
def test_another_root_is_refused(root: str) -> None:
    with pytest.raises(ReadError):
        NotesEditor(root.encode(), PART, ShapeBlocks([]))


@pytest.mark.parametrize(("author", "number"), [("老師", 0), ("", 1), ("cgs-validate 0", 3)])
def test_a_new_note_has_the_number_of_its_author(author: str, number: int) -> None:
    notes = editor(
        "<authors><author>老師</author><author/><author>老師</author></authors>"
        + listed(comment().replace('"0"', '"2"'))
    )
    notes.add(4, 2, "一", author)
    notes.add(5, 2, "二", author)
    written = notes.result(None)[0].decode()
    assert [written.count(f'ref="{at}" authorId="{number}"') for at in ("B4", "B5")] == [1, 1]
    assert written.count("<author>cgs-validate 0</author>") == (number == 3)


def test_many_authors_cost_no_time_for_each_note() -> None:
    notes = editor(f"<authors>{''.join(f'<author>{number}</author>' for number in range(50_000))}</authors>")
    started = process_time()
    for row in range(1, 1_001):
        notes.add(row, 1, "註解", f"cgs-validate {row}")
    assert process_time() - started < 0.25


def test_a_list_of_authors_that_could_not_be_read_again_gets_no_other() -> None:
    notes = editor(f"<authors>{65_536 * '<author/>'}</authors>")
    with pytest.raises(ReadError):
        notes.add(1, 1, "註解", "cgs-validate 0")
