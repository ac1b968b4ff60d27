"""The add-in's VBA: our own module, and only those procedures of xlwings that start Python.

The others load libraries and write code into workbooks, which we never do and virus scanners look for.
"""

import re
from importlib import resources
from pathlib import Path

MODULE = "CgsValidate"
TEMPLATE_MODULE = "RibbonMyAddin"
LIBRARY = "xlwings"
UNUSED = "Dictionary"  # a class for reading workbooks' settings
USED_PROCEDURES = (
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
NOTICE = r"\AAttribute VB_Name.*?(?=^\'Attribute VB_Name)"  # required by its licence
PROCEDURE = r"^(?:Public )?(?P<kind>Function|Sub) {}\(.*?^End (?P=kind)$"
WITHOUT_SCRIPT = "To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again."
REPLACEMENTS = {
    'PROJECT_NAME As String = "myaddin"': 'PROJECT_NAME As String = "cgs-validate"',
    '"xlwings-" & XLWINGS_VERSION & ".applescript"': '"cgs-validate.applescript"',
    f'MsgBox "{WITHOUT_SCRIPT}", vbCritical': 'Application.StatusBar = False: ShowSentence "mac_script"',
}


def rewrite(path: Path) -> None:
    """Write our VBA into a copy of xlwings' template. Raises ValueError if the template is not as expected."""
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        project = book.vba_project()
        book.set_module(LIBRARY, _windows_lines(used_procedures(project.get_module(LIBRARY).source)))
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


def used_procedures(library: str) -> str:
    """Return the parts of xlwings' module that we use."""
    parts = [NOTICE, r"^Public Const PROJECT_NAME .*?$", *map(PROCEDURE.format, USED_PROCEDURES)]
    used = "\n\n".join(_only(part, library.replace("\r\n", "\n")) for part in parts)
    for before, after in REPLACEMENTS.items():
        used = replace_once(re.escape(before), after, used)
    return used


def _only(pattern: str, text: str) -> str:
    """Return a pattern's only match. Raises ValueError if there is not exactly one."""
    found = [match[0] for match in re.finditer(pattern, text, re.M | re.S)]
    if len(found) != 1:
        raise ValueError(f"{pattern!r} occurs {len(found)} times in xlwings' module")
    return found[0]


def replace_once(pattern: str, replacement: str, text: str) -> str:
    """Return a text with a pattern's only match replaced. Raises ValueError if there is not exactly one."""
    changed, count = re.subn(pattern, lambda _: replacement, text, flags=re.M | re.S)
    if count != 1:
        raise ValueError(f"{pattern!r} occurs {count} times in xlwings' files")
    return changed


def _windows_lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
