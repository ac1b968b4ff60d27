"""The add-in's VBA: our own module, and of xlwings' only the procedures by which Python is started.

The others would load libraries and write code into workbooks, which we never do, and virus scanners look for.
"""

import re
from importlib import resources
from pathlib import Path

MODULE = "CgsValidate"
TEMPLATE_MODULE = "RibbonMyAddin"
LIBRARY = "xlwings"
UNUSED = "Dictionary"  # a class for what reads the settings of workbooks
KEPT = (
    "ExecuteMac",
    "ExecuteWindows",
    "GetConfigFilePath",
    "GetConfigFromFile",
    "WScript",
    "FileExists",
    "FileExistsOnWindows",
    "FileOrFolderExistsOnMac",
    "ParentFolder",
    "ToMacPath",
    "GetMacDir",
    "ToPosixPath",
    "ExpandEnvironmentStrings",
    "ReadFile",
    "CreateGUID",
    "CheckConda",
)
NOTICE = r"\AAttribute VB_Name.*?(?=^\'Attribute VB_Name)"  # the licence asks for it
PROCEDURE = r"^(?:Public )?(?P<kind>Function|Sub) {}\(.*?^End (?P=kind)$"
WITHOUT_SCRIPT = "To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again."
CHANGED = {
    'PROJECT_NAME As String = "myaddin"': 'PROJECT_NAME As String = "cgs-validate"',
    '"xlwings-" & XLWINGS_VERSION & ".applescript"': '"cgs-validate.applescript"',
    f'MsgBox "{WITHOUT_SCRIPT}", vbCritical': 'Application.StatusBar = False: Tell "mac_script"',
}


def rewrite(path: Path) -> None:
    """Write our VBA into a copy of xlwings' template. Raises ValueError where the template is not as expected."""
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        project = book.vba_project()
        book.set_module(LIBRARY, _windows_lines(ours(project.get_module(LIBRARY).source)))
        project.delete_module(UNUSED)
        project.rename_module(TEMPLATE_MODULE, MODULE)
        book.set_module(MODULE, _windows_lines(source()))
        book.save()
    with ExcelFile(path) as book:
        problems = book.vba_project().validate()
    if problems:
        raise ValueError("; ".join(problems))


def source() -> str:
    """Return our own module."""
    return (resources.files(__package__) / f"{MODULE}.bas").read_text("ascii")


def ours(library: str) -> str:
    """Return of xlwings' module what we use."""
    parts = [NOTICE, r"^Public Const PROJECT_NAME .*?$", *map(PROCEDURE.format, KEPT)]
    used = "\n\n".join(_only(part, library.replace("\r\n", "\n")) for part in parts)
    for before, after in CHANGED.items():
        used = once(re.escape(before), after, used)
    return used


def _only(pattern: str, text: str) -> str:
    """Return what a pattern finds. Raises ValueError where that is not one place."""
    found = [match[0] for match in re.finditer(pattern, text, re.M | re.S)]
    if len(found) != 1:
        raise ValueError(f"{pattern!r} stands {len(found)} times in xlwings' module")
    return found[0]


def once(pattern: str, replacement: str, text: str) -> str:
    """Return a text of xlwings' with what a pattern finds replaced. Raises ValueError where that is not one place."""
    changed, count = re.subn(pattern, lambda _: replacement, text, flags=re.M | re.S)
    if count != 1:
        raise ValueError(f"{pattern!r} stands {count} times in what xlwings brings")
    return changed


def _windows_lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
