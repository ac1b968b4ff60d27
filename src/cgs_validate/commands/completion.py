"""Completion in PowerShell, for which click has none; bash, zsh and fish are click's own."""

import os

from click.shell_completion import CompletionItem, ShellComplete

# What PowerShell runs once: each time that a word is completed, the program is called with the line in its environment.
_SOURCE = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $position)
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    $env:%(complete_var)s = "powershell_complete"
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t"
            if (-not $help) { $help = $value }
            if ($kind -eq "plain") {
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
            }
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completes words in PowerShell, which has the completion of files itself."""

    name = "powershell"
    source_template = _SOURCE

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one."""
        incomplete = os.environ["COMP_CWORD"]
        words = os.environ["COMP_WORDS"].split()[1:]
        return words[:-1] if incomplete and words and words[-1] == incomplete else words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return an item as a line that the script takes apart."""
        return "\t".join((item.type, item.value, item.help or ""))
