"""Words of a form that are not quoted: what a teacher wrote among them may name a person."""

import re
from collections.abc import Callable
from functools import cache

from ...formats.personal import may_name_person
from ...spec.model import TemplateSpec
from ...text import answer_key
from ..findings import Evidence

_CLAUSE = re.compile(r"[\s，。：；！、,.:;!()（）「」…0-9]+")
_CONTACT = re.compile(r"[問洽找絡繫](?!輔導|承辦|導師|各|本)[^，。；：、,.:;\s]{1,6}(?:老師|主任|組長|先生|小姐)")
_WITHHELD = "…"


def withholding_names(spec: TemplateSpec) -> Callable[[Evidence], Evidence]:
    """Return what leaves the words out of evidence which are not the form's own, and may name a person."""
    known = spec.own_texts

    @cache
    def names_person(quote: str) -> bool:
        if _CONTACT.search(quote):  # whom to ask, whatever the name
            return True
        strange = (clause for clause in _CLAUSE.split(quote) if clause and answer_key(clause) not in known)
        return any(may_name_person(clause, spec.words) for clause in strange)

    return lambda found: found._replace(quote=_WITHHELD) if names_person(found.quote) else found
