"""A draft written as a file of YAML, with comments on what is to be confirmed."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..checking.engine import check
from ..checking.messages import catalog
from ..spec import builder, inheritance, yaml_reader
from ..spec.yaml_reader import Document
from ..spec.yaml_writer import spec_text
from ..text import printable
from .differences import Difference
from .form import BlankForm
from .infer import Comment, Draft

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
    findings = check(form.workbook, builder.build(whole)).findings
    yield sentence(Comment("inferred_findings" if findings else "inferred_clean", {"count": len(findings)}), language)
    for finding in findings[:_MOST]:
        yield f"  {finding.place.sheet} {finding.place.cell or ''} {catalog(language).message(finding)}"


def sentence(comment: Comment, language: str | None = None) -> str:
    """Return the sentence of a comment."""
    sentences: dict[str, str] = catalog(language).sentences["maintaining"]
    return sentences[comment.code].format(**comment.params)
