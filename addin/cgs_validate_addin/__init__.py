"""The add-in for Excel: one function for each button of the ribbon, which VBA calls by its name through RunPython."""

BUTTONS = {
    "check": "檢核",
    "previous": "上一個",
    "next_": "下一個",
    "fix": "自動修正",
    "clear": "清除標記",
    "upload": "上傳",
    "help_": "說明",
}


def check() -> None:
    """檢核: check the open workbook, mark it, and list what was found."""
    _press("check")


def previous() -> None:
    """上一個: go to the finding before the active cell."""
    _press("previous")


def next_() -> None:
    """下一個: go to the finding behind the active cell."""
    _press("next_")


def fix() -> None:
    """自動修正: apply the safe fixes, after asking."""
    _press("fix")


def clear() -> None:
    """清除標記: take all marks out."""
    _press("clear")


def upload() -> None:
    """上傳: check, save, send to the portal, show its receipt."""
    _press("upload")


def help_() -> None:
    """說明: tell what the colours and the buttons mean."""
    _press("help_")


def _press(button: str) -> None:
    from .run_button import press  # Excel waits: what is not needed is not imported

    press(button)
