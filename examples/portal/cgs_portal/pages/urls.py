"""The addresses of the school's pages."""

from django.urls import path, register_converter

from . import corrections, filling, guide, records, results, tokens
from .months import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns = [
    path("work/", filling.work, name="work"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:family>/<slug:version>/<slug:kind>.xlsx", guide.form, name="form"),
    path("current/", filling.current, name="current"),
    path("overdue/", filling.overdue, name="overdue"),
    path("months/<month:month>/", filling.upload, name="month"),
    path("months/<month:month>/none/", filling.none, name="none"),
    path("months/<month:month>/confirm/", filling.confirm, name="confirm"),
    path("months/<month:month>/result/", results.result, name="result"),
    path("months/<month:month>/marked.xlsx", results.marked, name="marked"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("records/", records.records, name="records"),
    path("records/<month:month>/", records.record, name="record"),
    path("records/<month:month>/<slug:sheet>.csv", records.csv, name="csv"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", tokens.revoke, name="revoke"),
]
