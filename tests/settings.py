"""The site's settings, made quick and self-contained for tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TESSERA_VAR_DIR", str(Path(tempfile.gettempdir()) / "tessera-tests"))
os.environ["TESSERA_PUBLIC_URL"] = "http://localhost:8000"

from tessera.config.settings import *  # noqa: F403

SECRET_KEY = "not a secret: tests only"
KEY_ENCRYPTION_KEY = "not a secret either: tests only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A file, not memory: a browser's requests run beside the test, each with a connection of its own.
DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / f"test-{os.getpid()}.sqlite3"}  # noqa: F405
DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns of a missing folder)
