"""The addresses of the offices' pages."""

from django.urls import path

from . import renewing, views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("progress/<int:year>/", views.progress, name="progress"),
    path("desk/", views.desk, name="desk"),
    path("desk/units/<str:code>/", views.unit, name="unit"),
    path("desk/units/<str:code>/open/", views.open_month, name="open_month"),
    path("desk/addresses/lift/", views.lift, name="lift"),
    path("desk/accounts/<int:number>/unlock/", views.unlock, name="unlock"),
    path("desk/accounts/<int:number>/renew/", renewing.renew, name="renew"),
    path("desk/renewals/<int:number>/confirm/", renewing.confirm, name="confirm_renewal"),
    path("desk/renewals/<int:number>/reject/", renewing.reject, name="reject_renewal"),
]
