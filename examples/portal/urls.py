"""Where each part of the portal is found."""

from django.urls import include, path

from .api.endpoints import api

urlpatterns = [
    path("", include("examples.portal.accounts.urls")),
    path("", include("examples.portal.offices.urls")),
    path("", include("examples.portal.pages.urls")),
    path("api/v1/", api.urls),
]
