"""The Celery application. Tasks only wake work up; PostgreSQL decides what is due."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")

# What comes from Redis is read with care, by whichever connection.
TRANSPORT_ALIASES.update(redis="civictrack.broker:Transport", rediss="civictrack.broker:Transport")
app = Celery("civictrack")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
