"""Settings of the portal, read from the environment.

``PORTAL_ENV=local`` (the default) runs on one machine with nothing prepared: an embedded PostgreSQL, a
key of its own under ``var/``, plain HTTP. ``PORTAL_ENV=production`` has no defaults for what must be
chosen, and stops with a sentence that says what is missing. Every variable stands in ``.env.example``.
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from core.richtext import editor

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PORTAL_ENV = env.str("PORTAL_ENV", default="local")
if PORTAL_ENV not in ("local", "production"):
    raise ImproperlyConfigured(f"PORTAL_ENV phải là «local» hoặc «production», không phải «{PORTAL_ENV}».")
PRODUCTION = PORTAL_ENV == "production"


def required(name: str, what: str) -> str:
    """Return an environment variable that production cannot do without.

    Raises ImproperlyConfigured with a Vietnamese sentence that says what to set.
    """
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"Thiếu biến môi trường {name}: {what} (xem .env.example).")
    return value


def local_secret_key() -> str:
    """Return the key under ``var/``, made once for this checkout."""
    path = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(exist_ok=True)
    try:
        # "x" and mode 0600: of several first processes one writes, the others read.
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG không được bật khi PORTAL_ENV=production.")
    SECRET_KEY = required("SECRET_KEY", "một chuỗi ngẫu nhiên dài ít nhất 50 ký tự, giữ kín")
    ALLOWED_HOSTS = [
        host.strip()
        for host in required("ALLOWED_HOSTS", "tên miền của cổng, cách nhau bằng dấu phẩy").split(",")
        if host.strip()
    ]
    required("DATABASE_URL", "địa chỉ PostgreSQL, ví dụ postgres://portal:mat-khau@db:5432/portal")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# Earlier keys: with them signed links and the seeds of authenticator apps outlive a new key.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "portal.apps.PortalAdminConfig",
    "portal.apps.PortalConfig",
    "news.apps.NewsConfig",
    "documents.apps.DocumentsConfig",
    "stats.apps.StatsConfig",
    "core.apps.CoreConfig",
    "ckeditor",
    "django_filters",
    "solo",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "portal.apps.PortalStaticFilesConfig",
]

# No LocaleMiddleware: the site is Vietnamese whatever the browser asks for.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.PageSecurityPolicy",
    "stats.middleware.CountRobots",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.accounts.sessions.StaffAuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if not PRODUCTION:  # There nginx does it.
    MIDDLEWARE.insert(2, "portal.middleware.CompressPublicPages")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["portal.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            # The auth and messages processors serve the admin only; both are lazy, so a public page
            # that does not use them never opens a session.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]

DATABASE_URL = env.str("DATABASE_URL", default="").strip()
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL phải trỏ tới PostgreSQL 15 trở lên (postgres://…).")
else:
    DATABASES = {"default": {"ENGINE": "portal.embedded_postgres", "NAME": "portal"}}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Seconds: a server that is not there must not hold those who ask for a page.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

REDIS_URL = env.str("REDIS_URL", default="").strip()
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "portal",
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # A page is about 30 KB: 1,000 of them are about 30 MB a process.
            "OPTIONS": {"MAX_ENTRIES": 1000},
        }
    }

# Without Redis each process learns of the others' changes by LISTEN (core.cache).
CACHE_LISTENER = True
# Each process writes what it counted once a second, from a thread (stats.buffer).
COUNT_IN_BACKGROUND = True

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# Passwords are hashed as Django chooses (PBKDF2): with another hasher the time of a wrong password would
# tell the accounts from before apart from names that nobody has.
# Every account is staff's. No password has to be changed because time has passed.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "portal.accounts.passwords.CommonVietnameseValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds; the pages and letters say so
LOGIN_URL = "login"
# A sign-in is over after so long without anything done, and after so long in any case.
STAFF_SESSION_IDLE_MINUTES = env.int("STAFF_SESSION_IDLE_MINUTES", default=60)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = STAFF_SESSION_HOURS * 60 * 60
# Who may publish or administer shows a second factor. On one machine of one's own it is only offered.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
# Days for which a browser need not show it again; 0: each time.
SECOND_FACTOR_REMEMBER_DAYS = env.int("SECOND_FACTOR_REMEMBER_DAYS", default=0)
LOGIN_REDIRECT_URL = "admin:index"

# How long the book of who did what is kept; the database lets nothing go before ninety days.
AUDIT_KEEP_DAYS = max(90, env.int("AUDIT_KEEP_DAYS", default=730))

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media" / "public")))
ATTACHMENTS_ROOT = Path(env.str("ATTACHMENTS_ROOT", default=str(VAR_DIR / "media" / "private")))
STORAGES = {
    # Pictures: public, under names that cannot be guessed.
    "default": {
        "BACKEND": "core.files.storage.TrackedFileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL},
    },
    # Attachments: never under a public address; core.files.serving hands them out.
    "attachments": {
        "BACKEND": "core.files.storage.TrackedFileSystemStorage",
        "OPTIONS": {"location": ATTACHMENTS_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "portal.staticfiles.BundledStaticFilesStorage"},
}
# In production nginx serves pictures, and sends attachments when told to (X-Accel-Redirect).
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=not PRODUCTION)
X_ACCEL_REDIRECT_PREFIX = env.str("X_ACCEL_REDIRECT_PREFIX", default="/noi-bo/" if PRODUCTION else "")
# Where our own proxy writes who asks; without a proxy, the connection says it.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="X-Forwarded-For" if PRODUCTION else "")
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50 * 1024 * 1024)
UPLOAD_IMAGE_MAX_BYTES = env.int("UPLOAD_IMAGE_MAX_BYTES", default=10 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CKEDITOR_CONFIGS = editor.CKEDITOR_CONFIGS
# The editor is at its end of life. docs/decisions/ says why it serves all the same, and what guards it.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Form widgets too are looked up in templates/ first.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# Public pages run only our own files: no inline script, no inline style, nobody else's frame but those of the
# videos and maps that a page holds (portal.middleware).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")
EMAIL_TIMEOUT = 20  # seconds: a server that is away must not hold the worker
# Letters about what was submitted, returned, published, withdrawn (core.notices), and to moderators.
MAIL_NOTICES = env.bool("MAIL_NOTICES", default=False)
# Scheme and host of the portal, for what is made outside of a request.
SITE_URL = env.str("SITE_URL", default="").strip().rstrip("/")
if MAIL_NOTICES and not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        "MAIL_NOTICES đang bật thì phải đặt SITE_URL, ví dụ https://sogddt.example.vn: thư cần địa chỉ "
        "đầy đủ của cổng (xem .env.example)."
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
