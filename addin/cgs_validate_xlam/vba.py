"""The add-in's VBA: xlwings' own module, in which procedures of ours take the place of those of the same name."""

import re
from importlib import resources
from pathlib import Path

MODULE = "CgsValidate"
TEMPLATE_MODULE = "RibbonMyAddin"
LIBRARY = "xlwings"
REPLACED = ("RunPython", "GetConfig", "ShowError")
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
    """Return xlwings' module without what we replace."""
    for name in REPLACED:
        library = once(rf"^(?:Public )?(Function|Sub) {name}\(.*?^End \1$\n?", "", library.replace("\r\n", "\n"))
    for before, after in CHANGED.items():
        library = once(re.escape(before), after, library)
    return library


def once(pattern: str, replacement: str, text: str) -> str:
    """Return a text of xlwings' with what a pattern finds replaced. Raises ValueError where that is not one place."""
    changed, count = re.subn(pattern, lambda _: replacement, text, flags=re.M | re.S)
    if count != 1:
        raise ValueError(f"{pattern!r} stands {count} times in what xlwings brings")
    return changed


def _windows_lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
