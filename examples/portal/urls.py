"""Where each part of the portal is found."""

from django.urls import path

from .api.endpoints import api

urlpatterns = [path("api/v1/", api.urls)]
