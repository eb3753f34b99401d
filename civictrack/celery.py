"""The Celery application. Tasks only wake work up; PostgreSQL decides what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")

app = Celery("civictrack")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
