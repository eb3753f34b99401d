"""The app's entry in Django."""

from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "officials"
