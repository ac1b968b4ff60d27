"""填報說明: how to report, and the forms to download."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from cgs_validate import TemplateSpec, load_spec
from cgs_validate.spec.examples import load_example, load_examples
from cgs_validate.spec.library import all_specs
from cgs_validate.spec.months import Month
from cgs_validate.templates.workbook import build_template

from .. import clock
from ..accounts.access import only
from ..accounts.models import Role
from ..api.requests import WORKBOOK
from ..reports.checking import FAMILY
from ..reports.windows import current_month
from .work import render_work

_KINDS = {"blank": "空白表格", "example": "填報範例"}
_EXAMPLE = "clean"


@dataclass(frozen=True)
class Form:
    """A form to download: whether it is the one for the current month, and whether there is an example."""

    spec: TemplateSpec
    is_current: bool
    has_example: bool

    @property
    def version(self) -> str:
        """The spec's id without its family."""
        return self.spec.id.partition("/")[2]


@only(*Role)
def guide(request: HttpRequest) -> HttpResponse:
    """Show how to report."""
    context: dict[str, Any] = {"forms": forms_for(current_month(clock.today()))}
    if request.user.reports:
        return render_work(request, "guide", **context)
    return render(request, "pages/guide.html", context)


@only(*Role)
def form(request: HttpRequest, family: str, version: str, kind: str) -> HttpResponse:
    """Send a form, blank or as an example."""
    spec_id = f"{family}/{version}"
    offered = {form.spec.id: form for form in forms_for(current_month(clock.today()))}
    if kind not in _KINDS or spec_id not in offered or (kind == "example" and not offered[spec_id].has_example):
        raise Http404
    spec = offered[spec_id].spec
    name = f"{spec_id.replace('/', '-')}-{_KINDS[kind]}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(_workbook(spec_id, kind, spec.digest), content_type=WORKBOOK, headers=headers)


def forms_for(month: Month) -> list[Form]:
    """Return the forms, those for a month first, then the latest; none that begins after the next month."""
    forms = [
        Form(spec, spec.serves(month), any(example.name == _EXAMPLE for example in load_examples(spec.id)))
        for spec in all_specs()
        if spec.family == FAMILY and spec.first_month <= month.next
    ]
    return sorted(forms, key=lambda form: (form.is_current, form.spec.first_month), reverse=True)


@lru_cache(32)
def _workbook(spec_id: str, kind: str, _: str) -> bytes:
    """Return a form's file, made once for each digest of its spec; an example's titles say that it is one."""
    if kind == "blank":
        return build_template(load_spec(spec_id))
    example = load_example(spec_id, _EXAMPLE)
    return build_template(load_spec(spec_id), replace(example, school=f"{example.school}（{_KINDS[kind]}）"))
