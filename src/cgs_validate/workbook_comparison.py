"""A spec held against a workbook: what differs, and the changes that would make a new year's spec of it.

A difference is told to people; a change is proposed in the grammar of specs. Most differences have one change, some
have none (a doubled column is for people to put right), some bring others with them (rules that name a removed column).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from .blanks import BlankForm
from .errors import ReadError
from .form_answers import Answers, answers
from .form_layout import FormColumn, FormSheet, Piece, lay_out
from .headers import SheetMatch, match_sheets
from .inference import (
    Comment,
    Describer,
    Draft,
    areas,
    one_line,
    part_that_counts,
    quote,
    same_title,
    source,
    text_of,
    usable_sheets,
)
from .normalize import key
from .sheets import column_letters
from .spec import FieldSpec, TemplateSpec
from .spec_files import Path_

_ALIKE = 0.5  # texts that are one text changed, not two


@dataclass(frozen=True)
class Difference:
    """Something in which the workbook departs from the spec: the name of its sentence, with the parameters."""

    sheet: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Comparison:
    """What was found. ``changes``: proposed, in the grammar; ``comments``: on them, by their index."""

    differences: list[Difference] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[int, list[Comment]] = field(default_factory=dict)
    code_lists: dict[str, Any] = field(default_factory=dict)


def compare(spec: TemplateSpec, tree: Mapping[str, Any], form: BlankForm, document: str) -> Comparison:
    """Hold a spec against a blank form. tree: the spec's resolved data; document: how the form is named as a source.

    Raises ReadError(``no_form``) where no sheet looks like a form.
    """
    matches = match_sheets(spec, form.workbook)
    draft = Draft({"sheets": dict(tree["sheets"]), "code_lists": dict(tree.get("code_lists", {}))})
    describer = Describer(draft, [spec], document)
    found = Comparison()
    names = [sheet.name for sheet in form.workbook]
    sheets = [_Sheet(found, match, _laid_out(match, form), tree, describer, names) for match in matches]
    forms = usable_sheets(form)
    if not forms and not any(sheet.layout for sheet in sheets):
        raise ReadError("no_form")
    for sheet in sheets:
        sheet.compare()
    read = {id(sheet) for match in matches for sheet in (match.sheet, *match.namesakes)}
    for layout in forms:
        if id(layout.blank.sheet) not in read and not _is_guide(spec, layout):
            _added_sheet(found, layout, form, describer)
    here = {name for sheet in sheets for name in sheet.match.spec.fields.keys() - sheet.gone.keys()}
    nowhere = {name for sheet in sheets for name in sheet.gone} - here
    if nowhere and sheets:
        sheets[0].remove_rules("rules", list(tree.get("rules", [])), nowhere)
    found.code_lists = {
        name: declared for name, declared in draft.data["code_lists"].items() if name not in tree.get("code_lists", {})
    }
    return found


def _laid_out(match: SheetMatch, form: BlankForm) -> FormSheet | None:
    return lay_out(form.of(match.sheet), match.header_row) if match.sheet and match.header_row else None


def _is_guide(spec: TemplateSpec, layout: FormSheet) -> bool:
    return spec.guide is not None and key(spec.guide.sheet_name) == key(layout.name)


def _added_sheet(found: Comparison, layout: FormSheet, form: BlankForm, describer: Describer) -> None:
    known = set(describer.draft.data["sheets"])
    others = [other for other in form.workbook if other is not layout.blank.sheet]
    name = describer.add_sheet(layout, others)
    if name not in known and describer.draft.data["sheets"][name]["fields"]:
        declared = describer.draft.data["sheets"][name]
        found.differences.append(Difference(layout.name, "sheet_added"))
        found.comments[len(found.changes)] = [Comment("confirm_name")]
        where = {"source": declared["source"], "basis": "observed"}
        found.changes.append({"add": f"sheets.{name}", "to": declared, **where})


@dataclass
class _Sheet:
    """One sheet of the spec beside its sheet of the workbook."""

    found: Comparison
    match: SheetMatch
    layout: FormSheet | None
    tree: Mapping[str, Any]
    describer: Describer
    sheet_names: list[str]
    renamed: dict[str, int] = field(default_factory=dict)
    gone: dict[str, FieldSpec] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"sheets.{self.match.spec.name}"

    @property
    def declared(self) -> dict[str, Any]:
        """The sheet as the resolved spec has it."""
        declared: dict[str, Any] = self.tree["sheets"][self.match.spec.name]
        return declared

    def compare(self) -> None:
        """Tell and propose everything about this sheet."""
        if self.layout is None:
            self.gone = dict(self.match.spec.fields)
            self.tell("sheet_missing" if self.match.sheet is None else "header_missing")
            change = {"remove": self.path, "was": {"sheet_name": self.match.spec.sheet_name}}
            self.propose(change, None, Comment("confirm_sheet_removed"))
            return
        for other in self.match.namesakes:
            self.tell("sheet_doubled", name=other.name)
        self.renamed = {**self.match.renamed, **self._renamed_in_place(), **self._renamed_with_list(self.layout)}
        self.compare_name(self.layout)
        self.compare_title(self.layout)
        self.compare_columns(self.layout)
        self.compare_layout(self.layout)
        self.compare_lists(self.layout)

    def tell(self, difference: str, **params: Any) -> None:
        """Note a difference by the name of its sentence."""
        self.found.differences.append(Difference(self.match.spec.label, difference, params))

    def propose(self, change: dict[str, Any], piece: Piece | None = None, *comments: Comment) -> None:
        """Propose a change; piece: the text of the form that it comes from, by default the sheet as a whole."""
        where = {"source": self.source(piece), "basis": "observed"}
        whole = {**change, **where}
        if whole in self.found.changes:
            return
        if comments:
            self.found.comments[len(self.found.changes)] = list(comments)
        self.found.changes.append(whole)

    def source(self, piece: Piece | None) -> dict[str, str]:
        """Return where a change comes from; what is not there is told by the names of the sheets that are."""
        if self.layout is None:
            names = self.sheet_names
            return {"document": self.describer.document, "place": f"{names[0]}!A1", "quote": quote("、".join(names))}
        return source(self.layout, piece or self.layout.title or self.layout.columns[0].header, self.describer.document)

    # -- names ---------------------------------------------------------------------------------------------------

    def compare_name(self, layout: FormSheet) -> None:
        """Compare the sheet's name."""
        spec = self.match.spec
        if key(layout.name) == key(spec.sheet_name):
            return
        self.tell("sheet_renamed", was=spec.sheet_name, to=layout.name)
        self.propose({"rename": self.path, "was": spec.sheet_name, "to": layout.name})
        if not any(key(part) in key(layout.name) for part in spec.matches):
            part = part_that_counts(layout.name, None, [])
            self.propose({"change": f"{self.path}.matches", "was": list(spec.matches), "to": [part]})

    def compare_title(self, layout: FormSheet) -> None:
        """Compare the sheet's title, whatever month and school stand in it."""
        spec = self.match.spec
        if layout.title and not same_title(spec.title, layout.title.text):
            self.tell("title_changed", was=quote(spec.title), to=quote(layout.title.text))
            change = {"change": f"{self.path}.title", "was": spec.title, "to": text_of(layout.title)}
            self.propose(change, layout.title, Comment("confirm_placeholders"))

    # -- columns -------------------------------------------------------------------------------------------------

    def _renamed_with_list(self, layout: FormSheet) -> dict[str, int]:
        """Pair a missing column with the only unknown one that has its code list."""
        told = answers(layout)
        renamed = {}
        for item in self.match.missing:
            codes = list(item.codes.codes) if item.codes else []
            alike = [number for number in self.match.unknown if codes and list(told[number].labelled) == codes]
            if len(alike) == 1:
                renamed[item.name] = alike[0]
        return {name: number for name, number in renamed.items() if list(renamed.values()).count(number) == 1}

    def _renamed_in_place(self) -> dict[str, int]:
        """Pair a missing column with an unknown one where they alone stand between the same neighbours."""
        match = self.match
        found = {name: number for name, number in {**match.columns, **match.renamed}.items() if name not in match.moved}
        fields = list(match.spec.fields)
        by_number = sorted(found, key=lambda name: found[name])
        missing: dict[tuple[str, str], list[str]] = {}
        for item in match.missing:
            place = fields.index(item.name)
            before = next((name for name in reversed(fields[:place]) if name in found), "")
            after = next((name for name in fields[place:] if name in found), "")
            missing.setdefault((before, after), []).append(item.name)
        unknown: dict[tuple[str, str], list[int]] = {}
        for number in match.unknown:
            before = next((name for name in reversed(by_number) if found[name] < number), "")
            after = next((name for name in by_number if found[name] > number), "")
            unknown.setdefault((before, after), []).append(number)
        pairs = ((names, unknown.get(gap, [])) for gap, names in missing.items())
        return {names[0]: numbers[0] for names, numbers in pairs if len(names) == len(numbers) == 1}

    def _known_by_other_names(self, columns: Mapping[int, FormColumn]) -> dict[str, int]:
        """Return the columns whose header is none but another name of their field."""
        found = {}
        for name, number in self.match.columns.items():
            item, header = self.match.spec.fields[name], key(columns[number].header.text) if number in columns else ""
            if header != key(item.header) and header in map(key, item.also):
                found[name] = number
        return found

    def compare_columns(self, layout: FormSheet) -> None:
        """Compare the columns: renamed, missing, moved, added."""
        match, spec = self.match, self.match.spec
        columns = {column.number: column for column in layout.columns}
        for name, numbers in match.doubled.items():
            self.tell("column_doubled", header=spec.fields[name].header, places=_letters(numbers))
        for name, number in {**self._known_by_other_names(columns), **self.renamed}.items():
            header = one_line(columns[number].header.text)
            self.tell("column_renamed", was=spec.fields[name].header, to=header, place=columns[number].header.place)
            change = {"rename": self.field_path(name), "was": spec.fields[name].header, "to": header}
            self.propose(change, columns[number].header, *[Comment("confirm_rename")][: name in self.renamed])
        firsts = {name: numbers[0] for name, numbers in match.doubled.items()}
        kept = {**match.columns, **self.renamed, **firsts}
        self.gone = {name: item for name, item in spec.fields.items() if name not in kept}
        self.remove_fields(self.gone)
        order = [name for name in spec.fields if name in kept]
        self.compare_order(order, kept, columns)
        self.add_columns(layout, order, kept, columns)

    def field_path(self, name: str) -> str:
        return f"{self.path}.fields.{name}"

    def remove_fields(self, gone: dict[str, FieldSpec]) -> None:
        """Propose to remove fields, first everything that names them."""
        self.remove_rules(f"{self.path}.rules", self.declared.get("rules", []), gone)
        for name, other in self.declared["fields"].items():
            parts = [part for part in ("applies_when", "codes_only_when") if gone.keys() & _words(other.get(part))]
            if name not in gone:
                for part in [*parts, *(["otherwise"] if "applies_when" in parts else [])]:
                    change = {"remove": f"{self.field_path(name)}.{part}", "was": other[part]}
                    self.propose(change, None, Comment("confirm_rule"))
        for item in gone.values():
            self.tell("column_missing", header=item.header)
            self.propose({"remove": self.field_path(item.name), "was": {"header": item.header}})

    def remove_rules(self, path: str, rules: list[dict[str, Any]], gone: Iterable[str]) -> None:
        """Propose to remove the rules that name a field that is gone, the whole list where none is left."""
        naming = [rule for rule in rules if set(gone) & _words(rule)]
        for was in [rules] if naming and len(naming) == len(rules) else naming:
            self.propose({"remove": path, "was": was}, None, Comment("confirm_rule"))

    def compare_order(self, order: list[str], kept: dict[str, int], columns: Mapping[int, FormColumn]) -> None:
        """Compare the order of the columns that both have."""
        target = sorted(order, key=lambda name: kept[name])
        moved = set(_moved(order, target))
        for place, name in enumerate(target):
            if name in moved:
                was = _neighbour(order, order.index(name))
                order.remove(name)
                order.insert(order.index(target[place - 1]) + 1 if place else 0, name)
                to = _neighbour(order, order.index(name))
                piece = columns[kept[name]].header
                self.tell_moved(name, was.get("after"), to.get("after"))
                self.propose({"move": self.field_path(name), "was": was, "to": to}, piece)

    def tell_moved(self, name: str, was: str | None, to: str | None) -> None:
        """Tell that a column moved; was, to: the columns before it, None at the front."""
        fields = self.match.spec.fields
        code = "column_moved" if was and to else "column_moved_to_front" if was else "column_moved_from_front"
        places = {"was": fields[was].header if was else "", "to": fields[to].header if to else ""}
        self.tell(code, header=fields[name].header, **places)

    def add_columns(
        self, layout: FormSheet, order: list[str], kept: dict[str, int], columns: Mapping[int, FormColumn]
    ) -> None:
        """Tell and propose the columns that the spec does not have. order: of its fields, as it is by now."""
        named = {number: name for name, number in kept.items()}
        doubled = {number for numbers in self.match.doubled.values() for number in numbers}
        told, taken = answers(layout), dict(self.declared["fields"])
        before = ""
        for number, column in sorted(columns.items()):
            if number in named:
                before = named[number]
            elif number not in doubled:
                header = one_line(column.header.text)
                name = self.describer.field_name(header, column, taken, None)
                path: Path_ = ("sheets", self.match.spec.name, "fields", name)
                taken[name] = self.describer.field(layout, column, told[number], path)
                at = {"at": {"after": before} if before else {"before": order[0]}} if order else {}
                if order and before == order[-1]:
                    at = {}
                order.insert(order.index(before) + 1 if before else 0, name)
                before = name
                self.tell("column_added", header=header, place=column_letters(number))
                comments = [Comment("confirm_name"), *self.describer.draft.comments.pop(path, [])]
                self.propose({"add": self.field_path(name), **at, "to": taken[name]}, column.header, *comments)

    # -- layout --------------------------------------------------------------------------------------------------

    def compare_layout(self, layout: FormSheet) -> None:
        """Compare the rows, and the texts above and below the headers."""
        declared = self.declared["layout"]
        rows = {"header_row": layout.header_row, "first_row": layout.first_row}
        if layout.title:
            rows["title_row"] = layout.title.area.top
        for name, row in rows.items():
            if int(declared[name]) != row:
                self.tell(f"{name}_moved", was=declared[name], to=row)
                change = {"change": f"{self.path}.layout.{name}", "was": declared[name], "to": row}
                self.propose(change, layout.columns[0].header)
        self.compare_texts("groups", declared.get("groups", {}), areas(layout, layout.groups), layout)
        self.compare_texts("instructions", declared.get("instructions", {}), areas(layout, layout.instructions), layout)

    def compare_texts(self, name: str, was: dict[str, str], to: dict[str, str], layout: FormSheet) -> None:
        """Compare texts by their areas; where only columns shifted, nothing is told, but the areas are proposed."""
        if {area: key(text) for area, text in was.items()} == {area: key(text) for area, text in to.items()}:
            return
        placed = {text_of(piece): piece for piece in (*layout.groups, *layout.instructions)}
        for old, new in _paired(was, to):
            gone, added = _lines(old, new)
            self.tell(_named("text", gone, added), place=placed[new].place if new else "", was=gone, to=added)
        path = f"{self.path}.layout.{name}"
        if was.keys() == to.keys():
            for area in (area for area in was if key(was[area]) != key(to[area])):
                self.propose({"change": f"{path}.{area}", "was": was[area], "to": to[area]}, placed[to[area]])
        elif not was:
            self.propose({"add": path, "to": to})
        elif not to:
            self.propose({"remove": path, "was": was})
        else:
            area = next((area for area in was if key(was[area]) != key(to.get(area, ""))), next(iter(was)))
            self.propose({"change": path, "was": {area: was[area]}, "to": to})

    # -- lists ---------------------------------------------------------------------------------------------------

    def compare_lists(self, layout: FormSheet) -> None:
        """Compare what the fields may hold with the dropdowns and the codes in the texts."""
        told = answers(layout)
        columns = {column.number: column for column in layout.columns}
        for name, number in {**self.match.columns, **self.renamed}.items():
            item, found = self.match.spec.fields[name], told[number]
            piece = next((p for p in columns[number].told if p.area.left == number), columns[number].header)
            if item.codes is None:
                self.compare_allowed(item, found, piece)
            elif any(code.label for code in item.codes.codes.values()):
                self.compare_codes(item, found, piece)
            else:
                self.compare_words(item, found, piece)

    def compare_allowed(self, item: FieldSpec, found: Answers, piece: Piece) -> None:
        """Compare a list that stands with the field itself; a field without one may have got one."""
        was, to = list(item.constraints.get("allowed", [])), list(found.entries)
        if not to or set(map(key, was)) == set(map(key, to)) or (not was and item.type != "string"):
            return
        if not was and to == [item.otherwise]:
            return
        added, gone = _added(was, to), _added(to, was)
        self.tell(_named("list", gone, added), header=item.header, added="、".join(added), gone="、".join(gone))
        path = f"{self.field_path(item.name)}.allowed"
        self.propose({"change": path, "was": was, "to": to} if was else {"add": path, "to": to}, piece)

    def compare_words(self, item: FieldSpec, found: Answers, piece: Piece) -> None:
        """Compare a code list without labels: it is replaced as a whole."""
        assert item.codes is not None  # noqa: S101 - for mypy
        was, to = list(item.codes.codes), [entry for entry in found.entries if entry != item.none]
        if to and set(map(key, was)) != set(map(key, to)):
            added, gone = _added(was, to), _added(to, was)
            self.tell(_named("list", gone, added), header=item.header, added="、".join(added), gone="、".join(gone))
            path = f"code_lists.{item.codes.name}.codes"
            old = self.tree["code_lists"][item.codes.name]["codes"]
            self.propose({"change": path, "was": old, "to": {entry: old.get(entry, {}) for entry in to}}, piece)

    def compare_codes(self, item: FieldSpec, found: Answers, piece: Piece) -> None:
        """Compare a code list code by code: added, removed, relabelled."""
        codes = item.codes
        assert codes is not None  # noqa: S101 - for mypy
        listed = {code: label for code, label in found.labelled.items() if code != item.none or code in codes.codes}
        listed = listed or {entry: "" for entry in found.entries if entry != item.none}
        if not listed:
            return
        path = f"code_lists.{codes.name}.codes"
        offered = set(found.offered) or set(listed)
        for code, label in listed.items():
            known = codes.codes.get(code)
            if known is None:
                self.tell("code_added", header=item.header, code=code, label=label)
                self.propose({"add": f"{path}.{code}", "to": {"label": label} if label else {}}, piece)
            elif label and _plain(label) not in map(_plain, (known.label, *known.aliases)):
                self.tell("code_relabelled", header=item.header, code=code, was=known.label, to=label)
                self.propose({"change": f"{path}.{code}.label", "was": known.label, "to": label}, piece)
        for code, known in codes.codes.items():
            if code not in offered and code not in listed:
                self.tell("code_removed", header=item.header, code=code, label=known.label)
                was = {"label": known.label} if known.label else {}
                self.propose({"remove": f"{path}.{code}", "was": was}, piece, Comment("confirm_code_removed"))


def _letters(numbers: Iterable[int]) -> str:
    return "、".join(map(column_letters, numbers))


def _words(value: Any) -> set[str]:
    """Return every text in a declaration, keys included, but not of its source."""
    if isinstance(value, Mapping):
        parts = {name: item for name, item in value.items() if name not in ("source", "basis")}
        return set(parts).union(*map(_words, parts.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {value} if isinstance(value, str) else set()


def _moved(order: list[str], target: list[str]) -> list[str]:
    """Return the fewest names that must move to bring an order into another."""
    blocks = SequenceMatcher(None, order, target, autojunk=False).get_matching_blocks()
    stays = {name for block in blocks for name in order[block.a : block.a + block.size]}
    return [name for name in target if name not in stays]


def _neighbour(order: list[str], place: int) -> dict[str, str]:
    return {"after": order[place - 1]} if place else {"before": order[1]}


def _added(was: list[str], to: list[str]) -> list[str]:
    known = set(map(key, was))
    return [entry for entry in to if key(entry) not in known]


def _plain(label: str) -> str:
    """Return a label without punctuation, which forms set now so, now so."""
    return "".join(char for char in key(label) if char.isalnum())


def _paired(was: dict[str, str], to: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the texts that only one side has, a text with the one that it became; an empty text where there is none."""
    known, here = set(map(key, was.values())), set(map(key, to.values()))
    gone = {area: text for area, text in was.items() if key(text) not in here}
    for area, text in to.items():
        if key(text) not in known:
            alike = [other for other in gone if SequenceMatcher(None, gone[other], text).ratio() >= _ALIKE]
            old = area if area in alike else next(iter(alike), "")
            yield gone.pop(old, ""), text
    yield from ((text, "") for text in gone.values())


def _named(what: str, gone: Any, added: Any) -> str:
    """Return the name of the sentence that tells what a text or a list lost and got."""
    return f"{what}_changed" if gone and added else f"{what}_added" if added else f"{what}_removed"


def _lines(old: str, new: str) -> tuple[str, str]:
    """Return the lines that only one of two texts has; the whole texts where they have the same lines."""
    before, after = old.split("\n"), new.split("\n")
    known, here = set(map(key, before)), set(map(key, after))
    gone = " / ".join(line for line in before if key(line) not in here)
    added = " / ".join(line for line in after if key(line) not in known)
    return (quote(gone), quote(added)) if gone or added else (quote(old), quote(new))
