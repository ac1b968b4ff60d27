"""The buttons that every program shows: the name of each one's action and its label."""

BUTTONS = {
    "check": "檢核",
    "previous": "上一個",
    "next_": "下一個",
    "fix": "自動修正",
    "clear": "清除標記",
    "arm": "製作即時檢核檔",
    "upload": "上傳",
    "help_": "說明",
}
