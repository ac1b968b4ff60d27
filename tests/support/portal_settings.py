"""The settings of the example portal in its tests: without https, and slow hashes of passwords."""

import os
import tempfile

from cgs_portal.settings import *  # noqa: F403 - the same, but for what follows
from cgs_portal.settings import DATABASES

PORTAL_RATE = PORTAL_ADDRESS_RATE = 100_000
PORTAL_URL = "https://portal.example/"
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # in memory, writers do not wait for one another
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/portal-tests-{os.getpid()}.sqlite3"}
