"""The app of the pages."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class PagesConfig(AppConfig):
    """Deletes the held workbook at logout."""

    name = "cgs_portal.pages"

    def ready(self) -> None:
        """Connect to the logout."""
        from .results import let_go_on_logout

        user_logged_out.connect(let_go_on_logout)
