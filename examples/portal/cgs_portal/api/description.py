"""The OpenAPI document: adds headers, bodies and problems, which django-ninja does not know."""

import json
from pathlib import Path
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import cgs_validate

from .problems import PROBLEM
from .requests import DIGEST, KEY, MEDIA_TYPES, MONTH
from .schemas import Problem

_REPORT_PLACE = "#/components/schemas/Report"
_A_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}

_TEXT = {"type": "string"}
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": _TEXT}},
    409: {"Retry-After": {"schema": _TEXT, "description": "seconds; with in_progress"}},
    429: {"Retry-After": {"schema": _TEXT, "description": "seconds"}},
    503: {"Retry-After": {"schema": _TEXT, "description": "seconds"}},
}

KEYED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "schema": {**_TEXT, "pattern": KEY},
            "description": "What is sent again with the same key is done once, and answered the same.",
        }
    ]
}
UPLOAD: dict[str, Any] = {
    "parameters": [
        *KEYED["parameters"],
        {
            "in": "header",
            "name": "Content-Digest",
            "required": True,
            "schema": {**_TEXT, "pattern": DIGEST},
            "description": "RFC 9530; the body's sha-256 is needed.",
        },
    ],
    "requestBody": {
        "required": True,
        "description": "The workbook, 10 MB at the most.",
        "content": {kind: {"schema": {**_TEXT, "format": "binary"}} for kind in MEDIA_TYPES},
    },
    "responses": {
        422: {
            "description": "The report on a workbook with mistakes, or why there is none.",
            "content": {"application/json": {"schema": {"$ref": _REPORT_PLACE}}},
        }
    },
}


def errors(*statuses: int) -> dict[int, type[Problem]]:
    """Return the schema of errors for these statuses."""
    return dict.fromkeys(statuses, Problem)


class DescribedAPI(NinjaAPI):
    """An API whose document describes problems, months and reports."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the document."""
        document = super().get_openapi_schema(**options)
        for path in document["paths"].values():
            for operation in path.values():
                _describe(operation)
        document["components"]["schemas"]["Report"] = _report_schema()
        return document


def _describe(operation: dict[str, Any]) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] == "month":
            parameter["schema"]["pattern"] = MONTH
    for status, response in operation["responses"].items():
        if status >= 400:
            response["headers"] = _HEADERS.get(status, {})
            if response["content"]["application/json"] == _A_PROBLEM:
                del response["content"]["application/json"]
            response["content"][PROBLEM] = _A_PROBLEM


def _report_schema() -> Any:
    text = _report_file().read_text("utf-8").replace('"#/$defs/', f'"{_REPORT_PLACE}/$defs/')
    schema = json.loads(text)
    del schema["$schema"]
    return schema


def _report_file() -> Path:
    """Return the schema of reports that comes with the library, or with its checkout where it is editable."""
    installed = Path(cgs_validate.__file__).with_name("report.schema.json")
    return installed if installed.is_file() else installed.parents[2] / "docs" / installed.name
