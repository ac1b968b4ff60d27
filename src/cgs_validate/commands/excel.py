"""``cgs-validate excel``: installs, removes and diagnoses the ribbon add-in for Excel."""

from .addin import addin_group

command = addin_group(
    "excel",
    "ribbon",
    "machine.this_machine",
    (
        "安裝、移除、檢查 Excel 的增益集。 The add-in for Excel.",
        "把「輔導報表」索引標籤裝進 Excel。 Install the add-in.",
        "把增益集移除，其他的都不動。 Remove the add-in, and nothing else.",
        "檢查增益集為什麼不能用。 Find out why the add-in does not work.",
    ),
)
