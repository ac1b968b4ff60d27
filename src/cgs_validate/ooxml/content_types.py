"""The content types of parts, as ``[Content_Types].xml`` declares them (ECMA-376 part 2, 7.2.3)."""

from dataclasses import dataclass, field

from ..errors import ReadError
from .listed import Listed, listed_in_root
from .part_cache import cached_by_content
from .parts import Attributes, Parts, lower_ascii

CONTENT_TYPES = "[Content_Types].xml"


@dataclass
class ContentTypes:
    """The types by extensions, and by the names of parts. Names are in lower case, as Office compares them."""

    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Return the type of a part by its name in lower case, empty where it has none."""
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2], "")


def read_content_types(parts: Parts) -> ContentTypes:
    """Return the types that a package declares. Raises ReadError."""
    declared = _declared(CONTENT_TYPES, parts)
    return ContentTypes(dict(declared.defaults), dict(declared.overrides))


@cached_by_content
def _declared(name: str, parts: Parts) -> ContentTypes:
    types = ContentTypes()
    for element, attributes, _ in listed_types(name, parts):
        if element == "Default":
            table, name = types.defaults, lower_ascii(attributes.get("Extension", ""))
        else:
            table, name = types.overrides, overridden(attributes)
        kind = attributes.get("ContentType", "")
        if table.setdefault(name, kind) != kind:
            raise ReadError("inconsistent")
    return types


def listed_types(name: str, parts: Parts, data: bytes | None = None) -> list[Listed]:
    """Return the elements of the types. Arguments and errors as of ``listed_in_root``."""
    return listed_in_root(name, parts, ("Default", "Override"), data)


def overridden(attributes: Attributes) -> str:
    """Return the part whose type an ``Override`` declares, in lower case."""
    return lower_ascii(attributes.get("PartName", "")).lstrip("/")
