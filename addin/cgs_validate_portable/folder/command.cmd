@echo off
rem CGS_LINE is what Windows was asked to run; in the arguments, a name is cut at an ampersand.
chcp 65001 >nul
setlocal DisableDelayedExpansion
set "CGS_NAME=%~nx0"
setlocal EnableDelayedExpansion
set "CGS_LINE=!cmdcmdline!"
setlocal DisableDelayedExpansion
title 輔導報表檢核
if exist "%~dp0python\python.exe" goto run
echo 還沒有解壓縮：請關掉這個視窗，對下載的壓縮檔按右鍵 →「解壓縮全部」，再到解開的資料夾裡使用。
set "CGS_CODE=2"
goto end
:run
"%~dp0python\python.exe" -X utf8 -B -m RUN
set "CGS_CODE=%errorlevel%"
:end
echo.
pause
rem Not "exit /b", after which Windows would run what follows an ampersand in a name.
exit %CGS_CODE%
