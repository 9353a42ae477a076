"""Settings, read once from the environment; a missing secret stops the start.

Every variable is described in README.md, “Settings”.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from center import environment
from center.environment import DEMO, TESTING, env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
DEMO_SECRET_KEY = "demo-only-" + "0123456789abcdef" * 4
DEMO_ID_KEY = "ZGVtby1vbmx5LWRlbW8tb25seS1kZW1vLW9ubHktMDE="
SECRET_KEY = environment.required("SECRET_KEY", in_demo=DEMO_SECRET_KEY)
ALLOWED_HOSTS = environment.listed(
    "ALLOWED_HOSTS", in_demo="localhost,127.0.0.1,[::1],liuxi.localhost"
)
# What encrypts ID numbers: keys separated by commas, the newest first.
ID_KEYS = environment.listed("ID_KEYS", in_demo=DEMO_ID_KEY)

# The order of the subjects is that in which the floor's pages show them.
INSTALLED_APPS = [
    "center",
    "center.timetable",
    "center.outbox",
    "center.workflow",
    "center.calls",
    "center.kept",
    "center.registers",
    "center.searches",
    "center.roster",
    "center.day_changes",
    "reservations",
    "reservations.closures",
    "reservations.counter",
    "petitions",
    "petitions.publication",
    "petitions.reminders",
    "petitions.counter",
    "center.guide",
    "center.reception",
    "center.notices",
    "membership",
    "membership.transfers",
    "membership.activity_days",
    "membership.applications",
    "membership.areas",
    "reading_room",
    "reading_room.imports",
    "reading_room.loans",
    "reading_room.documents",
    "reading_room.periodicals",
    "reading_room.stock",
    "center.admin_config.CenterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
]

MIDDLEWARE = [
    "center.middleware.believe_named_proxies",
    # What gives headers stands outside of everything that may answer.
    "django.middleware.security.SecurityMiddleware",
    "center.middleware.privacy_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "center.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "center.middleware.staff_session",
    # Every page is closed unless its view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "center.outbox.presenters.say_what_was_written",
    "django_htmx.middleware.HtmxMiddleware",
    "center.middleware.find_center",
    "center.middleware.explain_refusals",
    "center.kept.middleware.KeepWhatWasTyped",
]

# What the apps add to the pages of the floor stands in the portal.py of each subject
# (center/portals.py). Here stand only lists whose order is a rule of its own.
# What fills the demo center, in order: functions of (at, password).
DEMO_FILLERS: list[str] = [
    "center.demo.fill",
    "center.guide.demo.catalog.fill",
    "center.roster.demo.fill",
    "center.notices.demo.fill",
    "center.guide.demo.house.fill",
    "center.reception.demo.fill",
    "membership.demo.fill",
    "membership.areas.demo.fill",
    "membership.activity_days.demo.fill",
    "petitions.demo.fill",
    "membership.transfers.demo.fill",
    "membership.applications.demo.fill",
    "reading_room.demo.fill",
    "reading_room.loans.demo.fill",
    "reading_room.documents.demo.fill",
    "reading_room.periodicals.demo.fill",
    "reading_room.stock.demo.fill",
    "reservations.demo.fill",
]

ROOT_URLCONF = "center.urls"
WSGI_APPLICATION = "center.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "center.context.page",
            ],
            "builtins": [
                "center.templatetags.icons",
                "center.templatetags.styles",
                "center.templatetags.texts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Database: persistent connections; no statement may hold up the counter.

DATABASES = {
    "default": environment.database()
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=3,
    options=env.str(
        "DATABASE_OPTIONS",
        default="-c statement_timeout=4000 -c lock_timeout=3000"
        " -c idle_in_transaction_session_timeout=10000",
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Whole public pages (center/page_cache.py): a few megabytes in each worker.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# -- People and passwords

AUTH_USER_MODEL = "center.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "me"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["center.accounts.backends.PeopleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("phone", "name")},
    },
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": "center.passwords.StaffLengthValidator"},
]
# Limits on attempts can be lifted only by the tests that are not about them.
THROTTLES = True
# A second factor for staff is waived only where the passwords are public anyway.
SECOND_FACTOR = not DEMO
OTP_TOTP_ISSUER = "连心桥"
STAFF_IDLE_SECONDS = 30 * 60
STAFF_SESSION_SECONDS = 8 * 60 * 60

# -- One-time codes: a dotted path to a class with send(phone, text).

SMS_BACKEND = env.str("SMS_BACKEND", default="center.sms.ConsoleSms")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
SMS_GATEWAY_SUCCESS = env.str("SMS_GATEWAY_SUCCESS", default="")
SMS_FILE = env.str("SMS_FILE", default="")

# -- Browser security (security.md, “Settings”)

# A plain LAN without certificates says HTTPS=0; everything else stays closed.
HTTPS = env.bool("HTTPS", default=not (DEMO or TESTING))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose word about a visitor counts, and where many visitors share one address.
TRUSTED_PROXIES = environment.trusted_proxies(is_behind_proxy=BEHIND_PROXY)
SHARED_NETWORKS = environment.networks("SHARED_NETWORKS")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "center.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
# A page of the counter grows with its rows: 300 members of a branch with three fields
# each, 200 ticked rows of a list. What a request may weigh is limited above.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# A whole album ticked by mistake: the form itself says that it is too many and keeps
# what was typed; center.upload_handlers reads no more of them than could be taken.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = [
    "center.upload_handlers.SizeCap",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "center.static_files.JoinedFiles",
]
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "center.static_files.StaticFiles"
    },
}

# -- Words and time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = ["center.formats"]
USE_TZ = True

# -- Log: one escaped line per record, never a form body

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "center.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "center": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
