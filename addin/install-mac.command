#!/bin/sh
if ! command -v python3 >/dev/null; then
    echo "這台電腦還沒有 Python。請到 https://www.python.org/downloads/ 下載安裝，再對這個檔案點兩下。"
else
    python3 "$(dirname "$0")/install.py"
fi
echo "可以關掉這個視窗了。"
