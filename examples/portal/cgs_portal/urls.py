"""The addresses of the portal's parts."""

from django.urls import include, path

from .api.endpoints import api

urlpatterns = [
    path("", include("cgs_portal.accounts.urls")),
    path("", include("cgs_portal.offices.urls")),
    path("", include("cgs_portal.pages.urls")),
    path("api/v1/", api.urls),
]
