"""The file of a year's spec, written from a real blank: a new one that extends the last, or the spec's own, amended."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ReadError, SpecError, SpecProblem
from ..spec import library, yaml_reader
from ..spec.library import known_specs, list_specs, load_spec
from ..spec.model import TemplateSpec
from ..spec.own_template import is_own_text
from ..spec.yaml_writer import flow, spec_text
from ..workbook import address
from .compare_workbook import compare
from .confirm import Confirmation, confirm
from .differences import Comparison
from .draft import changes_block, difference_lines, document_name, draft_text, next_spec, sentence
from .infer import ID, SCHOOL_YEAR, Comment, Draft, quote, school_year
from .read_form import BlankForm

_TOP_ROWS = 40


@dataclass(frozen=True)
class YearFile:
    """The text of a year's file, what in the form differs from the spec, and what the form says of it.

    ``problems``: what must be put right by hand, before the form can be asked what it says.
    """

    text: str
    comparison: Comparison
    confirmation: Confirmation
    problems: tuple[SpecProblem, ...] = ()


def year_file(spec: TemplateSpec, new_id: str, form: BlankForm, language: str | None = None) -> YearFile:
    """Return the file of a spec of that id as a form has it. spec: the one to start from, of the same id or earlier.

    Raises ReadError for a form that is our own template, SpecError for a file that cannot be amended.
    """
    own = spec.documents if new_id == spec.id else {}
    known = next((name for name, title in own.items() if title == form.workbook.name), None)
    sources = list(_sources(form, document := known or document_name(spec)))
    if any(is_own_text(text) for text, _ in sources) or not sources:
        raise ReadError("own_template")
    path = library.spec_files_by_id()[spec.id]
    tree = library.resolved(path).data
    comparison = compare(spec, tree, form, document)

    def text(block: Draft, basis: str) -> str:
        if new_id == spec.id:
            return _amended(path, block, sources[0][1], basis, language)
        return draft_text(_new(spec, new_id, block, sources, basis), "confirm_head", language)

    block, before = changes_block(comparison, document, form.workbook.name), str(tree["basis"])
    if known:
        del block.data["documents"]
    place, first = path.with_name(f"{new_id.rpartition('/')[2]}.yaml"), text(block, before)
    try:
        confirmation = confirm(library.resolved_text(first, place), form, document, before)
        for change in confirmation.changes:
            _take(block, change)
        library.resolved_text(whole := text(block, "stated"), place)
    except SpecError as error:
        return YearFile(first, comparison, Confirmation(), error.problems)
    return YearFile(whole, comparison, confirmation)


def _take(block: Draft, change: dict[str, Any]) -> None:
    """Put a change into a block: what the block itself adds becomes stated where it is added."""
    changes = block.data.setdefault("changes", [])
    path = str(change["change"]).removesuffix(".basis")
    added = [other["to"] for other in changes if other.get("add") == path]
    added += [codes for name, codes in block.data.get("code_lists", {}).items() if path == f"code_lists.{name}"]
    if added and change["to"] == "stated":
        added[0]["basis"] = "stated"
        return
    block.comment(("changes", len(changes)), "form_says_so" if change["basis"] == "stated" else "form_is_silent")
    changes.append(change)


def starting_spec(spec_id: str) -> TemplateSpec:
    """Return the spec from which that of an id is written: itself, else the latest of its family. Raises SpecError."""
    family = [spec for spec in known_specs(spec_id) if spec.family == spec_id.partition("/")[0]]
    return family[0] if family and ID.fullmatch(spec_id) and spec_id not in list_specs() else load_spec(spec_id)


def new_id(spec_id: str, spec: TemplateSpec, out: Path | None) -> str:
    """Return the id of the spec that is written: a new one is named as such, else by the file's name."""
    return f"{spec.family}/{out.stem}" if out and spec_id == spec.id else spec_id


def summary_lines(spec: TemplateSpec, made: YearFile, language: str | None = None) -> Iterator[str]:
    """Yield for people what differs, how much the form says, and what it does not say."""
    if made.comparison.differences:
        count = len(made.comparison.differences)
        yield sentence(Comment("differences", {"count": count, "spec": spec.id}), language)
        yield from difference_lines(made.comparison.differences, language)
    if made.problems:
        yield sentence(Comment("confirm_again"), language)
        yield from (f"  {problem.message(language)}" for problem in made.problems)
        return
    stated, unsaid = made.confirmation.stated, dict.fromkeys(made.confirmation.unsaid)
    yield sentence(Comment("form_states", {"count": len(stated)}), language)
    if unsaid:
        yield sentence(Comment("form_does_not_say", {"count": len(unsaid), "names": "、".join(unsaid)}), language)


def _sources(form: BlankForm, document: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the texts near the top of the sheets, each with itself as a source."""
    for sheet in form.workbook:
        for number, column in sorted(sheet.grid.columns.items()):
            for row, cell in column.between(last=_TOP_ROWS):
                place = f"{sheet.name}!{address(row, number)}"
                yield cell.text, {"document": document, "place": place, "quote": quote(cell.text)}


def _new(spec: TemplateSpec, new_id: str, block: Draft, sources: list[tuple[str, dict[str, str]]], basis: str) -> Draft:
    """Return a new spec that extends another, its months as sure as the form says."""
    draft = next_spec(spec, new_id, block)
    year, document = school_year(new_id), sources[0][1]["document"]
    said = next((source for text, source in sources if (found := SCHOOL_YEAR.search(text)) and found[1] == year), None)
    unsaid = {"document": document, "place": "-", "note": "the form does not say from which month it is used"}
    month = {"is": draft.data["months"]["from"], "source": said or unsaid, "basis": "stated" if said else "assumed"}
    draft.data |= {"months": {"from": month}, "source": sources[0][1], "basis": basis}
    return draft


def _amended(path: Path, block: Draft, source: dict[str, str], basis: str, language: str | None) -> str:
    """Return a spec's own file with the changes of a block, and the form among its documents; all else as it was."""
    document = yaml_reader.read(path)
    if "extends" not in document.data:
        raise SpecError(SpecProblem("cannot_amend", document.file))
    lines = path.read_text("utf-8-sig").splitlines()
    for key in ("changes", "code_lists", "documents"):  # from the end of the file on
        if key in block.data:
            comments = {path: [sentence(item, language) for item in found] for path, found in block.comments.items()}
            _insert(lines, key, spec_text({key: block.data[key]}, comments).splitlines()[1:])
    for key, value in (("source", source), ("basis", basis)):
        start, end = _span(lines, key)
        lines[start:end] = [f"{key}: {flow(value)}"]
    return "\n".join([*lines, ""])


def _insert(lines: list[str], key: str, written: list[str]) -> None:
    """Put the lines of a block at the end of one of the file's own, which comes before the changes where it is new."""
    if any(line.startswith(f"{key}:") for line in lines):
        _, end = _span(lines, key)
        lines[end:end] = written
    else:
        start = _span(lines, "changes")[0] if key != "changes" else len(lines)
        lines[start:start] = [f"{key}:", *written, ""]


def _span(lines: list[str], key: str) -> tuple[int, int]:
    """Return where a key at the top begins, and where what it holds ends."""
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = start + 1
    for number, line in enumerate(lines[end:], start=end):
        if line[:1].isalpha():
            break
        if line.startswith((" ", "-")):
            end = number + 1
    return start, end
