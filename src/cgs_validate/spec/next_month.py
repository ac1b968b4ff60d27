"""What becomes of the answers of one month in the workbook of the next, as specs declare it."""

from dataclasses import dataclass, field

from .source import Sourced


@dataclass(frozen=True)
class NextMonthSpec(Sourced):
    """What becomes of the answers to a field, or of all answers of a sheet; those of which nothing is said stay.

    ``codes``: codes and those that follow them. ``blank``: whether all are left blank. ``ask_about``: answers after
    which a person must say whether the row goes on. ``graduates``: the last codes of each school; in August, all
    others are proposed as the next one of the code list.
    """

    codes: dict[str, str] = field(default_factory=dict)
    blank: bool = False
    ask_about: tuple[str, ...] = ()
    graduates: tuple[str, ...] = ()
