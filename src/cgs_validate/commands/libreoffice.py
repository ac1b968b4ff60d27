"""``cgs-validate libreoffice``: installs, removes and diagnoses the extension for LibreOffice."""

from .addin import addin_group

command = addin_group(
    "libreoffice",
    "libreoffice",
    "office.this_office",
    (
        "安裝、移除、檢查 LibreOffice 的擴充套件。 The extension for LibreOffice.",
        "把「輔導報表」工具列裝進 LibreOffice。 Install the extension.",
        "把擴充套件移除，其他的都不動。 Remove the extension, and nothing else.",
        "檢查擴充套件為什麼不能用。 Find out why the extension does not work.",
    ),
)
