"""A draft of a spec, made from a blank form that no spec describes yet.

The form's own declarations are ``observed``; those that it leaves open have a comment, for a person to confirm.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..errors import ReadError
from ..spec import grammar
from ..spec.model import SheetSpec, TemplateSpec
from ..spec.months import find_month
from ..spec.yaml_reader import Path_
from ..text import key, strip
from ..workbook import Workbook, address, column_letters
from .form_hints import ColumnHints, column_hints
from .form_layout import FormColumn, FormSheet, Piece, form_sheets
from .read_form import BlankForm

ID = re.compile(grammar.ID["regex"])
DOCUMENT = "W"  # the workbook, among the draft's documents

_LONGEST_QUOTE = 80  # characters
_SHEET_PREFIX = re.compile(r"^(?:表|附件|附表)?[A-Za-z0-9一二三四五六七八九十]{0,3}[-_.、\s]+")
_COUNT = re.compile("次數|人次|人數|時數|件數")  # in a header
SCHOOL_YEAR = re.compile(r"(1[0-9]{2})\s*學年度")


@dataclass(frozen=True)
class Comment:
    """Something to confirm, or to know, at a place of a draft: the name of its sentence, with the parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Draft:
    """A spec as plain data, with its comments by path."""

    data: dict[str, Any]
    comments: dict[Path_, list[Comment]] = field(default_factory=dict)

    def comment(self, path: Path_, code: str, **params: Any) -> None:
        """Note something at a path."""
        self.comments.setdefault(path, []).append(Comment(code, params))


def infer(form: BlankForm, spec_id: str, known: Iterable[TemplateSpec] = ()) -> Draft:
    """Return a draft of a form's spec. known: specs whose names for sheets and fields are to be used again.

    Raises ReadError(``no_form``) where no sheet looks like a form, ValueError for an id that is none.
    """
    if not ID.fullmatch(spec_id):
        raise ValueError(f"spec id {spec_id!r} is not of the form family/version")
    sheets = usable_sheets(form)
    if not sheets:
        raise ReadError("no_form")
    first = sheets[0]
    draft = Draft(
        {
            "spec": spec_id,
            "title": re.sub(r"\.xls[xm]$", "", form.workbook.name, flags=re.IGNORECASE) or first.name,
            "status": "draft",
            "months": {"from": _first_month(sheets, spec_id)},
            "source": source(first, first.title or first.columns[0].header),
            "basis": "observed",
            "documents": {DOCUMENT: {"title": form.workbook.name or first.name}},
            "sheets": {},
        }
    )
    draft.comment(("title",), "confirm_title")
    draft.comment(("months",), "confirm_months")
    describer = Describer(draft, form.workbook, list(known))
    for sheet in sheets:
        describer.add_sheet(sheet)
    declared = {sheet["sheet_name"] for sheet in draft.data["sheets"].values()}
    for blank in form.sheets:
        if blank.sheet.name not in declared:
            draft.comment(("sheets",), "sheet_left_out", name=blank.sheet.name)
    return draft


def usable_sheets(form: BlankForm) -> list[FormSheet]:
    """Return the sheets to be filled in with a column that differs from all others."""
    return [sheet for sheet in form_sheets(form) if len(_duplicates(sheet.columns)) < len(headers_of(sheet))]


def source(sheet: FormSheet, piece: Piece, document: str = DOCUMENT) -> dict[str, str]:
    """Return a text of the form as a source."""
    return {"document": document, "place": f"{sheet.name}!{piece.place}", "quote": quote(piece.text)}


def same_title(title: str, text: str) -> bool:
    """Return whether a text is a title of a spec, whatever month and school are in it."""
    parts = re.split(r"\{month\}|\{school\}", key(title))
    return bool(re.fullmatch(".{0,40}".join(map(re.escape, parts)), key(text)))


def quote(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def one_line(header: str) -> str:
    """Return a header on one line, without a blank between ideographs."""
    return " ".join(re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", strip(header)).split())


def text_of(piece: Piece) -> str:
    """Return the text of a piece with plain line breaks, without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in strip(piece.text).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def areas(sheet: FormSheet, pieces: Iterable[Piece]) -> dict[str, str]:
    """Return texts by their areas, in the columns of the spec, which has no columns without a header."""
    numbers = [column.number for column in sheet.columns]
    placed = {}
    for piece in pieces:
        covered = [place for place, number in enumerate(numbers, 1) if piece.area.left <= number <= piece.area.right]
        if covered:
            first, last = address(piece.area.top, covered[0]), address(piece.area.bottom, covered[-1])
            placed[f"{first}:{last}"] = text_of(piece)
    return placed


@dataclass
class Describer:
    """Describes sheets and fields in the grammar of specs, into a draft."""

    draft: Draft
    workbook: Workbook
    known: list[TemplateSpec] = field(default_factory=list)
    document: str = DOCUMENT

    def add_sheet(self, sheet: FormSheet) -> str:
        """Put a sheet into the draft; return its name there."""
        model = self._model(sheet)
        sheets = self.draft.data["sheets"]
        name = model.name if model and model.name not in sheets else f"sheet_{len(sheets) + 1}"
        path: Path_ = ("sheets", name)
        sheets[name] = data = self._sheet_frame(sheet, model)
        if not model:
            self.draft.comment(path, "confirm_name")
        hints = column_hints(sheet)
        duplicates = _duplicates(sheet.columns)
        for column in sheet.columns:
            header = one_line(column.header.text)
            if key(header) in duplicates:
                self.draft.comment((*path, "fields"), "duplicate_header", header=header, place=column.header.place)
                continue
            field_name = self.field_name(header, column, data["fields"], model)
            here = (*path, "fields", field_name)
            if field_name.startswith(_letter_name(column)):
                self.draft.comment(here, "confirm_name")
            data["fields"][field_name] = self.field(sheet, column, hints[column.number], here)
        return name

    def field(self, sheet: FormSheet, column: FormColumn, hints: ColumnHints, path: Path_) -> dict[str, Any]:
        """Return the declaration of a field; its code list goes into the draft."""
        declared: dict[str, Any] = {"header": one_line(column.header.text)}
        place = next((piece for piece in column.instructions if piece.area.left == column.number), column.header)
        where = {"source": source(sheet, place, self.document), "basis": "observed"}
        self._comment(declared["header"], column, hints, path)
        if hints.labelled:
            declared["codes"] = self._list_name(str(path[-1]), declared["header"], hints.labelled, where)
            declared |= self._choices(hints, where, path)
        else:
            declared["type"] = hints.type
            declared |= {"calendar": hints.calendar} if hints.calendar else {}
            declared |= {"allowed": list(hints.entries)} if hints.entries and hints.type == "string" else {}
            declared |= hints.bounds if not hints.entries else {}
        if hints.required:
            declared["required"] = True
        return declared | where

    def field_name(self, header: str, column: FormColumn, fields: Mapping[str, Any], model: SheetSpec | None) -> str:
        """Return a name for a field: the one it has in another spec, an English header, else its column's letter."""
        sheets = [*filter(None, [model]), *(sheet for spec in self.known for sheet in spec.sheets.values())]
        names = [sheet.headers[key(header)] for sheet in sheets if key(header) in sheet.headers]
        if header.isascii() and (words := re.findall("[a-z0-9]+", header.casefold())):
            names.append(re.sub("^(?=[0-9])", "n", "_".join(words)[:40].strip("_")))
        letter = _letter_name(column)
        others = (f"{letter}_{number}" for number in range(2, len(fields) + 3))
        return next(name for name in (*names, letter, *others) if name not in fields)

    def _sheet_frame(self, sheet: FormSheet, model: SheetSpec | None) -> dict[str, Any]:
        title, others = sheet.title, [other.name for other in self.workbook if other is not sheet.blank.sheet]
        layout: dict[str, Any] = {
            "title_row": title.area.top if title else 0,
            "header_row": sheet.header_row,
            "first_row": sheet.first_row,
        }
        texts = {"groups": areas(sheet, sheet.groups), "instructions": areas(sheet, sheet.instructions)}
        layout |= {name: placed for name, placed in texts.items() if placed}
        return {
            "sheet_name": sheet.name,
            "matches": [part_that_counts(sheet.name, model, others)],
            "title": _title(title, model) if title else sheet.name,
            "source": source(sheet, title or sheet.columns[0].header, self.document),
            "basis": "observed",
            "layout": layout,
            "fields": {},
        }

    def _model(self, sheet: FormSheet) -> SheetSpec | None:
        """Return the sheet of a known spec with which a sheet has the most headers in common, at least half of them."""
        headers = headers_of(sheet)
        models = [model for spec in self.known for model in spec.sheets.values()]
        best = max(models, key=lambda model: len(headers & model.headers.keys()), default=None)
        return best if best and 2 * len(headers & best.headers.keys()) >= len(headers) else None

    def _list_name(self, name: str, title: str, labelled: dict[str, str], where: dict[str, Any]) -> str:
        lists = self.draft.data.setdefault("code_lists", {})
        codes = {code: {"label": label} if label else {} for code, label in labelled.items()}
        for known, declared in lists.items():
            if declared["codes"] == codes:
                return str(known)
        names = (name, *(f"{name}_{number}" for number in range(2, len(lists) + 2)))
        name = next(name for name in names if name not in lists)
        lists[name] = {"title": title, "codes": codes, **where}
        return name

    def _choices(self, hints: ColumnHints, where: dict[str, Any], path: Path_) -> dict[str, Any]:
        none = {"none": "0"} if hints.zero and not hints.offered and "0" not in hints.labelled else {}
        if hints.several:
            if not hints.separator:
                self.draft.comment(path, "confirm_separator")
            most = {"most": hints.most} if hints.most else {}
            basis = {"basis": "observed" if hints.separator else "assumed"}
            return {"choices": {"separator": hints.separator or ",", **most, **none, **where, **basis}}
        return {"choices": {"separator": ",", "most": 1, **none, **where}} if none else {}

    def _comment(self, header: str, column: FormColumn, hints: ColumnHints, path: Path_) -> None:
        comment = self.draft.comment
        prompts = [guard.prompt for guard in column.validations if guard.prompt]
        if notes := [piece.text for piece in column.instructions] or prompts:
            comment(path, "form_says", text=" / ".join(map(quote, notes)))
        if hints.required is None:
            comment(path, "confirm_required")
        if hints.several and not hints.labelled:
            comment(path, "several_without_codes")
        if hints.labelled and hints.offered and set(hints.offered) != set(hints.codes):
            comment(path, "lists_differ", offered="、".join(hints.offered))
        if "日期" in header and hints.type == "string":
            comment(path, "confirm_date")
        if _COUNT.search(header) and hints.type == "string" and not (hints.labelled or hints.entries):
            comment(path, "confirm_count")
        for kind, formula in hints.unclear:
            code = f"unclear_{kind}" if kind in ("list", "custom") else "unclear_kind"
            comment(path, code, formula=quote(formula), kind=kind)


def _title(piece: Piece, model: SheetSpec | None) -> str:
    return model.title if model and same_title(model.title, piece.text) else text_of(piece)


def _letter_name(column: FormColumn) -> str:
    return f"column_{column_letters(column.number).lower()}"


def headers_of(sheet: FormSheet) -> set[str]:
    """Return the headers of a sheet, in comparable form."""
    return {key(one_line(column.header.text)) for column in sheet.columns}


def _duplicates(columns: Iterable[FormColumn]) -> set[str]:
    headers = Counter(key(one_line(column.header.text)) for column in columns)
    return {header for header, count in headers.items() if count > 1}


def part_that_counts(name: str, model: SheetSpec | None, others: Iterable[str]) -> str:
    """Return the part of a sheet's name by which it is found: the shortest that no other sheet has, too."""
    known = model.matches if model else ()
    parts = [re.split(r"[_\-.、]", name)[-1], *known, _SHEET_PREFIX.sub("", name)]
    fits = (part for part in map(strip, parts) if len(part) > 1 and key(part) in key(name))
    return next((part for part in fits if not any(key(part) in key(other) for other in others)), name)


def _first_month(sheets: Iterable[FormSheet], spec_id: str) -> str:
    """Return the first month that a form serves: by its titles or its id, else of this school year."""
    texts = [piece.text for sheet in sheets for piece in (sheet.title, *sheet.groups) if piece]
    if (found := find_month(texts)) is not None:
        return str(found[1])
    year = next((match[1] for text in texts if (match := SCHOOL_YEAR.search(text))), None)
    today = date.today()
    return f"{year or school_year(spec_id) or today.year - 1911 - (today.month < 8)}-08"


def school_year(spec_id: str) -> str | None:
    """Return the school year that the id of a spec names, if it names one."""
    version = spec_id.partition("/")[2]
    return version if re.fullmatch("1[0-9]{2}", version) else None
