"""The command ``cgs-validate``. Each command is a module of ``commands``, loaded only when it is called."""

import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ..checking.messages import catalog
from .usage import in_language, language_in

_COMPLETE = "_CGS_VALIDATE_COMPLETE"  # as click has it for this name
_LANGUAGE = f"{__name__}.language"
COMMANDS = {
    "check": "檢核活頁簿，列出未填和有誤的儲存格。 Check workbooks.",
    "mark": "另存一份標示好的檔案：黃色＝未填寫，紅色＝有誤。 Write a marked copy.",
    "unmark": "另存一份沒有標示的檔案。 Write a copy without the marks.",
    "arm": "另存一份邊填邊檢核的檔案，顏色隨填隨變。 Write a copy with living colours.",
    "disarm": "另存一份拿掉即時檢核的檔案。 Write a copy without living colours.",
    "fix": "另存一份改好寫法的檔案。 Write a copy with the safe fixes.",
    "next-month": "把上個月的表格接著做成這個月的。 Make last month's workbook this month's.",
    "migrate": "把填好的表格轉到另一個學年度的表格。 Carry a workbook into another year's form.",
    "year": "一間學校的一年：各月的個案、晤談、服務，少哪些月份。 A school's year at a glance.",
    "stats": "統計：個案類別、服務項目，可以逐月。 The ministry's statistics of workbooks.",
    "explain": "說明一個檢核代碼的意思和改法。 Explain a finding code.",
    "template": "產生空白表格或填好的例子。 Write a form's blank workbook.",
    "login": "登入填報系統，權杖存在系統的鑰匙圈。 Save a portal's token.",
    "logout": "登出填報系統。 Delete a portal's token.",
    "status": "看哪些月份可以填報、哪些逾期。 Months that can be uploaded.",
    "upload": "檢核並上傳報表，取得收據。 Check and upload a workbook.",
    "excel": "安裝、移除、檢查 Excel 的增益集。 Install or repair the add-in for Excel.",
    "libreoffice": "安裝、移除、檢查 LibreOffice 的擴充套件。 The same for LibreOffice.",
    "spec": "維護表格規格的工具。 Tools for maintainers of specs.",
}


class LazyGroup(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{cmd_name.replace('-', '_')}", __package__)
        command: click.Command = module.command
        command.help = command.help or COMMANDS[cmd_name]  # Python drops docstrings at ``-OO``
        return command

    def make_context(self, info_name: str | None, args: list[str], *arguments: Any, **more: Any) -> click.Context:
        """Read the command line, or print the help."""
        language = language_in(args)
        with _plain_errors(language):
            context = super().make_context(info_name, args, *arguments, **more)
        context.meta[_LANGUAGE] = language
        return context

    def invoke(self, ctx: click.Context) -> Any:
        """Import and run a command."""
        with _plain_errors(ctx.meta[_LANGUAGE]):
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the one-line helps."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cgs-validate", prog_name="cgs-validate")
@click.pass_context
def group(context: click.Context) -> None:
    """檢核高級中等以下學校輔導工作成果填報系統 (CGS) 的月報表。

    Checks the monthly workbooks of school counsellors before the upload.

    \b
    結束代碼 Exit codes: 0 沒有錯誤 no error; 1 有錯誤 errors found; 2 無法檢核 could not check; 130 Ctrl-C
    """
    if context.invoked_subcommand is None:
        click.echo(catalog(context.meta[_LANGUAGE]).sentences["usage"]["first"])
        context.exit(2)


def main() -> None:
    """Run the command line; all output is UTF-8."""
    _open_closed_streams()
    gc.freeze()  # the collector, also the one at the end, need not walk through what was imported
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    if _COMPLETE in os.environ:
        from click.shell_completion import add_completion_class

        from .completion import PowerShellComplete

        add_completion_class(PowerShellComplete)
    group(prog_name="cgs-validate", complete_var=_COMPLETE)


@contextmanager
def _plain_errors(language: str) -> Iterator[None]:
    """Turn usage errors, Ctrl-C and the system's errors, where no command did, into a sentence and an exit code."""
    try:
        yield
    except click.UsageError as error:
        raise in_language(error, language) from None
    except (KeyboardInterrupt, OSError):
        from .options import plain_errors

        with plain_errors(language):
            raise


def _open_closed_streams() -> None:
    """Have something where this process was started without its output: what is printed fails, or is not seen."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
