#!/bin/sh
if ! python3 -c "" >/dev/null 2>&1; then # the one that every Mac has offers Apple's tools instead
    echo "這台電腦還沒有 Python。請到 https://www.python.org/downloads/ 下載安裝，再對這個檔案點兩下。"
    echo "如果跳出要安裝「命令列開發者工具」的視窗，請按「取消」。"
else
    python3 "$(dirname "$0")/install.py"
fi
echo "可以關掉這個視窗了。"
