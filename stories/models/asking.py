"""What asking a language model costs and how it goes: a row a day, and one a version that is asked about."""

from django.db import models

from stories.models.articles import ArticleVersion


class AskingDay(models.Model):
    """A day of asking, by UTC. `tokens` are those used and those held for questions under way, `failures` how many
    questions in a row failed up to now, `paused_until` when the model is asked again, `problem` why not before;
    `dropped` counts what the gate did, by reason.
    """

    day = models.DateField(unique=True)
    stories = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    tokens_in = models.PositiveBigIntegerField(default=0)
    tokens_out = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    dropped = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.day}: {self.stories} stories, {self.tokens} tokens"


class Asking(models.Model):
    """A version that the model is being asked about, or is to be asked about again at `next_try_at`. `attempts` are
    those that were begun, but for those that failed while the model failed with every story.
    """

    version = models.OneToOneField(ArticleVersion, models.CASCADE, related_name="asking")
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.version}: {self.problem}"
