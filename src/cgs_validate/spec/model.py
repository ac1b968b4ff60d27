"""The field specification of one workbook template, resolved and checked: plain, frozen, without any file behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from ..cached_property import cached_property
from ..formats.instruction import clauses
from ..text import answer_key, key
from .code_list import Choices, CodeList
from .months import Month
from .next_month import NextMonthSpec
from .source import Sourced

STAGES = ("elementary", "junior", "senior")


Condition = dict[str, tuple[str, ...]]
"""Field name → codes; it holds where every field has one of its codes."""


class AgeRange(NamedTuple):
    """足歲: the age in full years on a day, from ``least`` to ``most``. ``born`` and ``on`` are fields."""

    born: str
    on: str
    least: int | None = None
    most: int | None = None

    @property
    def fields(self) -> set[str]:
        """The fields from which the age is computed."""
        return {self.born, self.on}

    def holds(self, age: int) -> bool:
        """Return whether an age is within."""
        return (self.least is None or self.least <= age) and (self.most is None or age <= self.most)


@dataclass(frozen=True)
class Usual(Sourced):
    """Limits that a right value seldom exceeds; beyond them is only a warning."""

    constraints: dict[str, Any]


@dataclass(frozen=True)
class Stages(Sourced):
    """Which codes belong to which school stage (學制)."""

    codes: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class FieldSpec(Sourced):
    """A column of the form: its header, the values that its cells may hold, and when.

    Where ``applies_when`` does not hold, ``otherwise`` is due, and without one the cell stays blank. A field that is
    ``required`` only when a condition holds, or at an age, may be left blank elsewhere, or filled in. ``nothing``: the
    number that is usual where there is nothing to count, so that people are advised to type it. ``row_each``: whether
    each of several codes has a row of its own. ``backing``: the sources of single keys, where they have their own.
    ``offered``: the entries of the dropdown in one workbook's own form that are no bare codes, each with its code; None
    where the field is that of the spec alone.
    """

    name: str
    header: str
    aliases: tuple[str, ...] = ()
    type: str = "string"
    nothing: str | None = None
    calendar: str = "roc"
    required: bool = False
    required_when: Condition = field(default_factory=dict)
    required_at_age: AgeRange | None = None
    constraints: dict[str, Any] = field(default_factory=dict)
    codes: CodeList | None = None
    row_each: bool = False
    choices: Choices | None = None
    usual: Usual | None = None
    applies_when: Condition = field(default_factory=dict)
    otherwise: str | None = None
    codes_only_when: dict[str, Condition] = field(default_factory=dict)
    stages: Stages | None = None
    personal_data: tuple[str, ...] = ()
    next_month: NextMonthSpec | None = None
    backing: dict[str, Sourced] = field(default_factory=dict)
    offered: dict[str, str] | None = None

    @property
    def none(self) -> str | None:
        """The text typed alone where there is nothing to choose, or the field does not apply."""
        return self.choices.none if self.choices and self.choices.none is not None else self.otherwise

    @property
    def names_persons(self) -> bool:
        """Whether its answers may name persons, whatever they look like."""
        return "person_name" in self.personal_data

    @property
    def blank_otherwise(self) -> bool:
        """Whether its cells stay blank where it does not apply."""
        return bool(self.applies_when) and self.otherwise is None

    @property
    def expects(self) -> str:
        """The kind of answer that is due: ``code``, ``word``, ``choices``, ``integer``, ``date`` or ``string``."""
        if self.codes:
            if not any(code.label for code in self.codes.codes.values()):
                return "word"
            several = self.choices and self.choices.most != 1
            return "choices" if several else "code"
        return self.type

    def labelled(self, codes: Iterable[str]) -> dict[str, str]:
        """Return codes with their labels; one that the field does not know has an empty label."""
        known = self.codes.codes if self.codes else {}
        return {code: known[code].label if code in known else "" for code in codes}

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The answer that is due, as findings have it: ``expects``, ``choices``, ``separator``, ``none``."""
        answer: dict[str, Any] = {"expects": self.expects}
        if self.nothing is not None:
            answer.update(expects=f"{self.expects}_or_none", none=self.nothing)
        if self.codes or "allowed" in self.constraints:
            answer["choices"] = self.labelled(self.codes.codes if self.codes else self.constraints["allowed"])
        if self.choices:
            answer["separator"] = self.choices.separator
            if self.choices.none is not None and self.codes and self.choices.none not in self.codes.codes:
                answer.update(expects=f"{self.expects}_or_none", none=self.choices.none)
        return answer

    @cached_property
    def words_due(self) -> bool:
        """Whether a text is due in it, in every row or in some."""
        return self.expects == "string" and bool(self.required or self.required_when or self.required_at_age)

    @cached_property
    def header_words(self) -> frozenset[str]:
        """Its headers, as answers are compared with them."""
        return frozenset(map(answer_key, (self.header, *self.aliases)))

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The Cerberus schema of one value of this field."""
        if not self.codes:
            return {"type": self.type, **self.constraints}
        allowed = list(self.codes.codes)
        if self.none is not None and self.none not in allowed:
            allowed.append(self.none)
        if not self.choices:
            return {"type": "string", "allowed": allowed, **self.constraints}
        schema: dict[str, Any] = {"type": "list", "schema": {"type": "string", "allowed": allowed}}
        return {**schema, "maxlength": self.choices.most} if self.choices.most else schema


@dataclass(frozen=True)
class RuleSpec(Sourced):
    """A rule declared over several columns or rows, by its code: its parameters, and the fields and sheets in them.

    A rule that names no sheets is about all that have its fields.
    """

    name: str
    params: Any
    fields: frozenset[str]
    sheets: frozenset[str]


@dataclass(frozen=True)
class Layout:
    """Where the published form puts things; rows from 1, areas as ``A4:B5`` → text. The checker finds them by text."""

    title_row: int
    header_row: int
    first_row: int
    title_columns: int
    groups: dict[str, str]
    instructions: dict[str, str]

    @cached_property
    def group_words(self) -> frozenset[str]:
        """The texts above groups of headers, in the form in which headers are compared."""
        return frozenset(map(key, self.groups.values()))


@dataclass(frozen=True)
class SheetSpec(Sourced):
    """A sheet of the form. ``matches``: parts of a sheet's name, one of which must occur."""

    name: str
    sheet_name: str
    matches: tuple[str, ...]
    title: str
    layout: Layout
    fields: dict[str, FieldSpec]
    rules: tuple[RuleSpec, ...]
    next_month: NextMonthSpec | None = None

    @property
    def label(self) -> str:
        """The sheet's name in sentences."""
        return self.matches[0]

    @cached_property
    def headers(self) -> dict[str, str]:
        """The field of every header, in the form in which headers are compared."""
        return {key(text): item.name for item in self.fields.values() for text in (item.header, *item.aliases)}

    @cached_property
    def instructions(self) -> frozenset[str]:
        """The instructions of the form, as they are published and in the same form."""
        published = self.layout.instructions.values()
        return frozenset((*published, *map(key, published)))

    @property
    def clauses(self) -> frozenset[str]:
        """The instructions of the form and their clauses, as answers are compared with them."""
        return clauses(tuple(self.layout.instructions.values()))

    @cached_property
    def names_due(self) -> dict[str, frozenset[str]]:
        """For each field that applies with some codes of others: the names of these, as answers are compared."""
        return {name: self._names(item.applies_when) for name, item in self.fields.items() if item.applies_when}

    def _names(self, condition: Condition) -> frozenset[str]:
        codes = {code: label for item in self.described(condition) for code, label in item["codes"].items()}
        names = (
            text for code, label in codes.items() for text in (code, label or code, f"{code}.{label}", f"{code}{label}")
        )
        return frozenset(map(answer_key, names))

    def described(self, condition: Condition) -> list[dict[str, Any]]:
        """Return a condition as findings have it: each field with its header, and its codes with their labels."""
        fields = ((self.fields[name], codes) for name, codes in condition.items())
        return [{"field": item.name, "label": item.header, "codes": item.labelled(codes)} for item, codes in fields]


@dataclass(frozen=True)
class OtherTemplate(Sourced):
    """Another year's template, known by headers that only it has."""

    title: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Guide(Sourced):
    """The sheet 填報說明: headings with their lines, then the definitions of some code lists."""

    sheet_name: str
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    definitions: tuple[CodeList, ...]


@dataclass(frozen=True)
class TemplateSpec(Sourced):
    """The spec of one workbook template.

    ``digest``: SHA-256 of the resolved spec; ``amendments``: how often it was changed after its release; ``backing``:
    the sources of the months ``from`` and ``to``, where they have their own.
    """

    id: str
    title: str
    status: str
    first_month: Month
    last_month: Month | None
    documents: dict[str, str]
    sheets: dict[str, SheetSpec]
    rules: tuple[RuleSpec, ...]
    other_templates: tuple[OtherTemplate, ...]
    code_lists: dict[str, CodeList]
    guide: Guide | None
    amendments: int
    digest: str
    backing: dict[str, Sourced]

    @property
    def family(self) -> str:
        """The reporting system that the template belongs to: ``cgs``."""
        return self.id.partition("/")[0]

    @property
    def fields(self) -> dict[str, FieldSpec]:
        """The fields of all sheets, which a rule of the whole workbook may name."""
        return {name: field for sheet in self.sheets.values() for name, field in sheet.fields.items()}

    @cached_property
    def words(self) -> str:
        """What the form calls its columns and codes, by which an answer that is none is known not to name a person."""
        fields = [item for sheet in self.sheets.values() for item in sheet.fields.values()]
        codes = [code for item in fields if item.codes for code in item.codes.codes.values()]
        words = [word for item in fields for word in (item.header, *item.aliases, *item.constraints.get("allowed", ()))]
        words += [word for code in codes for word in (code.code, code.label, *code.aliases, *code.likely)]
        return "\n".join(map(str, words))

    @cached_property
    def own_texts(self) -> str:
        """Its instructions, its words and what is quoted of it, in the form in which answers are compared."""
        fields = [item for sheet in self.sheets.values() for item in sheet.fields.values()]
        rules = chain(self.rules, *(sheet.rules for sheet in self.sheets.values()))
        declared = chain(fields, *((item.codes, item.choices, *item.backing.values()) for item in fields), rules)
        quoted = dict.fromkeys(item.source.quote for item in declared if item)
        instructions = (text for sheet in self.sheets.values() for text in sheet.layout.instructions.values())
        return "\n".join(map(answer_key, (*instructions, *quoted, *self.words.split("\n"))))

    @property
    def confirmed(self) -> bool:
        """Whether the form itself is known, so that what passes its rules can be uploaded."""
        return self.status == "released" and not self.doubtful

    def serves(self, month: Month) -> bool:
        """Return whether the template is to be used for that report month."""
        return self.first_month <= month and (self.last_month is None or month <= self.last_month)

    @property
    def surely_serves(self) -> bool:
        """Whether a document says when the form began or ended; else that it is the one to use is only observed."""
        ends = (self.backing.get(end, self) for end in ("from", "to"))
        return any(not end.doubtful for end in ends)

    def months_from(self, month: Month) -> int:
        """Return how many months a report month is away from those that the template serves, 0 for one of them."""
        if month < self.first_month:
            return month.until(self.first_month)
        return 0 if self.serves(month) or self.last_month is None else self.last_month.until(month)
