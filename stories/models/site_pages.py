"""The pages on which whoever runs the site speaks for itself, in words of their own."""

from django.db import models
from django.urls import reverse


class SitePage(models.Model):
    """What an operator says on one of the site's own pages: plain text, a blank line between paragraphs; addresses
    become links. Without words of theirs the page has the program's.
    """

    class Name(models.TextChoices):
        ABOUT = "about", "Who runs this site"
        CONTACT = "contact", "Contact"
        PRIVACY = "privacy", "Privacy"

    name = models.CharField(max_length=20, choices=Name, unique=True)
    text = models.TextField(max_length=20_000, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_name_display()

    def get_absolute_url(self) -> str:
        return reverse(self.name)
