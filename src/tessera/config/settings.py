"""One file of settings for every place Tessera runs; see `.env.example` for what can be set."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import env

env.load_dotenv(env.ROOT / ".env")

# -- Where things are ---------------------------------------------------------------------------
VAR_DIR = Path(env.text("VAR_DIR", str(env.ROOT / "var")))
DATABASE_URL = env.text("DATABASE_URL", "")
EMBEDDED = not DATABASE_URL
if EMBEDDED:
    PUBLIC_URL = env.text("PUBLIC_URL", env.kept(VAR_DIR, "public_url", "http://localhost:8000"))
    SECRET_KEY = env.text("SECRET_KEY", env.kept(VAR_DIR, "secret_key"))
    KEY_ENCRYPTION_KEY = env.text("KEY_ENCRYPTION_KEY", env.kept(VAR_DIR, "key_encryption_key"))
else:
    PUBLIC_URL = env.text("PUBLIC_URL")
    SECRET_KEY = env.text("SECRET_KEY")
    KEY_ENCRYPTION_KEY = env.text("KEY_ENCRYPTION_KEY")
PUBLIC_URL = PUBLIC_URL.rstrip("/")
DEMO = env.flag("DEMO")
if DEMO and not env.is_loopback(PUBLIC_URL):
    raise ImproperlyConfigured(
        "TESSERA_DEMO opens every role to everyone: it is refused unless PUBLIC_URL is this machine."
    )
SECURE = PUBLIC_URL.startswith("https://")
TRUSTED_ISSUERS = env.words("TRUSTED_ISSUERS")

DEBUG = False
ALLOWED_HOSTS = (
    ["localhost", "127.0.0.1", "[::1]"]
    if env.is_loopback(PUBLIC_URL)
    else [urlsplit(PUBLIC_URL).hostname or ""]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "tessera.config.urls"
WSGI_APPLICATION = "tessera.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- What it is made of -------------------------------------------------------------------------
FEATURES = [
    "people",
    "signing",
    "checking",
    "frameworks",
    "catalogue",
    "holdings",
    "endorsement",
    "assurance",
    "enrolment",
    "standing",
    "meetings",
    "assessment",
    "credentials",
    "stacks",
    "backpack",
    "publicsite",
    "reports",
    "portal",
]
INSTALLED_APPS = [
    *(
        f"tessera.{name}"
        for name in ["config", "common", "ui", "trail", "notifications", *FEATURES]
    ),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tessera.common.middleware.OwnPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tessera.config.seeding.WhileSeeding",
    "tessera.common.middleware.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "tessera.ui.templatetags.tessera",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tessera.config.context.site",
                "tessera.portal.context.site",
            ],
        },
    }
]
FORM_RENDERER = "tessera.ui.forms.Renderer"

# -- Data ---------------------------------------------------------------------------------------
DATABASES = {
    "default": environ.Env.db_url_config(DATABASE_URL or f"sqlite:///{VAR_DIR / 'tessera.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE makes writers wait for each other; the deferred default fails them at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
CACHES = {"default": environ.Env.cache_url_config(env.text("CACHE_URL", "dbcache://tessera_cache"))}
MEDIA_ROOT = Path(urlsplit(env.text("STORAGE_URL", f"file://{VAR_DIR / 'media'}")).path)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
# Far above what a form takes, so that one with too much in it comes back with its words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "tessera.common.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
# The e-mail is unique in lower case by a constraint, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "portal:demonstration" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tessera.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "tessera.people.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_UNIQUE_EMAIL = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "tessera.people.forms.AddPasskeyForm",
    "edit_webauthn": "tessera.people.forms.EditPasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# -- Mail ---------------------------------------------------------------------------------------
EMAIL_URL = env.text("EMAIL_URL", "")
# Without a mail server every message still stands in the outbox page, where a demonstration reads it.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if EMAIL_URL:
    globals().update(environ.Env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Tessera <tessera@example.org>")

# -- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
FORMAT_MODULE_PATH = "tessera.common.formats"
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "America/Toronto")

# -- The browser's rules ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_tokens": {"()": "tessera.config.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Two lines for each job say nothing that its row does not.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
