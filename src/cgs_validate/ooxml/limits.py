"""How much is read of a workbook, and what is let in: one table, its reasons in ``docs/limits.en.md``."""

from dataclasses import dataclass

ACTIVE = ("macros", "external_links", "dde", "embedded", "activex")


@dataclass(frozen=True)
class Limits:
    """The most that is read of a workbook, and the most findings told of a sheet; a caller may set each.

    Sizes are in bytes, counted while inflating. ``allow``: of what runs or fetches when Excel opens the file
    (``ACTIVE``), what is let in all the same; each word is also the code with which it is refused.
    """

    file: int = 10_000_000
    part: int = 64_000_000
    parts: int = 96_000_000
    entries: int = 1_000
    token: int = 2_000_000
    depth: int = 256
    elements: int = 5_000_000
    sheets: int = 500
    last_row: int = 200_000
    last_column: int = 1_024
    cells: int = 600_000
    blank_cells: int = 1_200_000
    merges: int = 60_000
    strings: int = 1_000_000
    text: int = 100_000_000
    cell_text: int = 32_767
    styles: int = 65_490
    number_format: int = 255
    findings: int = 10_000
    allow: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := set(self.allow) - set(ACTIVE):
            raise ValueError(f"allow: {', '.join(sorted(unknown))}; known: {', '.join(ACTIVE)}")
