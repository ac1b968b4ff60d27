"""Drafts: the changes that a comparison proposes, and any draft written as YAML, with comments on what to confirm."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..checking.engine import check
from ..checking.messages import catalog
from ..spec import builder, inheritance, yaml_reader
from ..spec.model import TemplateSpec
from ..spec.yaml_reader import Document, Path_
from ..spec.yaml_writer import spec_text
from ..text import printable
from .differences import Comparison, Difference
from .infer import Comment, Draft, school_year
from .read_form import BlankForm

_MOST = 10  # findings that are shown one by one
_SCHEMA = "yaml-language-server: $schema=../../docs/spec.schema.json"  # by which an editor completes and checks


def draft_text(draft: Draft, head: str, language: str | None = None) -> str:
    """Return a draft as YAML. head: the name of the sentences on top of it; language: of these and the comments."""
    comments = {path: [sentence(comment, language) for comment in found] for path, found in draft.comments.items()}
    schema = [_SCHEMA] if "spec" in draft.data else []  # a whole file, not a block to paste
    return spec_text(draft.data, comments, [*schema, *sentence(Comment(head), language).splitlines()])


def difference_lines(differences: Iterable[Difference], language: str | None = None) -> Iterator[str]:
    """Yield what differs between a spec and a workbook, sheet by sheet, as lines for people."""
    for sheet, found in groupby(differences, key=lambda difference: difference.sheet):
        yield sentence(Comment("sheet", {"sheet": printable(sheet)}), language)
        for difference in found:
            params = {name: printable(str(value)) for name, value in difference.params.items()}
            yield f"  - {sentence(Comment(difference.code, params), language)}"


def draft_findings(text: str, form: BlankForm, language: str | None = None) -> Iterator[str]:
    """Yield what a draft finds in the form that it came from: lines for people, the first says how many."""
    whole = inheritance.resolve(yaml_reader.parse(text, "draft"), None, Document("code-lists.yaml", {}))
    findings = check(form.opened, builder.build(whole)).findings
    yield sentence(Comment("inferred_findings" if findings else "inferred_clean", {"count": len(findings)}), language)
    for finding in findings[:_MOST]:
        yield f"  {finding.place.sheet} {finding.place.cell or ''} {catalog(language).message(finding)}"


def sentence(comment: Comment, language: str | None = None) -> str:
    """Return the sentence of a comment."""
    sentences: dict[str, str] = catalog(language).sentences["maintaining"]
    return sentences[comment.code].format(**comment.params)


def document_name(spec: TemplateSpec) -> str:
    """Return a name for the workbook among the documents, one that the spec has not."""
    names = ("W", *(f"W{number}" for number in range(2, len(spec.documents) + 3)))
    return next(name for name in names if name not in spec.documents)


def changes_block(comparison: Comparison, document: str, title: str) -> Draft:
    """Return what is to be pasted into a new spec. title: of the workbook, document: its name as a source."""
    lists = {"code_lists": comparison.code_lists} if comparison.code_lists else {}
    changes = {"changes": comparison.changes} if comparison.changes else {}
    comments: dict[Path_, list[Comment]] = {("changes", index): found for index, found in comparison.comments.items()}
    return Draft({"documents": {document: {"title": title}}, **lists, **changes}, comments)


def next_spec(spec: TemplateSpec, new_id: str, block: Draft) -> Draft:
    """Return a whole new spec that extends one by the changes of a block."""
    year = school_year(new_id) or spec.first_month.year + 1
    (document,) = block.data["documents"]
    changes = block.data.get("changes", ())
    place = changes[0]["source"] if changes else {"document": document, "place": "A1", "quote": spec.title}
    own = {
        "spec": new_id,
        "extends": spec.id,
        "title": spec.title,
        "status": "draft",
        "months": {"from": f"{year}-08"},
        "source": place,
        "basis": "observed",
    }
    draft = Draft({**own, **block.data}, dict(block.comments))
    draft.comment(("title",), "confirm_title")
    draft.comment(("months",), "confirm_months")
    return draft
