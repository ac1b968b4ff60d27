@echo off
chcp 65001 >nul
py -3 -c "" 2>nul && goto install
echo 這台電腦還沒有 Python。請到 https://www.python.org/downloads/ 下載安裝，再對這個檔案點兩下。
goto end
:install
py -3 "%~dp0install.py"
:end
pause
