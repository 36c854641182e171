"""Every setting of an instance: read from the environment, or from `staffroom.env` in the data folder.

`DECLARED` lists them in the order of this file; `docs/running/settings.md` is generated from it.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env

from staffroom.kit.secrets import read_or_make


@dataclass(frozen=True)
class Declared:
    """One setting: its name in the environment, its default in words, and what it does."""

    name: str
    default: str
    words: str


DECLARED: list[Declared] = []
_env = Env()
DATA = Path(os.environ.get("STAFFROOM_DATA") or "data").absolute()
DECLARED.append(Declared("STAFFROOM_DATA", "./data", "The folder that holds everything of this instance."))
if (DATA / "staffroom.env").is_file():
    _env.read_env(str(DATA / "staffroom.env"))


def _read(name, kind, default, words, shown=None):
    DECLARED.append(Declared(name, str(default) if shown is None else shown, words))
    return getattr(_env, kind)(name, default)


# The instance
BASE_URL = _read("STAFFROOM_BASE_URL", "str", "http://127.0.0.1:8000",
                 "The address people type. `https` except on loopback, or on a local network with STAFFROOM_LAN.").rstrip("/")
SITE_NAME = _read("STAFFROOM_NAME", "str", "Staffroom", "The name shown at the foot of every page.")
RUN_BY = _read("STAFFROOM_RUN_BY", "str", "", "Who runs this instance, in words for its visitors.", shown="(empty)")
LAN = _read("STAFFROOM_LAN", "bool", False, "Plain http on a local network: others there open what a code of an event opens, nothing else.")
DEBUG = _read("STAFFROOM_DEBUG", "bool", False, "For developers. Refused on any address but loopback.")
GALLERY = _read("STAFFROOM_GALLERY", "bool", DEBUG, "Show the gallery of components at /gallery/.")
PROXIES = _read("STAFFROOM_PROXIES", "int", 0, "How many proxies of yours stand in front of Staffroom.")
TRIAL_LANGUAGES = _read("STAFFROOM_TRIAL_LANGUAGES", "bool", False, "Offer the mirrored test language.")
MORE_HOSTS = _read("STAFFROOM_MORE_HOSTS", "list", [], "Further host names this instance answers to.", shown="(none)")

# Where things are kept
DATABASE_URL = _read("DATABASE_URL", "str", "", "PostgreSQL address; empty means SQLite in the data folder.", shown="(SQLite)")
KEYS_URL = _read("KEYS_URL", "str", "", "Store of the wrapped account keys: empty means `keys.sqlite3` in the data folder; "
                 "with several machines a PostgreSQL database of its own.", shown="(SQLite)")
WRAPPING_KEY_FILE = Path(_read("STAFFROOM_WRAPPING_KEY_FILE", "str", str(DATA / "secrets" / "wrapping.key"),
                               "The key that wraps all account keys. Keep it off the backups of the database.",
                               shown="secrets/wrapping.key"))
SECRET_KEY_FILE = Path(_read("STAFFROOM_SECRET_KEY_FILE", "str", str(DATA / "secrets" / "django.key"),
                             "The key that signs sessions and forms; with several machines the same on each.", shown="secrets/django.key"))
LEDGER_KEY_FILE = Path(_read("STAFFROOM_LEDGER_KEY_FILE", "str", str(DATA / "secrets" / "ledger.key"),
                             "The key that signs the daily checkpoints of the hours ledger; the same wherever a worker runs. Keep a copy elsewhere.",
                             shown="secrets/ledger.key"))
ISSUER_KEY_FILE = Path(_read("STAFFROOM_ISSUER_KEY_FILE", "str", str(DATA / "secrets" / "issuer.key"),
                             "The key that signs transcripts. It is in no backup, and only the worker reads it; with several the same on each.",
                             shown="secrets/issuer.key"))
REDIS_URL = _read("REDIS_URL", "str", "", "Valkey or Redis for cache and live pages; needed with several web processes.",
                  shown="(in process)")
STORAGE_URL = _read("STAFFROOM_STORAGE", "str", "", "Where files go: empty means `media` in the data folder, or s3://key:secret@host/bucket.",
                    shown="(folder)")

BACKUP_KEY_FILE = _read("STAFFROOM_BACKUP_KEY_FILE", "str", "", "A file with the passphrase of backups.", shown="(none)")

# Mail
MAIL_URL = _read("STAFFROOM_MAIL", "str", "", "smtp://user:password@host:587, empty means mail is printed and everything works without it.",
                 shown="(printed)")
DEFAULT_FROM_EMAIL = _read("STAFFROOM_MAIL_FROM", "str", "Staffroom <staffroom@localhost>", "The sender of its mail.")
MAIL_REPLIES = _read("STAFFROOM_MAIL_REPLIES", "str", "",
                     "An address whose mail your mail server hands to `staffroom receive`: mails that ask something can then be answered by a reply, "
                     "to this address with a code after a plus sign. See [mail](mail.md).", shown="(off)").strip().lower()

# Limits
WEB_THREADS = _read("STAFFROOM_THREADS", "int", 4, "Page threads in each web process.")
UPLOAD_BYTES = _read("STAFFROOM_UPLOAD_BYTES", "int", 25_000_000, "Largest file, in bytes.")
ACCOUNT_BYTES = _read("STAFFROOM_ACCOUNT_BYTES", "int", 500_000_000, "All files of one account together, in bytes.")
ACCOUNT_FILES = _read("STAFFROOM_ACCOUNT_FILES", "int", 2_000, "Files of one account.")
FETCH_TEST_PORTS = _read("STAFFROOM_FETCH_TEST_PORTS", "list", [], "Loopback ports that tests may fetch from. Never set it on a real instance.",
                         shown="(none)")
FETCH_TEST_PORTS = [int(port) for port in FETCH_TEST_PORTS]

PACKAGE = Path(__file__).resolve().parent
MAIL_WORKS = bool(MAIL_URL)
REPLIES_WORK = MAIL_WORKS and "@" in MAIL_REPLIES
SECRET_KEY = read_or_make(SECRET_KEY_FILE)
_host = urlsplit(BASE_URL).hostname or ""
ON_LOOPBACK = _host in {"127.0.0.1", "localhost", "::1"}
SECURE = BASE_URL.startswith("https://")
LAN = LAN and not SECURE
ALLOWED_HOSTS = sorted({_host, *MORE_HOSTS, *(["127.0.0.1", "localhost", "[::1]"] if ON_LOOPBACK or LAN else [])})
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "staffroom.pages", "staffroom.exchange", "staffroom.claims", "staffroom.credit", "staffroom.ledger", "staffroom.looks", "staffroom.growth",
    "staffroom.required", "staffroom.needs", "staffroom.offered", "staffroom.transcripts", "staffroom.credentials", "staffroom.catalogue",
    "staffroom.edcamps", "staffroom.certificates", "staffroom.attendance", "staffroom.events", "staffroom.moderation",
    "staffroom.inquiry", "staffroom.practice", "staffroom.record", "staffroom.frameworks",
    "staffroom.buddies",
    "staffroom.notices", "staffroom.sharing", "staffroom.orgs", "staffroom.people", "staffroom.topics", "staffroom.ui", "staffroom.kit",
    "allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions", "django_htmx", "csp",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.humanize", "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "staffroom.kit.packed.packed",
    "staffroom.kit.headers.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "staffroom.kit.guard.guard",
    "staffroom.pages.lan.lan",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "staffroom.kit.asked.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "staffroom.kit.asked.said_once",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staffroom.sharing.viewers.viewer",
    "staffroom.kit.shed.shed",
]
ROOT_URLCONF = "staffroom.urls"
WSGI_APPLICATION = "staffroom.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages", "staffroom.pages.context.everywhere",
        ],
        "builtins": ["django.templatetags.i18n", "django.templatetags.static", "staffroom.ui.templatetags.ui", "staffroom.ui.templatetags.often"],
    },
}]
FORM_RENDERER = "staffroom.ui.inputs.Inputs"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;PRAGMA secure_delete=ON;"
                    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;",
}
if DATABASE_URL:
    DATABASES = {"default": {**dj_database_url.parse(DATABASE_URL, engine="staffroom.kit.postgresql"), "CONN_MAX_AGE": 600,
                             "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}}
else:
    DATABASES = {"default": {"ENGINE": "staffroom.kit.sqlite3", "NAME": DATA / "staffroom.sqlite3", "CONN_MAX_AGE": None,
                             "OPTIONS": SQLITE_OPTIONS}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL} if REDIS_URL
          else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), *([("ar-xb", "Mirrored test language")] if TRIAL_LANGUAGES or DEBUG else [])]
LANGUAGES_BIDI = ["he", "ar", "ar-dz", "fa", "ur", "ar-xb"]
LOCALE_PATHS = [PACKAGE / "locale", DATA / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static_built"
STATICFILES_FINDERS = ["staffroom.ui.finders.SheetFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
MEDIA_ROOT = DATA / "media"
_built = not DEBUG and (STATIC_ROOT / "staticfiles.json").is_file()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage" if _built
                    else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if STORAGE_URL:
    _s3 = urlsplit(STORAGE_URL)
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {
        "bucket_name": _s3.path.strip("/"), "access_key": _s3.username, "secret_key": _s3.password,
        "endpoint_url": f"https://{_s3.hostname}" + (f":{_s3.port}" if _s3.port else ""), "querystring_expire": 300}}
WHITENOISE_MAX_AGE = 60 if _built else 0  # a name that carries the digest of its content is kept for ever by itself
WHITENOISE_USE_FINDERS = not _built
WHITENOISE_AUTOREFRESH = not _built

# Requests
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
APPEND_SLASH = False

# Sessions, cookies, headers
SESSION_ENGINE = "staffroom.people.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "staffroom.pages.views.errors.csrf"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would turn the Origin of our own forms into "null"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# W005, W021: other subdomains may not be ours to bind. W008: the proxy in front redirects; Staffroom itself listens on one plain port.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF, "data:"], "font-src": [SELF], "connect-src": [SELF],
    "form-action": [SELF], "manifest-src": [SELF], "media-src": [SELF], "frame-ancestors": [NONE], "base-uri": [NONE], "object-src": [NONE],
}}

# Signing in (the words and templates are in staffroom.people)
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["staffroom.people.backends.ByAddress"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["name", "email"]}},
]
ALARM_FAILURES = _read("STAFFROOM_ALARM_FAILURES", "int", 200, "Failed sign-ins in one minute, everywhere together, that log an ALARM line.")
OIDC = _read("STAFFROOM_OIDC", "json", [],
             "Bodies that sign their people in by OpenID Connect, as a JSON list of {\"name\", \"issuer\", \"client_id\", \"client_secret\", "
             "\"organisation\"}; organisation is the code of the body here. The address to give them ends in /account/bodies/<client_id>/back/. "
             "Such a sign-in opens what is shared with that body, never a notebook.", shown="(none)")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "staffroom.people.adapters.Accounts"
SOCIALACCOUNT_ADAPTER = "staffroom.people.adapters.Bodies"
MFA_ADAPTER = "staffroom.people.adapters.Factors"
ACCOUNT_FORMS = {"login": "staffroom.people.forms.SignIn", "signup": "staffroom.people.forms.SignUp",
                 "request_login_code": "staffroom.people.forms.AskCode"}
MFA_FORMS = {"authenticate": "staffroom.people.forms.Code", "reauthenticate": "staffroom.people.forms.CodeAgain",
             "activate_totp": "staffroom.people.forms.TurnCodesOn", "add_webauthn": "staffroom.people.forms.AddPasskey",
             "edit_webauthn": "staffroom.people.forms.NamePasskey"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_VERIFICATION = "none"  # letters that prove an address are promised by people.actions
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # asked for, and turned into a promise to nobody (people.adapters)
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = MAIL_WORKS
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
# Whole schools stand behind one address: many may come in from there, few may fail for one account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "signup": "120/m/ip", "login_failed": "60/m/ip,5/300s/key", "request_login_code": "60/m/ip,3/m/key"}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [
    {"provider_id": body["client_id"], "name": body["name"], "client_id": body["client_id"], "secret": body["client_secret"],
     "settings": {"server_url": body["issuer"].rstrip("/"), "organisation": body.get("organisation", ""), "fetch_userinfo": True}} for body in OIDC]}}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"] + ([] if LAN else ["webauthn"])
MFA_PASSKEY_LOGIN_ENABLED = not LAN
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_LOOPBACK
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that others typed too gives nobody a hold on this account
MFA_TOTP_ISSUER = SITE_NAME
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
USERSESSIONS_TRACK_ACTIVITY = False

# Mail
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if MAIL_URL else "django.core.mail.backends.console.EmailBackend"
if MAIL_URL:
    _mail = urlsplit(MAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"line": {"()": "staffroom.kit.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {"staffroom": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
