"""How much is read of a workbook, and which active content is allowed: reasons in ``docs/limits.en.md``."""

from dataclasses import dataclass

ACTIVE = (
    "macros", "auto_run", "external_links", "dde", "remote_functions", "connections", "network_links",
    "web_extensions", "embedded", "activex",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """The most that is read of a workbook, and the most findings on a sheet; a caller may set each.

    Bytes are counted while inflating. ``allow``: the active content that is not refused, of ``ACTIVE``, which are also
    the codes of refusal.
    """

    file_bytes: int = 10_000_000
    part_bytes: int = 64_000_000
    total_bytes: int = 96_000_000
    entries: int = 1_000
    xml_token_bytes: int = 2_000_000
    xml_depth: int = 256
    xml_elements: int = 5_000_000
    xml_attributes: int = 256
    xml_namespace_bytes: int = 255
    xml_names: int = 10_000
    sheets: int = 500
    sheet_name_characters: int = 255
    last_row: int = 200_000
    last_column: int = 1_024
    cells: int = 600_000
    blank_cells: int = 1_200_000
    merges: int = 60_000
    shared_strings: int = 1_000_000
    text_characters: int = 100_000_000
    cell_characters: int = 32_767
    format_characters: int = 4_000_000
    cell_formats: int = 65_490
    number_format_characters: int = 255
    findings: int = 10_000
    allow: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "allow", frozenset(self.allow))
        if unknown := set(self.allow) - set(ACTIVE):
            raise ValueError(f"allow: {', '.join(sorted(unknown))}; known: {', '.join(ACTIVE)}")
