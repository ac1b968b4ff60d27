"""The portal as a WSGI application."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

if not os.environ.get("PORTAL_SECRET_KEY"):
    raise ImproperlyConfigured("PORTAL_SECRET_KEY must be set: a long secret, the same for every process")

os.umask(0o077)  # only the portal reads its files
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cgs_portal.settings")
application = get_wsgi_application()
