"""Every setting, from the environment or with a sound default; nothing below the doors reads it but foundation."""

import os
from pathlib import Path

from appealdesk.config.database import database_settings
from appealdesk.foundation.postgres import default_home
from appealdesk.foundation.site_keys import load_site_keys

PACKAGE = Path(__file__).resolve().parent.parent
HOME = default_home()

APPEALDESK_KEYS_FILE = Path(os.environ.get("APPEALDESK_KEYS_FILE", HOME / "keys.json"))
_keys = load_site_keys(APPEALDESK_KEYS_FILE)
APPEALDESK_MASTER_KEY = _keys.master
APPEALDESK_WRAPPING_KEYS = _keys.wrapping
APPEALDESK_SIGNING_KEY = _keys.signing
SECRET_KEY = _keys.web

DEBUG = os.environ.get("APPEALDESK_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("APPEALDESK_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
PUBLIC_ADDRESS = os.environ.get("APPEALDESK_PUBLIC_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
# Only these may say in X-Forwarded-For for whom they ask; a proxy on the same machine is the usual one.
TRUSTED_PROXIES = os.environ.get("APPEALDESK_TRUSTED_PROXIES", "127.0.0.0/8,::1/128")

# The owner migrates; the application's role owns nothing, so that row-level security binds it.
_url = os.environ.get("DATABASE_URL", "postgresql:///appealdesk")
if os.environ.get("APPEALDESK_DATABASE_ROLE") == "owner":
    _url = os.environ.get("APPEALDESK_OWNER_DATABASE_URL", _url)
DATABASES = {"default": database_settings(_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "appealdesk.foundation",
    "appealdesk.audit",
    "appealdesk.accounts",
    "appealdesk.appeals",
    "appealdesk.people",
    "appealdesk.letters",
    "appealdesk.sanctions",
    "appealdesk.enquiries",
    "appealdesk.donations",
    "appealdesk.screening",
    "appealdesk.placements",
    "appealdesk.figures",
    "appealdesk.ops",
    "appealdesk.web.shared",
    "appealdesk.web.public",
    "appealdesk.web.desk",
    "appealdesk.web.api",
    "appealdesk.config.apps.WiringConfig",
]

MIDDLEWARE = [
    "appealdesk.web.public.middleware.ShelfMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "appealdesk.web.shared.middleware.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "appealdesk.web.shared.middleware.language.LanguageMiddleware",
    "appealdesk.web.shared.middleware.size.SizeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "appealdesk.web.shared.middleware.refusals.RefusalMiddleware",
    "appealdesk.web.shared.middleware.actor.ActorMiddleware",
]

ROOT_URLCONF = "appealdesk.config.urls"
WSGI_APPLICATION = "appealdesk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "desk:sign_in"
CSRF_FAILURE_VIEW = "appealdesk.web.shared.errors.csrf_failure"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_CLIENT_IP_CALLABLE = "appealdesk.web.shared.network.address_for_axes"
AXES_LOCKOUT_CALLABLE = "appealdesk.web.desk.views.sign_in.locked_out"

LANGUAGE_CODE = "en"
LANGUAGES = [("ja", "日本語"), ("en", "English"), ("uk", "Українська")]
LOCALE_PATHS = sorted((PACKAGE / "web").glob("*/locale"))
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# A form of the public door is small; statement files are streamed from disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# The longest form is the criteria editor's: sixty lines, each with its own words in three languages. Every other view
# of the desk takes fewer fields, as its gate says, and so does the public door, which reads its forms itself.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
STATEMENT_MAX_BYTES = 200_000_000
# A document that an applicant sends as evidence: how large one may be, and how many are kept for an offer.
EVIDENCE_MAX_BYTES = int(os.environ.get("APPEALDESK_EVIDENCE_MAX_BYTES", "10485760"))
EVIDENCE_MAX_DOCUMENTS = int(os.environ.get("APPEALDESK_EVIDENCE_MAX_DOCUMENTS", "5"))
# How many days words stay that no donation needs: offers of goods that ended, settled claims, unpaid gifts by card.
GIVING_WORDS_KEPT_DAYS = int(os.environ.get("APPEALDESK_GIVING_WORDS_KEPT_DAYS", "180"))

_secure = PUBLIC_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

EMAIL_HOST = os.environ.get("APPEALDESK_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("APPEALDESK_SMTP_PORT", "1025"))
EMAIL_HOST_USER = os.environ.get("APPEALDESK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("APPEALDESK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("APPEALDESK_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("APPEALDESK_SENDER", "Appeal Desk <desk@appealdesk.example>")

AUDIT_SEAL_FILE = Path(os.environ.get("APPEALDESK_SEAL_FILE", HOME / "seals.jsonl"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "appealdesk.web.shared.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("APPEALDESK_LOG_LEVEL", "WARNING")},
    "loggers": {"axes": {"level": "ERROR"}},
}
