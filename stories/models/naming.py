"""Whom a name in a story means, as a curator said it."""

from django.db import models
from django.db.models.functions import Lower

from officials.models import Person
from stories.models.articles import Article


class Naming(models.Model):
    """A curator's word on a name in one story: whom it means there, or, without a person, that it is put aside. It
    holds for whatever the story says of the name, in its later versions, too, and for no other story.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="namings")
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="namings")

    class Meta:
        constraints = [models.UniqueConstraint("article", Lower("name"), name="naming_unique_in_story")]

    def __str__(self) -> str:
        return f"{self.name} is {self.person or 'put aside'}"
