"""Errors as ``application/problem+json`` (RFC 9457); a workbook with mistakes is answered by its report."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from cgs_validate import ReadError

from ..refusals import NotClean, Refused, sentences

PROBLEM = "application/problem+json"
ROOT = "/api/v1/"
_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 500: "server_error"}


def answer_errors(api: NinjaAPI) -> None:
    """Let an API answer the exceptions of the services."""
    answers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        Refused: refusal_as_problem,
        NotClean: _not_clean,
        ReadError: _unreadable,
        AuthenticationError: lambda _: refusal_as_problem(Refused("unauthorized")),
        ValidationError: lambda _: refusal_as_problem(Refused("bad_request")),
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, lambda _, error, answer=answer: answer(error))


class ProblemMiddleware:
    """Makes problems of Django's own error pages under the API's root."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        known = response.status_code in _CODES and request.path.startswith(ROOT)
        if not known or response.headers.get("Content-Type") == PROBLEM:
            return response
        response.content = refusal_as_problem(Refused(_CODES[response.status_code])).content
        response.headers["Content-Type"] = PROBLEM
        response.headers["Content-Length"] = str(len(response.content))
        return response


def refusal_as_problem(error: Refused) -> HttpResponse:
    """Return the answer to a request that was refused."""
    response = _problem(error.status, error.code, error.title, error.detail, **error.details)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return error.with_headers(response)


def _unreadable(error: ReadError) -> HttpResponse:
    unreadable = sentences()["unreadable"]
    return _problem(unreadable["status"], error.code, unreadable["title"], f"{error.message}{error.hint}")


def _not_clean(error: NotClean) -> HttpResponse:
    return HttpResponse(error.report.to_json(), status=422, content_type="application/json")


def _problem(status: int, code: str, title: str, detail: str, **details: object) -> HttpResponse:
    problem = {"type": f"/problems/{code}", "title": title, "status": status, "detail": detail, "code": code}
    return JsonResponse(
        {**problem, **details}, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False}
    )
