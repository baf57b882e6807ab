"""Django's settings. What a house may tell stands in ``config/house.py``; here is what is the same for all."""

from __future__ import annotations

import sys
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mainstay.config import house, logs, sso

django_stubs_ext.monkeypatch()

try:
    told = house.read()
    MAINSTAY_HOME = house.data_folder()
    SECRET_KEY = house.secret_key(told, MAINSTAY_HOME)
    DATABASES: dict[str, dict[str, Any]] = {"default": house.database(told, MAINSTAY_HOME)}
    SOCIALACCOUNT_PROVIDERS = sso.providers(told)
except house.WrongSetting as wrong:
    print(wrong, file=sys.stderr)  # noqa: T201 (nothing else is up yet)
    sys.exit(2)

DEBUG = told.debug
ALLOWED_HOSTS = [part.strip() for part in told.hosts.split(",") if part.strip()]
SITE_URL = told.url
if told.url:
    CSRF_TRUSTED_ORIGINS = [told.url.rstrip("/")]

# The capabilities of this house, lowest storey first. One line switches one on or off.
CAPABILITIES = [
    "mainstay.journal",
    "mainstay.finding",
    "mainstay.house",
    "mainstay.lists",
    "mainstay.clients",
    "mainstay.engagements",
    "mainstay.promises",
    "mainstay.trust",
    "mainstay.followups",
    "mainstay.transfer",
    "mainstay.desk",
]

INSTALLED_APPS = [
    "mainstay.config",
    *reversed(CAPABILITIES),  # templates of the upper storeys are found first
    "mainstay.theme",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "csp",
    *sso.apps(),
]

MIDDLEWARE = [
    "mainstay.config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mainstay.config.packing.PackingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mainstay.config.door.SignInMiddleware",
    "mainstay.config.door.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mainstay.config.door.HeldMiddleware",
]

ROOT_URLCONF = "mainstay.config.urls"
WSGI_APPLICATION = "mainstay.config.wsgi.application"
APPEND_SLASH = True

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mainstay.theme.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "mainstay.theme.forms.Renderer"

# Who signs in
AUTH_USER_MODEL = "house.User"
AUTHENTICATION_BACKENDS = ["mainstay.config.door.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LEAKED_PASSWORDS = told.leaked_passwords  # a file of digests, sorted; none where it is empty
AUTH_PASSWORD_VALIDATORS = [{"NAME": "mainstay.config.door.HousePassword"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = True  # no mail leaves: the adapter writes a journal line
ACCOUNT_ADAPTER = "mainstay.config.door.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "mainstay.config.door_forms.Change",
    "set_password": "mainstay.config.door_forms.Choose",
    "reset_password_from_key": "mainstay.config.door_forms.Anew",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key that is found opens nothing without its finger, face or PIN
MFA_ADAPTER = "mainstay.config.second_step.SecondStep"
SEALED_BY = [SECRET_KEY, *filter(None, [told.secret_key_before])]  # what is read again; the first seals
MFA_TOTP_ISSUER = "Mainstay"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are kept by the administrator, not verified by mail

SSO_NAME = told.sso_name if SOCIALACCOUNT_PROVIDERS else ""
SSO_STRENGTHS = told.sso_strength.split()  # the ways of proof that are strong enough, as the provider calls them (acr)
SOCIALACCOUNT_ADAPTER = "mainstay.config.sso_door.SsoAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link, not a form: forms may be sent to this house alone
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False

# Locks
SESSION_ENGINE = "mainstay.config.sessions"
SESSION_COOKIE_AGE = told.session_hours * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = told.tls
SESSION_COOKIE_NAME = "__Host-mainstay" if told.tls else "mainstay"
CSRF_COOKIE_NAME = "__Host-csrf" if told.tls else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = told.tls
SECURE_HSTS_SECONDS = 31536000 if told.tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = told.tls
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if told.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last address in X-Forwarded-For is the proxy's own word
CACHES = {  # in the database: what all processes count together, like tries at the door
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_shared",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LARGEST_FILE_MB = told.largest_file_mb  # that is taken in at once

# Work in the background (one place imports the decorator: kit/tasks.py)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Languages and times
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("ms", _("Malay")), ("ru", _("Russian"))]
LOCALE_PATHS = [house.ROOT / "mainstay" / "locale", house.ROOT / "mainstay" / "locale" / "others"]
LANGUAGE_COOKIE_NAME = "__Host-language" if told.tls else "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = MAINSTAY_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or "pytest" in sys.modules
            else "mainstay.config.files.Files"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or "pytest" in sys.modules  # from the source, when asked for

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
NINJA_PAGINATION_PER_PAGE = 50
REQUESTS_A_MINUTE = told.requests_a_minute  # of one person; 0: as many as they like
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "mainstay.config.logs.Line"}, "json": {"()": "mainstay.config.logs.Json"}},
    "handlers": logs.handlers(told.log, told.syslog),
    "root": {"handlers": [*logs.handlers(told.log, told.syslog)], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # who was turned away is told by config/headers.py, with who it was
        "mainstay.security": {"level": "INFO"},
    },
}
