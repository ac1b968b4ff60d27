"""A school's browser: Django's test client, which checks the requirements of all pages on each."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from sending import WORKBOOK

from cgs_portal.pages.headers import POLICY

_NAMED = {"input", "select", "textarea"}  # the elements that need a label
_REFERRING = ("aria-labelledby", "aria-describedby", "for")


class Page:
    """An HTML page, parsed."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status_code
        self.source = response.content.decode()
        self.root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.source)

    @property
    def heading(self) -> str:
        """The text of its one heading of level 1."""
        [heading] = self.all("h1")
        return text_of(heading)

    @property
    def main(self) -> str:
        """The text of its main part, in one line."""
        [main] = self.all("main")
        return text_of(main)

    @property
    def links(self) -> list[str]:
        """The addresses that its main part links to."""
        [main] = self.all("main")
        return [link.get("href", "") for link in main.iter("a")]

    @property
    def rows(self) -> list[list[str]]:
        """The texts of its tables' cells, row by row, headers too."""
        return [[text_of(cell) for cell in row] for row in self.all("tr")]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a kind; attributes: as ``aria_current``."""
        expected = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [item for item in self.root.iter(tag) if all(item.get(name) == expected[name] for name in expected)]

    def check(self) -> None:
        """Fail if the page lacks something that every page needs."""
        assert [root.get("lang") for root in [self.root]] == ["zh-TW"]
        assert text_of(self.all("title")[0]).endswith("輔導工作成果填報系統（範例）")
        assert self.heading
        ids = [item.get("id") for item in self.root.iter() if item.get("id")]
        assert len(ids) == len(set(ids))
        for item in self.root.iter():
            for name in _REFERRING:
                assert set((item.get(name) or "").split()) <= set(ids), f"{name} of <{item.tag}> leads nowhere"
        labels = {label.get("for") for label in self.all("label")}
        for item in self.root.iter():
            if item.tag in _NAMED and item.get("type") != "hidden":
                assert item.get("id") in labels
        for header in self.all("th"):
            assert header.get("scope") in ("col", "row")
        addresses = [
            item.get(name) for item in self.root.iter() for name in ("src", "href", "action") if item.get(name)
        ]
        assert not [address for address in addresses if re.match(r"\w+:|//", address or "")]
        assert not self.all("script")
        assert not self.all("style")
        assert not [item for item in self.root.iter() if item.get("style")]


class Browser(Client):
    """Gets pages, and checks each."""

    def request(self, **request: Any) -> HttpResponse:
        """Send a request."""
        response = super().request(**request)
        assert response.headers["Content-Security-Policy"] == POLICY
        assert "no-store" in response.headers["Cache-Control"]
        if response.content and response.headers["Content-Type"].startswith("text/html"):
            Page(response).check()
        return response

    def page(self, path: str) -> Page:
        """Get a page."""
        return Page(self.get(path))

    def send(self, path: str, **fields: Any) -> Page:
        """Send a form and follow the redirects."""
        return Page(self.post(path, fields, follow=True))

    def upload(self, data: bytes, month: str = "111-10", name: str = "王小明.xlsx") -> Page:
        """Upload a workbook."""
        return self.send(f"/months/{month}/", workbook=SimpleUploadedFile(name, data, WORKBOOK))


def text_of(element: Element) -> str:
    """Return the text of an element, blanks joined."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()
