"""Refuses requests beyond the share of their address or account, and answers what a page refuses."""

from collections.abc import Callable
from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..api.problems import ROOT, refusal_as_problem
from ..refusals import Refused
from .shares import Share

_GetResponse = Callable[[HttpRequest], HttpResponse]


class LimitAddresses:
    """Counts requests by address, before their cookies and forms are read."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        with ExitStack() as held:
            request.share = Share(held)
            try:
                request.share.of_address(request)
            except Refused as refused:
                return _answer(request, refused)
            return self.get_response(request)


class LimitAccounts:
    """Counts requests for pages by account, before their forms are read; tokens are counted by ``PersonalTokens``."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.user.is_authenticated:
            try:
                request.share.of_account(request.user)
            except Refused as refused:
                return _answer(request, refused)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a page that was refused."""
        return _answer(request, error) if isinstance(error, Refused) else None


def _answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    if request.path.startswith(ROOT):
        return refusal_as_problem(refused)
    response = render(request, "refused.html", {"refused": refused}, status=refused.status)
    return refused.with_headers(response)
