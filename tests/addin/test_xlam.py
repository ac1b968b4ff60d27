"""The add-in: its reproducible build, its files in other programs, and its VBA run without Excel."""

import ast
import hashlib
import io
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pyopenvba.apps.excel import ExcelApplication

from cgs_validate.checking.messages import catalog
from cgs_validate_addin import actions
from cgs_validate_addin.buttons import BUTTONS
from cgs_validate_addin.excel.press import press
from cgs_validate_addin.ribbon import vba
from cgs_validate_addin.ribbon.xlam import NAME, build

ROOT = Path(__file__).parents[2]
RIBBON = "{http://schemas.microsoft.com/office/2006/01/customui}"
BOXES = catalog("zh-TW").sentences["excel"]["boxes"]

# Buttons of Excel 2013, 2016, 2019 and Microsoft 365 alike, by Microsoft's own lists:
# https://github.com/OfficeDev/office-fluent-ui-command-identifiers (excelcontrols.xlsx)
EXCELS_OWN_IMAGES = {
    "AutoCorrect",
    "ClearFormats",
    "ConditionalFormattingMenu",
    "DataValidationCircleInvalid",
    "FileCheckIn",
    "Help",
    "ReviewNextComment",
    "ReviewPreviousComment",
}

# Surroundings of our module: Windows' shell, xlwings' procedures that we call, a ribbon that presses a button.
AROUND = """
Public Shown As String, Ran As String, Settings As String, Interpreter As String, Portable As String
Public Application As New Host
Function GetConfigFilePath() As String
    GetConfigFilePath = "settings"
End Function
Function GetConfigFromFile(sFile As String, sName As String, Optional sValue As String) As Boolean
    sValue = Interpreter
    GetConfigFromFile = (Interpreter <> "" And sFile = "settings" And sName = "INTERPRETER")
End Function
Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = (FileSpec = "C:\\python.exe" Or (Portable <> "" And FileSpec = Portable))
End Function
Function ExecuteWindows(IsFrozen As Boolean, Command As String, Python As String, Optional Path As String) As Integer
    Ran = Python & "|" & Command & "|" & Path & "|" & Application.EnableCancelKey
End Function
Function Environ(Name As String) As String
    Environ = "C:\\Temp"
End Function
Function WScript() As Object
    Set WScript = New Shell
End Function
Sub Press(ID As String, Python As String)
    Dim Pressed As New Control
    Pressed.ID = ID
    Interpreter = Python
    RunButton Pressed
End Sub
Sub PutPython(Path As String)
    Portable = Path
End Sub
Function WhatRan() As String
    WhatRan = Ran
End Function
Function WhatWasShown() As String
    WhatWasShown = Shown
End Function
"""
SHELL = "Public Sub Popup(Text, Seconds, Title, Icon)\nShown = Title & vbLf & Text\nEnd Sub\n"


@pytest.fixture(scope="module")
def xlam() -> bytes:
    return build()


@pytest.fixture
def path(xlam: bytes, tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(xlam)
    return path


@pytest.fixture
def excel(path: Path) -> ExcelApplication:
    """An Excel written in Python (pyOpenVBA's), with the add-in loaded and a workbook open in front."""
    app = ExcelApplication.open(path)
    app.add_module(AROUND, name=vba.LIBRARY)
    app.add_module(SHELL, name="Shell", kind="class")
    app.add_module("Public ID As String\n", name="Control", kind="class")
    app.add_module("Public EnableCancelKey As Long\n", name="Host", kind="class")
    return app


def buttons(xlam: bytes) -> list[ElementTree.Element]:
    ribbon = zipfile.ZipFile(io.BytesIO(xlam)).read("customUI/customUI.xml")
    return list(ElementTree.fromstring(ribbon).iter(f"{RIBBON}button"))


def test_two_builds_have_one_digest(xlam: bytes, tmp_path: Path) -> None:
    out = tmp_path / "again.xlam"
    built = subprocess.run(
        [sys.executable, ROOT / "addin" / "build_xlam.py", out], check=True, capture_output=True, text=True
    )
    assert out.read_bytes() == xlam
    assert built.stdout.split()[0] == hashlib.sha256(xlam).hexdigest()


def test_nothing_of_the_building_computer_is_inside(xlam: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(xlam))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in archive.infolist()} == {0}
    assert not any(b"felix" in archive.read(name).lower() for name in archive.namelist() if name.endswith(".xml"))


def test_every_button_has_an_action_and_that_label(xlam: bytes) -> None:
    assert {button.get("id"): button.get("label") for button in buttons(xlam)} == BUTTONS
    assert all(callable(getattr(actions, button)) for button in BUTTONS)


def test_every_button_calls_the_one_callback_and_explains_itself(xlam: bytes) -> None:
    for button in buttons(xlam):
        assert button.get("onAction") == f"{vba.MODULE}.RunButton"
        assert button.get("screentip")
        assert button.get("supertip")
        assert button.get("imageMso") in EXCELS_OWN_IMAGES


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_runs_its_function_in_python(button: str, excel: ExcelApplication) -> None:
    excel.add_workbook()
    excel.run("Press", button, "C:\\python.exe")
    python, command, path, escape_in_vba = str(excel.run("WhatRan")).split("|")
    assert (python, path, escape_in_vba) == ("C:\\python.exe", "false", "0")
    imported, call = ast.parse(command).body
    assert ast.unparse(imported) == f"from {press.__module__} import {press.__name__}"
    assert ast.unparse(call) == f"press('{button}')"


@pytest.mark.parametrize("installed", ["", "C:\\python.exe"])
def test_the_python_of_the_portable_folder_comes_first(installed: str, excel: ExcelApplication, path: Path) -> None:
    portable = f"{path.parent}\\python\\python.exe"
    excel.run("PutPython", portable)
    excel.add_workbook()
    excel.run("Press", "check", installed)
    assert str(excel.run("WhatRan")).partition("|")[0] == portable


@pytest.mark.parametrize("python", ["", "C:\\gone\\python.exe"])
def test_a_missing_python_gets_a_chinese_message(python: str, excel: ExcelApplication) -> None:
    excel.add_workbook()
    excel.run("Press", "check", python)
    message = str(excel.run("WhatWasShown"))
    assert message.startswith(f"{BOXES['title']}\n沒有辦法啟動 Python")
    assert "對 addin 裡的 install-windows（Mac 是 install-mac）點兩下" in message
    assert "{" not in message
    assert excel.run("WhatRan") == ""


@pytest.mark.parametrize("name", ["a=b.xlsx", "a$(b).xlsx", "a`b`.xlsx", "a%b%.xlsx"])
def test_a_name_that_the_shell_would_read_is_refused(name: str, excel: ExcelApplication, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / name)
    excel.open_workbook(tmp_path / name)
    excel.run("Press", "check", "C:\\python.exe")
    assert excel.run("WhatWasShown") == f"{BOXES['title']}\n{BOXES['file_name']}"
    assert excel.run("WhatRan") == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import xlwings_of_another_time", "wrong_version"),
        ("raise ModuleNotFoundError(\"No module named 'cgs_validate_addin'\")", "package_missing"),
        ("raise ModuleNotFoundError(\"No module named 'xlwings'\")", "package_missing"),
        ("match = = 1", "wrong_version"),
        ("1 / 0", "failed"),
        ("raise SystemExit('No Python at that place')", "python_missing"),
    ],
)
def test_the_end_of_python_selects_the_sentence(code: str, reason: str, excel: ExcelApplication) -> None:
    ended = subprocess.run([sys.executable, "-c", f"exec({code!r})"], capture_output=True, text=True, check=False)
    excel.run("ShowSentence", excel.run("Reason", ended.stderr))
    message = str(excel.run("WhatWasShown"))
    assert message.partition("\n")[2].startswith(BOXES[reason].partition("{log}")[0])


def test_an_unreachable_workbook_gets_a_chinese_message(
    excel: ExcelApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no Excel on this system."""
    monkeypatch.setenv("HOME", str(tmp_path))
    code = "from cgs_validate_addin.excel.press import press; press('check')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode
    excel.run("ShowError", "", ended.stderr)
    message = str(excel.run("WhatWasShown"))
    assert message.startswith(f"{BOXES['title']}\n{BOXES['no_book'].partition('{log}')[0]}")
    assert (tmp_path / message.split()[-1].removeprefix("使用者資料夾裡的")).read_text("utf-8").count("check: ") == 1


def test_the_log_holds_no_values(excel: ExcelApplication) -> None:
    code = "raise ValueError('王小明 A123456789\\n王小明: 家庭困擾')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8")
    log = str(excel.run("WithoutValues", ended.stderr))
    assert "王小明" in ended.stderr
    assert log.split("\r\n")[-2:] == ["ValueError", ""]
    assert "王小明" not in log
    assert 'File "<string>", line 1' in log


def test_the_sentences_are_those_in_use() -> None:
    changed = "".join(vba.REPLACEMENTS.values())
    asked = set(re.findall(r'(?:ShowSentence|Sentence\(|Reason =) ?"(\w+)"', vba.source() + changed))
    assert asked == set(BOXES)


def test_the_drawing_of_the_ribbon_is_up_to_date() -> None:
    drawn = runpy.run_path(str(ROOT / "addin" / "draw_ribbon.py"))
    assert drawn["PICTURE"].read_text("utf-8") == drawn["draw"](), "run: python addin/draw_ribbon.py"


def test_our_source_survives_the_code_page_of_vba() -> None:
    assert vba.source().isascii()


def test_another_template_of_xlwings_is_refused() -> None:
    with pytest.raises(ValueError, match="VB_Name"):
        vba.used_procedures("Sub Something()\nEnd Sub\n")


def test_the_used_procedures_of_xlwings_call_no_removed_one() -> None:
    """One missing name would prevent the whole module from running."""
    template = (resources.files("xlwings") / "xlwings.bas").read_text("ascii").replace('"xlwings"', '"myaddin"')
    used = vba.used_procedures(template)
    lines = re.sub(r'"[^"\n]*"', "", used + vba.source()).splitlines()
    code = "\n".join(line.partition("'")[0] for line in lines)
    names = set(
        re.findall(r"^\s*(?:Public |Private )?(?:Declare (?:PtrSafe )?)?(?:Function|Sub|Const) (\w+)", template, re.M)
    )
    there = set(re.findall(r"^(?:Public |Private )?(?:Function|Sub|Const) (\w+)", used + vba.source(), re.M))
    assert {name for name in names if re.search(rf"(?<![.\w]){name}\b", code, re.I)} <= there


def test_olevba_reads_our_module(path: Path) -> None:
    olevba = [sys.executable, "-m", "oletools.olevba", "--code", path]
    read = subprocess.run(olevba, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    modules = dict(re.findall(r"^VBA MACRO (\S+) *$.*?^(?:- )+-? *$\n(.*?)(?=^-{79}$|\Z)", read, re.M | re.S))
    assert modules["CgsValidate.bas"].split() == vba.source().split("\n", 1)[1].split()
    library = modules["xlwings.bas"]
    assert not re.findall(r"LoadLibrary|Declare |XLPyDLL|CodeModule|VBProject|KillPy", library)
    assert 'PROJECT_NAME As String = "cgs-validate"' in library
    assert "Redistributions in binary form" in library  # the notice that its licence asks for


def test_openpyxl_opens_the_add_in(xlam: bytes) -> None:
    """As a workbook with macros: openpyxl has no add-ins, which differ only in their content type."""
    as_workbook = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlam)) as archive, zipfile.ZipFile(as_workbook, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b"ms-excel.addin.macro", b"ms-excel.sheet.macro"))
    book = openpyxl.load_workbook(as_workbook, keep_vba=True)
    book.vba_archive.close()  # or it closes when it is collected, from Python 3.13 on after what it writes into
    assert dict(book["messages"].iter_rows(values_only=True)) == BOXES


IN_LIBREOFFICE = """
import os, sys, time, uno
from com.sun.star.beans import PropertyValue
pipe, source = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.2)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
options = {"Hidden": True, "FilterName": "Calc MS Excel 2007 VBA XML"}
options = tuple(PropertyValue(name, 0, value, 0) for name, value in options.items())
book = desktop.loadComponentFromURL(source, "_blank", 0, options)
for library in book.BasicLibraries.ElementNames:
    for module in book.BasicLibraries.getByName(library).ElementNames:
        print(module, len(book.BasicLibraries.getByName(library).getByName(module)))
print(book.Sheets.getByIndex(0).getCellByPosition(1, 0).String)
book.close(True)
desktop.terminate()
sys.stdout.flush()
os._exit(0)  # or the bridge may crash that Python takes down while LibreOffice goes
"""


@pytest.mark.program
def test_libreoffice_loads_the_modules_and_the_sentences(path: Path, tmp_path: Path) -> None:
    python = shutil.which("python3", path="/usr/bin")
    assert python, "Debian's python3 with python3-uno is needed (tests/support/programs.py installs it)"
    profile, pipe = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", f"cgs-{os.getpid()}-{tmp_path.name}"
    office = subprocess.Popen(["soffice", "--headless", profile, f"--accept=pipe,name={pipe};urp;"])
    try:
        looked = subprocess.run(
            [python, "-c", IN_LIBREOFFICE, pipe, path.as_uri()], check=True, timeout=90, capture_output=True, text=True
        )
    finally:
        office.terminate()
        office.wait(20)
    *modules, title = looked.stdout.splitlines()
    sizes = {name: int(size) for name, size in map(str.split, modules)}
    assert sizes["CgsValidate"] > 0.9 * len(vba.source())
    assert sizes.keys() == {"CgsValidate", "Sheet2", "ThisWorkbook", "xlwings"}
    assert sizes["xlwings"] > 15_000
    assert title == BOXES["title"]
