"""The app's entry in Django."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
