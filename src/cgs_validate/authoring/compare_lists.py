"""The lists of a spec's fields compared with the dropdowns and the codes of a blank form."""

from collections.abc import Mapping

from ..spec.model import FieldSpec
from ..text import key
from .differences import SheetPair, change_code
from .form_hints import ColumnHints, column_hints
from .form_layout import FormSheet, Piece
from .infer import Comment


def compare_lists(pair: SheetPair, layout: FormSheet, numbers: Mapping[str, int]) -> None:
    """Compare the lists of fields with the dropdowns and the codes in the texts. numbers: of their columns."""
    hints = column_hints(layout)
    columns = {column.number: column for column in layout.columns}
    for name, number in numbers.items():
        item, found = pair.match.spec.fields[name], hints[number]
        piece = next((p for p in columns[number].instructions if p.area.left == number), columns[number].header)
        if item.codes is None:
            _compare_allowed(pair, item, found, piece)
        elif any(code.label for code in item.codes.codes.values()):
            _compare_codes(pair, item, found, piece)
        else:
            _compare_words(pair, item, found, piece)


def _compare_allowed(pair: SheetPair, item: FieldSpec, found: ColumnHints, piece: Piece) -> None:
    """Compare a list in the field itself; a field without one may have got one."""
    was, to = list(item.constraints.get("allowed", [])), list(found.entries)
    if not to or set(map(key, was)) == set(map(key, to)) or (not was and item.type != "string"):
        return
    if not was and to == [item.otherwise]:
        return
    _note_entries(pair, item, was, to)
    path = f"{pair.field_path(item.name)}.allowed"
    pair.propose({"change": path, "was": was, "to": to} if was else {"add": path, "to": to}, piece)


def _compare_words(pair: SheetPair, item: FieldSpec, found: ColumnHints, piece: Piece) -> None:
    """Compare a code list without labels: it is replaced as a whole."""
    assert item.codes is not None  # noqa: S101 - for mypy
    was, to = list(item.codes.codes), [entry for entry in found.entries if entry != item.none]
    if to and set(map(key, was)) != set(map(key, to)):
        _note_entries(pair, item, was, to)
        path = f"code_lists.{item.codes.name}.codes"
        old = pair.tree["code_lists"][item.codes.name]["codes"]
        pair.propose({"change": path, "was": old, "to": {entry: old.get(entry, {}) for entry in to}}, piece)


def _compare_codes(pair: SheetPair, item: FieldSpec, found: ColumnHints, piece: Piece) -> None:
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
            pair.note("code_added", header=item.header, code=code, label=label)
            pair.propose({"add": f"{path}.{code}", "to": {"label": label} if label else {}}, piece)
        elif label and _plain(label) not in map(_plain, (known.label, *known.aliases)):
            pair.note("code_relabelled", header=item.header, code=code, was=known.label, to=label)
            pair.propose({"change": f"{path}.{code}.label", "was": known.label, "to": label}, piece)
    for code, known in codes.codes.items():
        if code not in offered and code not in listed:
            pair.note("code_removed", header=item.header, code=code, label=known.label)
            was = {"label": known.label} if known.label else {}
            pair.propose({"remove": f"{path}.{code}", "was": was}, piece, Comment("confirm_code_removed"))


def _note_entries(pair: SheetPair, item: FieldSpec, was: list[str], to: list[str]) -> None:
    """Note the entries that a list got and lost."""
    before, after = set(map(key, was)), set(map(key, to))
    added = "、".join(entry for entry in to if key(entry) not in before)
    gone = "、".join(entry for entry in was if key(entry) not in after)
    pair.note(change_code("list", gone, added), header=item.header, added=added, gone=gone)


def _plain(label: str) -> str:
    """Return a label without punctuation, which differs from form to form."""
    return "".join(char for char in key(label) if char.isalnum())
