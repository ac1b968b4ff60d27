"""The settings of the example portal in its tests: without https, and slow hashes of passwords."""

from examples.portal.settings import *  # noqa: F403 - the same, but for what follows

PORTAL_RATE = "100000/m"
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
