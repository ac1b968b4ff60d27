"""資料查詢: receipts and data of one's own school."""

import csv
import io
from pathlib import Path

import pytest
from browsing import Browser
from django.conf import settings
from workbooks import by_xlsxwriter, case, service, workbook

from cgs_portal.accounts.models import Account
from cgs_portal.audit.models import Entry
from cgs_portal.pages import records
from cgs_portal.reports import files
from cgs_portal.reports.models import Report


def lines(browser: Browser, sheet: str = "cases") -> list[list[str]]:
    response = browser.get(f"/records/111-10/{sheet}.csv")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")  # so that Excel takes it for UTF-8
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_nothing_was_reported(browser: Browser) -> None:
    assert "還沒有填報過" in browser.page("/records/").main
    assert browser.get("/records/111-10/").status_code == 404


def test_the_list(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    page = browser.page("/records/")
    receipt = Report.objects.get().receipt
    assert page.rows[1:] == [["111-10", "已上傳", "當月個案 20 列、相關服務 8 列", "111年11月5日 12:00", receipt]]
    assert page.links == ["/records/111-10/"]


def test_the_receipt(browser: Browser, clean: bytes) -> None:
    page, report = browser.upload(clean), Report.objects.get()
    shown = ["".join(item.itertext()) for item in page.all("dd")]
    assert shown == [
        report.receipt,
        "示範實驗學校（990301）",
        "111-10",
        "已上傳",
        "111年11月5日 12:00",
        "當月個案 20 列、相關服務 8 列",
        "輔導教師工作成果（111學年度適用表格）",
        report.sha256,
    ]


def test_the_data_equals_the_upload(browser: Browser) -> None:
    sent = workbook([case(C="S001", D=11, J=5, L="3,10")], [service(C=5, E=13, F=2, G=3)], school="示範實驗學校")
    page = browser.upload(sent)
    cases, services = page.rows[1], page.rows[3]
    assert cases[3:5] == ["S001", "11.高二"]
    assert cases[10] == "5.情緒困擾"
    assert cases[12] == "3.家庭困擾、10.脆弱家庭"
    assert services[3] == "5.個案會議"
    assert services[5:] == ["13.教職員", "2", "3"]
    assert page.links == ["/records/111-10/cases.csv", "/records/111-10/services.csv"]


def test_no_page_of_the_data_names_a_person(browser: Browser) -> None:
    named = {"C": "吳怡萱", "A": "溫美玲", "K": "轉介自彭淑芬老師和林阿水"}
    page = browser.upload(workbook([case(**named, J=19)], [service(A="溫美玲")]))
    assert "匯入成功" in page.main
    files = [str(lines(browser, sheet)) for sheet in ("cases", "services")]
    pages = [browser.get(address).content.decode() for address in ("/records/111-10/", "/records/")]
    for text in (*files, *pages, page.main):
        assert not [name for name in ("吳怡萱", "溫美玲", "彭淑芬", "林阿水") if name in text]
    assert "（不顯示）" in files[0]


def test_warnings_are_shown(browser: Browser) -> None:
    page = browser.upload(workbook([case(N=40)]))
    assert "匯入成功" in page.main
    assert "提醒" in page.main
    assert page.all("td", **{"class": "warning"})


def test_a_month_without_cases(browser: Browser) -> None:
    browser.send("/months/111-10/none/")
    page = browser.page("/records/111-10/")
    assert "當月無個案及服務" in page.main
    assert page.links == []
    assert browser.get("/records/111-10/cases.csv").status_code == 404
    assert browser.page("/records/").rows[1][:3] == ["111-10", "無個案及服務", "－"]


def test_csv(browser: Browser) -> None:
    browser.upload(
        workbook([case(C="S001", D=11, J=19, K="=1+1", L="3,10")], [service(C=5, E=13, F=2, G=3)], write=by_xlsxwriter)
    )
    header, row = lines(browser)
    assert header[:5] == ["年度月份", "單位代碼", "教師編碼", "身分", "學生代號"]
    assert row[:2] == ["111-10", "990301"]
    assert row[4:6] == ["S001", "11.高二"]
    assert row[11:14] == ["19.其他", "'=1+1", "3.家庭困擾、10.脆弱家庭"]
    assert lines(browser, "services")[1][4] == "5.個案會議"


@pytest.mark.parametrize("start", "=+-@")
def test_no_cell_becomes_a_formula(browser: Browser, start: str) -> None:
    browser.upload(workbook([case(C=f"{start}S1", J=19, K=f"{start}cmd|' /C calc'!A0")], write=by_xlsxwriter))
    assert [cell for row in lines(browser) for cell in row if cell.startswith(tuple("=+-@\t\r\n"))] == []


def test_downloads_are_logged_without_data(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    lines(browser)
    entry = Entry.objects.order_by("-number").first()
    assert entry.deed == "data_downloaded"
    assert "cases.csv" in entry.details


@pytest.mark.parametrize("sheet", ["nothing", "guide", "cases2"])
def test_no_such_sheet(browser: Browser, clean: bytes, sheet: str) -> None:
    browser.upload(clean)
    assert browser.get(f"/records/111-10/{sheet}.csv").status_code == 404


def test_a_missing_file_is_reported(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    for path in Path(settings.PORTAL_FILES).iterdir():
        path.unlink()
    page = browser.page("/records/111-10/")
    assert Report.objects.get().receipt in page.main
    assert "現在讀不出來" in page.main
    assert browser.get("/records/111-10/cases.csv").status_code == 404


def test_another_school_sees_nothing(browser: Browser, neighbour: Account, clean: bytes) -> None:
    browser.upload(clean)
    receipt = Report.objects.get().receipt
    other = Browser()
    other.force_login(neighbour)
    assert "還沒有填報過" in other.page("/records/").main
    for address in ("/records/111-10/", "/records/111-10/cases.csv", "/records/111-10/services.csv"):
        assert other.get(address).status_code == 404
    for address in ("/work/", "/current/", "/months/111-10/", "/corrections/", "/overdue/"):
        assert receipt not in other.page(address).source
        assert "尚未填報" in other.page(address).main
    own = other.upload(workbook([case(C="X9", D=11)]))
    assert "X9" in own.main
    assert Report.objects.count() == 2
    assert "X9" not in browser.page("/records/111-10/").main
    question = other.send("/months/111-10/none/", deletes=receipt)
    assert question.heading.startswith("要刪除")
    assert Report.objects.filter(status="uploaded").count() == 2


def test_a_form_whose_spec_is_gone(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    Report.objects.update(spec="cgs/999")
    receipt = Report.objects.get().receipt
    assert browser.page("/records/").rows[1][2] == "cases 20 列、services 8 列"
    page = browser.page("/records/111-10/")
    assert receipt in page.main
    assert "現在讀不出來" in page.main
    assert browser.get("/records/111-10/cases.csv").status_code == 404
    assert browser.send("/months/111-10/none/").heading.startswith("要刪除")


def test_a_file_that_is_replaced_meanwhile(browser: Browser, clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.upload(clean)
    path_of = files.path_of

    def meanwhile(name: str) -> Path:
        monkeypatch.undo()
        path_of(name).rename(path_of("other.xlsx"))
        Report.objects.update(file="other.xlsx")
        return path_of(name)

    monkeypatch.setattr(records, "find", meanwhile)
    assert "匯入的資料" in browser.page("/records/111-10/").main
