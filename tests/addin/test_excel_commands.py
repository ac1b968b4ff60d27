"""cgs-validate excel install, uninstall and doctor, on computers simulated in a folder."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cgs_validate.commands import addin
from cgs_validate.commands.cli import group
from cgs_validate_addin.ribbon.machine import Machine
from cgs_validate_addin.ribbon.xlam import NAME, build

WINDOWS = Path("AppData/Roaming/Microsoft/Excel")
MAC = Path("Library/Group Containers/UBF8T346G9.Office")


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    (tmp_path / WINDOWS).mkdir(parents=True)
    return Machine("Windows", tmp_path, {"APPDATA": str(tmp_path / "AppData/Roaming")}, python(tmp_path), "cp950")


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    (tmp_path / MAC).mkdir(parents=True)
    return Machine("Darwin", tmp_path, {}, python(tmp_path), "utf-8")


@pytest.fixture(params=["windows", "mac"])
def machine(request: pytest.FixtureRequest) -> Machine:
    machine: Machine = request.getfixturevalue(request.param)
    return machine


def python(home: Path) -> Path:
    path = home / "王小明" / "python"
    path.parent.mkdir()
    path.touch()
    return path


def run(machine: Machine, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["excel", *arguments, "--lang", "zh-TW"], obj=machine)


def files(machine: Machine) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in machine.home.rglob("*") if path.is_file()}


def test_install_writes_the_add_in_where_excel_opens_it(machine: Machine) -> None:
    result = run(machine, "install")
    assert result.exit_code == 0, result.output
    places = machine.places()
    assert places.addin.read_bytes() == build()
    assert places.addin.parent.name == ("XLSTART" if machine.system == "Windows" else "Excel")
    line = f'"INTERPRETER","{machine.interpreter}"\r\n'
    assert places.settings.read_bytes() == line.encode(machine.code_page)
    assert str(places.addin) in result.output
    assert "關掉 Excel 再打開" in result.output


def test_install_twice_changes_nothing(machine: Machine) -> None:
    run(machine, "install")
    before = files(machine)
    assert run(machine, "install").exit_code == 0
    assert files(machine) == before


def test_uninstall_leaves_everything_as_it_was_before(machine: Machine) -> None:
    others = machine.places().addin.with_name("mine.xlam")
    others.parent.mkdir(parents=True, exist_ok=True)
    others.write_bytes(b"mine")
    before = files(machine)
    run(machine, "install")
    assert files(machine) != before
    assert run(machine, "uninstall").exit_code == 0
    assert files(machine) == before
    assert "不用移除" in run(machine, "uninstall").output


@pytest.mark.parametrize("own", [b'"TEMP DIR","D:\\t"\r\n', b'# \xff\xfe not text\n"SHOW CONSOLE","True"'])
def test_a_persons_own_settings_stay(own: bytes, machine: Machine) -> None:
    settings = machine.places().settings
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_bytes(b'"interpreter","C:\\old"\r\n' + own)
    run(machine, "install")
    assert settings.read_bytes().startswith(own)
    assert settings.read_bytes().count(b"INTERPRETER") == 1
    assert b"old" not in settings.read_bytes()
    run(machine, "uninstall")
    assert settings.read_bytes().rstrip() == own.rstrip()


def test_a_mac_gets_the_script_with_which_excel_starts_python(mac: Machine) -> None:
    run(mac, "install")
    script = mac.home / "Library/Application Scripts/com.microsoft.Excel/cgs-validate.applescript"
    assert "on VbaHandler(ParameterString)" in script.read_text("utf-8")


def test_without_excel_nothing_is_written(windows: Machine) -> None:
    (windows.home / WINDOWS).rmdir()
    before = files(windows)
    result = run(windows, "install")
    assert (result.exit_code, files(windows)) == (2, before)
    assert "請先打開 Excel 一次" in result.stderr


def test_a_path_that_vba_cannot_read_is_refused_before_anything_is_written(windows: Machine) -> None:
    before = files(windows)
    result = run(replace(windows, interpreter=Path("C:/ไทย/python.exe")), "install")
    assert (result.exit_code, files(windows)) == (2, before)
    assert "C:/ไทย/python.exe" in result.stderr


@pytest.mark.parametrize("home", ["", "TEMP"])
def test_a_user_name_that_vba_cannot_read_is_refused(home: str, windows: Machine) -> None:
    """Windows names folders after the user; VBA reads two of these paths in its code page."""
    named = windows.home / "王喆"
    environment = dict(windows.environment) | ({"TEMP": str(named)} if home else {})
    machine = replace(windows, home=windows.home if home else named, environment=environment)
    before = files(windows)
    result = run(machine, "install")
    assert (result.exit_code, files(windows)) == (2, before)
    assert "使用者名稱" in result.stderr
    assert str(named) in result.stderr


@pytest.mark.parametrize("folder", ["AppData/Local/Microsoft/WindowsApps", "Program Files/WindowsApps"])
def test_the_python_of_the_store_is_refused(folder: str, windows: Machine) -> None:
    """Its files are redirected to a folder that Excel does not read."""
    before = files(windows)
    result = run(replace(windows, interpreter=Path("C:/") / folder / "python.exe"), "install")
    assert (result.exit_code, files(windows)) == (2, before)
    assert "Microsoft Store" in result.stderr


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_denied_access_on_a_mac_gets_a_message(command: str, mac: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> bool:
        raise PermissionError(1, "Operation not permitted", str(path))

    for name in ("is_dir", "exists", "is_file", "read_bytes"):
        monkeypatch.setattr(Path, name, refuse)
    result = run(mac, command)
    assert result.exit_code == 2
    assert "「終端機」" in result.stderr


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_elsewhere_each_step_is_printed(command: str, tmp_path: Path) -> None:
    result = run(Machine("Linux", tmp_path, {}, Path("/usr/bin/python3"), "utf-8"), command)
    assert result.exit_code == 2
    assert "3. 打開 cgs-validate 的資料夾" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_missing_extra_gets_a_message(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bytes:
        raise ModuleNotFoundError(name="xlwings")

    monkeypatch.setattr("cgs_validate_addin.ribbon.installer.build", missing)
    result = run(machine, "install")
    assert result.exit_code == 2
    assert "對 addin 裡的 install-" in result.stderr


def test_a_file_in_use_gets_a_message(machine: Machine) -> None:
    machine.places().addin.mkdir(parents=True)  # a folder can as little be replaced as a file that Excel holds open
    result = run(machine, "install")
    assert result.exit_code == 2
    assert "關掉所有的 Excel 視窗" in result.stderr


def wrong(machine: Machine) -> list[str]:
    result = run(machine, "doctor")
    lines = [line for line in result.output.splitlines() if line.startswith("✗")]
    assert result.exit_code == (1 if lines else 0), result.output
    return lines


def test_doctor_finds_no_problem_after_install(machine: Machine) -> None:
    run(machine, "install")
    assert wrong(machine) == []
    output = run(machine, "doctor").output
    assert hashlib.sha256(build()).hexdigest() in output
    assert "都沒有問題" in output


def test_doctor_says_what_to_do_before_install(machine: Machine) -> None:
    message = wrong(machine)
    assert len(message) == (2 if machine.system == "Windows" else 3)
    assert all(" -m cgs_validate excel install" in line for line in message)


@pytest.mark.parametrize("portable", [True, False])
def test_advice_names_the_python_that_has_the_program(
    portable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sys.base_prefix", str(tmp_path))
    monkeypatch.setattr("sys.executable", r"C:\my tools\python\python.exe")
    if portable:
        (tmp_path / "python313._pth").touch()
    assert addin._python() in ([r'"C:\my tools\python\python.exe"'] if portable else ["py", "python3"])


def test_doctor_sees_another_file(machine: Machine) -> None:
    run(machine, "install")
    machine.places().addin.write_bytes(b"changed")
    (message,) = wrong(machine)
    assert "和這一版的不一樣" in message


def test_doctor_sees_another_python(machine: Machine) -> None:
    run(machine, "install")
    (message,) = wrong(replace(machine, interpreter=machine.home / "other"))
    assert "另一個 Python" in message
    machine.interpreter.unlink()
    (message,) = wrong(machine)
    assert "已經不在了" in message


@pytest.mark.skipif(os.name == "nt", reason="a stream of its own there, not a second file")
def test_doctor_sees_the_mark_of_the_web(windows: Machine) -> None:
    run(windows, "install")
    addin = windows.places().addin
    addin.with_name(f"{NAME}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    (message,) = wrong(windows)
    assert "解除封鎖" in message


def test_doctor_sees_that_excel_trusts_no_folder(windows: Machine) -> None:
    run(windows, "install")
    (message,) = wrong(replace(windows, registry=lambda key, name: 1 if "Policies" in key else None))
    assert "停用所有信任位置" in message


def test_doctor_sees_missing_packages(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cgs_validate_addin.ribbon.doctor.find_spec", lambda name: None)
    (message,) = wrong(machine)
    assert "xlwings, pyopenvba" in message
