"""The ribbon's XML, which lays out the buttons of both programs."""

from importlib import resources
from xml.etree import ElementTree

_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"


def ribbon_xml() -> str:
    """Return the XML that Excel gets."""
    return (resources.files(__package__) / "ribbon" / "ribbon.xml").read_text("utf-8")


def ribbon_tab() -> ElementTree.Element:
    """Return the element of our tab; its children are groups of buttons."""
    (tab,) = ElementTree.fromstring(ribbon_xml()).iter(f"{_NAMESPACE}tab")  # noqa: S314 (our own file)
    return tab
