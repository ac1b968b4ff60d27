"""The changes that a comparison proposes, as a block to paste or as the file of a new year's spec."""

import re

from ..spec.model import TemplateSpec
from ..spec.yaml_reader import Path_
from .differences import Comparison
from .infer import Comment, Draft


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
    version = new_id.partition("/")[2]
    year = version if re.fullmatch("1[0-9]{2}", version) else str(spec.first_month.year + 1)
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
