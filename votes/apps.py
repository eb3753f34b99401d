"""The app's entry in Django."""

from django.apps import AppConfig


class VotesConfig(AppConfig):
    name = "votes"
