"""The access rules of all pages.

@only(Role.COUNTY, Role.MINISTRY)
def progress(request): ...
    schools_of(request.user)
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from .models import Account, Role, Unit

View = Callable[..., HttpResponse]


def only(*roles: Role) -> Callable[[View], View]:
    """Let some roles see a page. Others get 404; visitors who are not logged in go to the login."""

    def restricted(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if request.user.role not in roles:
                raise Http404
            return view(request, *arguments, **named)

        return guarded

    return restricted


def schools_of(account: Account) -> QuerySet[Unit]:
    """Return the schools that an office is concerned with: those of its county, or all."""
    schools = Unit.objects.exclude(stage="")
    match account.role:
        case Role.COUNTY:
            return schools.filter(county=account.unit.county).exclude(county="")
        case Role.MINISTRY:
            return schools
    return schools.none()
