"""The rules, a module each: its name is the code of its findings, its docstring the rule's page.

Five kinds, by what they look at; those with OPTIONS are declared by specs. Rules yield hits; the engine stamps severity
and place.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ParamSpec, Protocol

from ...spec.grammar import SHEET_RULE, WORKBOOK_RULE
from ...spec.model import FieldSpec, RuleSpec
from ...spec.rule_options import Options, declare
from ..findings import Certainty, Finding, Hits, Kind, Severity
from ..past import Past
from ..sheet_match import SheetMatch
from ..submission import Submission
from ..tables import Table
from ..values import Value
from . import (
    age,
    allowed,
    answer_expected,
    bare_code,
    became_date,
    became_number,
    blank_expected,
    changed_since,
    choices_most,
    choices_none,
    choices_repeat,
    class_seat,
    codes_only_when,
    column_missing,
    column_moved,
    column_renamed,
    column_unknown,
    columns_hidden,
    contact,
    date,
    date_format,
    days_between,
    does_not_follow,
    duplicate_column,
    duplicate_sheet,
    error_value,
    example_sent,
    formula,
    formula_without_value,
    full_width,
    gap_in_rows,
    header_missing,
    inconsistent,
    instruction_row,
    look_alike,
    mangled_code,
    max,  # noqa: A004 - named after the Cerberus rule
    maxlength,
    merged_cell,
    min,  # noqa: A004 - named after the Cerberus rule
    minlength,
    missing_reference,
    month_mismatch,
    month_outside,
    months_between,
    national_id,
    no_answer,
    not_a_record,
    not_all_zero,
    not_continued,
    not_mixed,
    not_seen_before,
    outside_table,
    person_name,
    placeholder_expected,
    raised_text,
    record_every,
    regex,
    required,
    resembles_earlier,
    rows_hidden,
    same_as,
    same_counts,
    same_file,
    school_mismatch,
    seen_before,
    separator,
    several_codes,
    sheet_empty,
    sheet_hidden,
    sheet_missing,
    sheet_renamed,
    shown_otherwise,
    stage,
    stored_otherwise,
    struck_out,
    template_other_year,
    title_blank,
    unique,
    unlikely,
    unusual,
    whole_number,
)

if TYPE_CHECKING:
    from typing_extensions import TypeIs


Looked = ParamSpec("Looked")


class Rule(Protocol):
    """A rule's module. KIND is ``invalid`` and SEVERITY ``error`` where it does not say otherwise.

    PROBABLE: it would be an error, were the rule itself stated in the sources.
    """

    CODE: str


class CheckingRule(Rule, Protocol[Looked]):
    """A rule that looks at what its kind is given."""

    def check(self, *looked: Looked.args, **named: Looked.kwargs) -> Hits:
        """Yield a hit for each place that breaks the rule; none for what it cannot know."""


class DeclaredRule(Rule, Protocol):
    """A rule that a spec declares, with options; it is checked once for each declaration."""

    @property
    def OPTIONS(self) -> Options:  # noqa: N802 - a constant of the module
        """What a spec writes after the rule's name."""


class DeclaredTableRule(DeclaredRule, CheckingRule[[Table, RuleSpec]], Protocol):
    """Compares columns or rows of a sheet that has all fields that the declaration names."""


class PastRule(DeclaredRule, CheckingRule[[Table, Past, RuleSpec]], Protocol):
    """Compares a sheet that has all fields that the declaration names with that of the month before."""


class DeclaredWorkbookRule(DeclaredRule, CheckingRule[[Sequence[Table], RuleSpec]], Protocol):
    """Compares sheets that have all fields; with WITHIN_SHEETS a single sheet can declare it for itself, too."""


SheetRule = CheckingRule[[SheetMatch]]  # looks at a sheet as it was found: its name, its headers
ValueRule = CheckingRule[[FieldSpec, Value]]  # looks at each distinct value of a field, once
TableRule = CheckingRule[[Table]]  # looks at the rows of a sheet
WorkbookRule = CheckingRule[[Submission]]  # looks at the workbook as a whole

# In the order in which findings are shown: what makes all others moot comes first.
WORKBOOK_RULES: tuple[WorkbookRule | DeclaredWorkbookRule, ...] = (
    example_sent,
    month_outside,
    month_mismatch,
    school_mismatch,
    title_blank,
    sheet_empty,
    same_file,
    not_mixed,
    inconsistent,
    missing_reference,
    look_alike,
    stage,
)
# The sheet rules that look at the columns, where they are those of the template.
COLUMN_RULES: tuple[SheetRule, ...] = (
    column_missing,
    duplicate_column,
    column_renamed,
    column_moved,
    column_unknown,
    columns_hidden,
    outside_table,
)
_OF_SHEETS: tuple[SheetRule, ...] = (sheet_missing, template_other_year, header_missing, duplicate_sheet)
SHEET_RULES = (*_OF_SHEETS, *COLUMN_RULES, sheet_renamed, sheet_hidden, instruction_row)
# What was not found was not checked, whatever is known of the form.
NOT_CHECKED = frozenset(
    rule.CODE
    for rule in (sheet_missing, duplicate_sheet, template_other_year, header_missing, column_missing, duplicate_column)
)
# The wording of a header that no document states may be any other.
HINTS_IF_DOUBTFUL = frozenset({column_renamed.CODE})
_OF_CELLS = (error_value, formula_without_value, full_width, bare_code, separator)
_OF_EXCEL = (became_date, became_number, date_format, mangled_code, stored_otherwise, shown_otherwise)
_OF_CONSTRAINTS = (several_codes, allowed, whole_number, date, min, max, minlength, maxlength, regex)
_OF_CHOICES = (choices_most, choices_none, choices_repeat)
_OF_PERSONS: tuple[ValueRule, ...] = (person_name, class_seat, contact)
VALUE_RULES: tuple[ValueRule, ...] = (
    *_OF_CELLS,
    *_OF_EXCEL,
    *_OF_CONSTRAINTS,
    *_OF_CHOICES,
    unusual,
    *_OF_PERSONS,
    formula,
)
TABLE_RULES: tuple[TableRule | DeclaredTableRule, ...] = (
    not_a_record,
    required,
    merged_cell,
    national_id,
    answer_expected,
    placeholder_expected,
    blank_expected,
    codes_only_when,
    no_answer,
    unique,
    same_as,
    not_all_zero,
    unlikely,
    age,
    days_between,
    months_between,
    record_every,
    gap_in_rows,
    rows_hidden,
    struck_out,
    raised_text,
)

# What does not follow from the workbook of the month before, where that is given.
PAST_RULES: tuple[PastRule, ...] = (
    same_counts,
    not_continued,
    seen_before,
    not_seen_before,
    resembles_earlier,
    does_not_follow,
    changed_since,
)

RULES: dict[str, Rule] = {
    rule.CODE: rule for rule in (*WORKBOOK_RULES, *SHEET_RULES, *PAST_RULES, *TABLE_RULES, *VALUE_RULES)
}

# Their findings are about a value that may name a person.
PERSONAL = frozenset(rule.CODE for rule in (national_id, *_OF_PERSONS))

# They say themselves that their cell cannot be seen, or that struck-out text is read.
OF_HIDDEN = frozenset(rule.CODE for rule in (rows_hidden, columns_hidden, sheet_hidden))
OF_LOOKS = frozenset(rule.CODE for rule in (struck_out, raised_text))

# What a finding says of a cell can make others of the same cell moot, or contradict them.
_HOW_WRITTEN = (
    "full_width",
    "bare_code",
    "separator",
    "several_codes",
    "allowed",
    "choices_most",
    "choices_none",
    "choices_repeat",
)
_OF_CONTENT = (*_HOW_WRITTEN, *(rule.CODE for rule in _OF_CONSTRAINTS))
_BY_EXCEL = (became_date.CODE, became_number.CODE, date_format.CODE)
MAKES_MOOT: dict[str, tuple[str, ...]] = {
    example_sent.CODE: (title_blank.CODE,),
    **dict.fromkeys(
        ("answer_expected", "placeholder_expected", "blank_expected"),
        (*_HOW_WRITTEN, became_date.CODE, became_number.CODE, stored_otherwise.CODE),
    ),
    **dict.fromkeys(_BY_EXCEL, (*_OF_CONTENT, stored_otherwise.CODE)),
    stored_otherwise.CODE: _OF_CONTENT,
    several_codes.CODE: (allowed.CODE,),
    not_mixed.CODE: (inconsistent.CODE,),
}


def doubts_words(finding: Finding) -> bool:
    """Return whether a finding says something against what words in its cell mean: a grade not of the file's stage."""
    if finding.code == stage.CODE:
        return finding.params.get("expects") != "two"
    return finding.code == answer_expected.CODE


def of_clean_values(field: FieldSpec) -> list[ValueRule]:
    """Return the value rules that look at clean values and can find something in a field's clean values."""
    return [
        *(_OF_CHOICES if field.choices else ()),
        *((unusual,) if field.usual else ()),
        *(rule for rule in _OF_PERSONS if rule.CODE in field.personal_data),
    ]


def takes_options(rule: Rule) -> "TypeIs[DeclaredRule]":
    """Return whether specs declare a rule."""
    return "OPTIONS" in vars(rule)  # a module is slow to say that it lacks something


def kind_of(rule: Rule) -> Kind:
    """Return the kind of a rule's findings."""
    kind: Kind = vars(rule).get("KIND", Kind.INVALID)
    return kind


def severity_of(rule: Rule) -> Severity:
    """Return the severity of a rule's findings; what is not stated in the spec makes each a warning."""
    severity: Severity = vars(rule).get("SEVERITY", Severity.ERROR)
    return severity


def certainty_of(rule: Rule) -> Certainty | None:
    """Return how sure a rule's findings are where all that they rest on is stated; None for a rule of hints."""
    if severity_of(rule) is Severity.ERROR:
        return Certainty.CERTAIN
    return Certainty.PROBABLE if "PROBABLE" in vars(rule) else None


for _rule in filter(takes_options, (*TABLE_RULES, *PAST_RULES, *WORKBOOK_RULES)):
    if _rule in TABLE_RULES or _rule in PAST_RULES or hasattr(_rule, "WITHIN_SHEETS"):
        declare(_rule.CODE, _rule.OPTIONS, SHEET_RULE)
    if _rule in WORKBOOK_RULES:
        declare(_rule.CODE, _rule.OPTIONS, WORKBOOK_RULE)
