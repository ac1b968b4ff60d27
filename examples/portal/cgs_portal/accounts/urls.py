"""The addresses of the pages about accounts."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.log_out, name="logout"),
    path("account/", views.details, name="details"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/email/", views.change_email, name="change_email"),
    path("forgotten/", views.forgotten, name="forgotten"),
    path("confirm/<int:number>/<slug:token>/", views.confirm, name="confirm"),
    path("new-password/<int:number>/<slug:token>/", views.new_password, name="new_password"),
]
