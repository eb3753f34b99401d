"""In which order an issue's stories appeared, kept by the database: a page of them is read without the others."""

from django.db import models
from django.db.models import DO_NOTHING

from stories.models.articles import Article, ArticleIssue
from votes.models import Issue


class Appearance(models.Model):
    """When a story that may belong to an issue appeared, or else was first read: of a copy, when its original did.

    `first` is the original, or the story itself. Triggers on `ArticleIssue` and `Article` write it and take it away.
    """

    match = models.OneToOneField(ArticleIssue, DO_NOTHING, primary_key=True, related_name="+", db_constraint=False)
    issue = models.ForeignKey(Issue, DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    first = models.ForeignKey(Article, DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["issue", "-at", "-first"], name="appearance_newest")]

    def __str__(self) -> str:
        return f"{self.match}: {self.at}"
