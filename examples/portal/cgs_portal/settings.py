"""Django's settings. The environment variables are listed in docs/portal.md."""

import os
from pathlib import Path

import dj_database_url

from cgs_validate import Limits
from cgs_validate.reports.html import STYLE

from .pages.headers import add_pane_policy

HERE = Path(__file__).parent
DATA = Path(os.environ.get("PORTAL_DATA", "portal-data")).absolute()

PORTAL_FILES = DATA / "reports"
PORTAL_LARGEST = Limits().file_bytes  # bytes of an upload
PORTAL_WORKERS = int(os.environ.get("PORTAL_WORKERS", "2"))  # workbooks that are checked at once
PORTAL_RATE = int(os.environ.get("PORTAL_RATE", "120"))  # requests of one account in a minute
PORTAL_ADDRESS_RATE = int(os.environ.get("PORTAL_ADDRESS_RATE", "3000"))  # of one address, which many may share
PORTAL_AT_ONCE, PORTAL_ADDRESS_AT_ONCE = 4, 6  # requests that are answered at once, of PORTAL_THREADS
PORTAL_THREADS = 8
PORTAL_LONGEST_WAIT = 5.0  # seconds that a request waits for a worker
PORTAL_DEMO = os.environ.get("PORTAL_DEMO") == "1"  # on loopback, without https

SECRET_KEY = os.environ.get("PORTAL_SECRET_KEY") or os.urandom(32).hex()  # wsgi.py insists on the former
ALLOWED_HOSTS = os.environ.get("PORTAL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "cgs_portal.accounts",
    "cgs_portal.audit",
    "cgs_portal.reports",
    "cgs_portal.offices",
    "cgs_portal.reminders",
    "cgs_portal.api",
    "cgs_portal.pages",
]
MIDDLEWARE = [
    "cgs_portal.api.problems.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cgs_portal.pages.headers.SafeHeaders",
    "cgs_portal.load.limits.LimitAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cgs_portal.load.limits.LimitAccounts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "cgs_portal.urls"
WSGI_APPLICATION = "cgs_portal.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTH_PASSWORD_VALIDATORS = [  # FACTS B3
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "cgs_portal.accounts.passwords.MinistryPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that a link works
LOGIN_URL, LOGIN_REDIRECT_URL = "login", "home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_database = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or f"sqlite:///{DATA.as_posix()}/portal.sqlite3",
    conn_max_age=600,
    conn_health_checks=True,
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # writers queue, instead of failing half-way
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",  # a receipt survives a power cut
    }
DATABASES = {"default": _database}

FILE_UPLOAD_HANDLERS = ["cgs_portal.reports.uploads.LimitedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # they are in memory before anyone has logged in

LANGUAGE_CODE = "zh-hant"
TIME_ZONE = "Asia/Taipei"
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_DIRS = [STYLE.parent]  # the library's, for reports and data
WHITENOISE_USE_FINDERS = True
PORTAL_PAGE = os.environ.get("PORTAL_PAGE")  # the folder that addin/build_page.py wrote: the page without installation
WHITENOISE_ROOT, WHITENOISE_INDEX_FILE = PORTAL_PAGE, True  # at /check/ and /pane/, and as one file to download
WHITENOISE_ADD_HEADERS_FUNCTION = add_pane_policy
WHITENOISE_IMMUTABLE_FILE_TEST = r"/check/parts/[0-9a-f]{16}\."
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".wasm": "application/wasm"}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not PORTAL_DEMO
PORTAL_BEHIND_PROXY = os.environ.get("PORTAL_BEHIND_PROXY") == "1"
if PORTAL_BEHIND_PROXY:  # which speaks https, and sets or clears X-Forwarded-Proto and X-Forwarded-For itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if PORTAL_DEMO else 31_536_000
SESSION_COOKIE_AGE = 30 * 60  # seconds without a click
SESSION_SAVE_EVERY_REQUEST = SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"

PORTAL_URL = os.environ.get("PORTAL_URL", "http://127.0.0.1:8000/")  # in the links of mails
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if PORTAL_DEMO else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mails"
EMAIL_HOST = os.environ.get("PORTAL_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("PORTAL_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("PORTAL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PORTAL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PORTAL_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM", "portal@localhost")

LOGGING = {  # to the console only: Django's own mails to administrators quote requests; addresses that lead nowhere too
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "waitress.queue": {"level": "ERROR"},
    },
}
