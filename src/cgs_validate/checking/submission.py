"""One workbook with all that is known of it."""

from dataclasses import dataclass

from ..spec.model import TemplateSpec
from ..spec.months import Month
from .evidence import FormInHand
from .findings import Place
from .past import Past
from .sheet_match import SheetMatch
from .tables import Table


@dataclass
class Submission:
    """One workbook with all that is known of it: what the rules over the whole file look at.

    ``form``: what the workbook says of its own form; ``month``: the report month, given or read from a title;
    ``titles``: the months in titles, with their places; ``two_stages``: whether the school in them may have two;
    ``school``: the name of the school that reports, where it is known; ``past``: the months before, where they are
    given; ``sha256``: the file's.
    """

    spec: TemplateSpec
    form: FormInHand
    name: str
    matches: list[SheetMatch]
    tables: list[Table]
    month: Month | None
    titles: list[tuple[Place, Month]]
    stage: str | None
    two_stages: bool
    school: str | None = None
    past: Past | None = None
    sha256: str = ""
    cut: bool = False  # whether there was more to find than is reported
    unlooked: bool = False  # whether there were more answers with a finding than are searched for names
