"""Pieces for a page of one's own: findings and rows without a style, fit for a strict Content-Security-Policy."""

import re

import pytest
from test_html import NAME, NATIONAL_ID, WRONG, Elements, cells, report, wrong
from workbooks import RIGHT_CASES, case, service

from cgs_validate.reports.html import STYLE, render_data, render_findings, render_html


def test_the_piece_is_what_the_page_shows() -> None:
    piece = render_findings(wrong(), "zh-TW")
    assert cells(piece) == cells(render_html(wrong(), "zh-TW"))
    assert not {"html", "head", "style", "main", "h1"} & {tag for tag, _ in Elements(piece).found}


@pytest.mark.parametrize("piece", [render_findings(wrong()), render_data(report([case(C=NAME)]))])
def test_it_has_no_style_and_no_script(piece: str) -> None:
    elements = Elements(piece).found
    assert not {"style", "script"} & {tag for tag, _ in elements}
    assert not [name for _, attributes in elements for name in attributes if name == "style" or name.startswith("on")]


def test_the_style_knows_every_class() -> None:
    classes = {
        name
        for piece in (render_findings(wrong()), render_data(report([case(), None, case(C="S2")])))
        for _, attributes in Elements(piece).found
        for name in (attributes.get("class") or "").split()
    }
    style = STYLE.read_text("utf-8")
    assert [name for name in classes if f".{name}" not in style] == []


def test_data_is_shown_with_labels() -> None:
    piece = render_data(report([case(D=8, J=5, L="3,10", E="女")], services=[service(C=5)]), "zh-TW")
    drawn = re.findall(r"<td><bdi>(.*?)</bdi></td>", piece)
    assert {"8.八年級", "5.情緒困擾", "3.家庭困擾、10.脆弱家庭", "女", "5.個案會議"} <= set(drawn)


def test_data_is_drawn_whole_without_findings() -> None:
    checked = report(RIGHT_CASES)
    assert checked.ok
    piece = render_data(checked, "zh-TW")
    assert piece.count('scope="row"') == sum(checked.rows.values())
    assert "沒有發現問題" not in piece
    assert 'scope="row"' not in render_findings(checked)


def test_of_much_data_the_first_rows_are_drawn() -> None:
    piece = render_data(report([case(C=f"S{row}") for row in range(700)], services=[]), "zh-TW")
    assert piece.count('scope="row"') == 500
    assert "後面還有 200 列沒有畫出來" in piece


def test_of_many_rows_with_findings_the_first_are_drawn() -> None:
    many = report([case(D=99) for _ in range(400)])
    piece = render_findings(many, "zh-TW", most=100)
    assert piece.count('scope="row"') == 100
    assert "只畫出前 100 個有問題的列，另外 300 列沒有畫出來" in piece
    assert "data-cut" in piece
    assert "data-cut" not in render_findings(many, "zh-TW")
    assert "data-cut" not in render_findings(
        report([case(C=f"S{row}", D=8 if row else 99) for row in range(400)]), "zh-TW", most=100
    )


def test_warnings_and_errors_are_among_the_data() -> None:
    piece = render_data(report([case(C=NAME), case(C=NATIONAL_ID)]), "zh-TW")
    assert list(cells(piece).values()) == ["warning", "invalid"]
    assert NAME not in piece
    assert NATIONAL_ID not in piece


def test_values_that_are_no_codes_are_shown_as_they_are() -> None:
    piece = render_data(report([*RIGHT_CASES, *WRONG]), "zh-TW")
    assert "T03" in piece
    assert "男生" in piece
