"""The headers of every answer: load nothing from elsewhere, run no script, cache nothing."""

from collections.abc import Callable
from wsgiref.headers import Headers

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

PANE = "/pane/"
_FRAMES = "https://*.officeapps.live.com https://*.cloud.microsoft https://*.sharepoint.com https://onedrive.live.com"
PANE_POLICY = f"frame-ancestors {_FRAMES}"  # where Excel on the web may show it; the page itself has the rest


def add_pane_policy(headers: Headers, path: str, url: str) -> None:
    """Add the policy to the files of the pane in Excel, as whitenoise hands them out."""
    if url.startswith(PANE):
        headers["Content-Security-Policy"] = PANE_POLICY


class SafeHeaders:
    """Adds the headers; style and icon, which whitenoise answers before it, may be cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
