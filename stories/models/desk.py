"""What the desk keeps for its own work: what curators made of each rule's findings, and who has which story open."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models import F

from stories.models.articles import Article
from stories.models.findings import Finding
from stories.models.sources import Outlet


class RuleRecord(models.Model):
    """What became of the findings that a rule of an extractor made in one outlet's stories, in numbers: accepted as
    proposed, corrected or rejected by somebody who looked at this one, or decided in bulk or along with another.

    A trigger on the log keeps it, and takes back what is undone. `kind` is what the finding was proposed as.
    """

    extractor = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Finding.Kind)
    rule = models.CharField(max_length=200, blank=True)
    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="rule_records")
    as_proposed = models.IntegerField(default=0)
    corrected = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    in_bulk = models.IntegerField(default=0)
    implied = models.IntegerField(default=0)

    # Those that somebody looked at.
    LOOKED_AT = F("as_proposed") + F("corrected") + F("rejected")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "rule", "extractor", "outlet"], name="rule_record_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.rule or 'no rule'} in {self.outlet}"


TOUCH = """
    WITH over AS (
        DELETE FROM stories_openstory WHERE at <= %(until)s AND (article_id, by_id) <> (%(article)s, %(by)s)
    ), mine AS (
        INSERT INTO stories_openstory (article_id, by_id, at) VALUES (%(article)s, %(by)s, %(now)s)
            ON CONFLICT (article_id, by_id) DO UPDATE SET at = excluded.at
    )
    SELECT username FROM stories_openstory JOIN auth_user ON auth_user.id = by_id
        WHERE article_id = %(article)s AND by_id <> %(by)s AND at > %(until)s ORDER BY username
"""


class OpenStoryQuerySet(models.QuerySet["OpenStory"]):
    def now(self, now: datetime) -> Self:
        """Return those that somebody looked at or acted on within the last minutes."""
        return self.filter(at__gt=now - OpenStory.LASTS)

    def touch(self, article: int, by: int, now: datetime) -> list[str]:
        """Note that a curator has the story open, forget what nobody has open any more, and return the names of those
        who have it open, too; all in one query.
        """
        with connection.cursor() as cursor:
            cursor.execute(TOUCH, {"article": article, "by": by, "now": now, "until": now - OpenStory.LASTS})
            return [name for (name,) in cursor.fetchall()]


class OpenStory(models.Model):
    """That a curator has a story open on the desk, until some minutes after they last loaded its page or acted on one
    of its findings; a trigger on the log sees to the latter.
    """

    LASTS = timedelta(minutes=10)

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = OpenStoryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "by"], name="open_story_unique")]

    def __str__(self) -> str:
        return f"{self.article} with {self.by}"
