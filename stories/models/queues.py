"""What waits or stands out among much that is done, kept in small tables: nothing is read to find it."""

from django.db import connection, models
from django.db.models import DO_NOTHING

from stories.models.articles import Article, ArticleVersion
from stories.models.findings import Finding
from stories.models.sources import Entry, Outlet, Source


class Unread(models.Model):
    """A version of a story that no extractor has read. Triggers on `ArticleVersion` and `Extraction` write it and take
    it away.
    """

    version = models.OneToOneField(
        ArticleVersion, DO_NOTHING, primary_key=True, related_name="unread", db_constraint=False
    )  # fmt: skip

    class Meta:
        verbose_name_plural = "unread"

    def __str__(self) -> str:
        return f"{self.version_id}"


class Unasked(models.Model):
    """A version that the rules have read and the language model has not, the newest of its story. Triggers on
    `Extraction` and `ArticleVersion` write it and take it away; a month later, whether or not it was asked about.
    """

    version = models.OneToOneField(
        ArticleVersion, DO_NOTHING, primary_key=True, related_name="unasked", db_constraint=False
    )  # fmt: skip
    read_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unasked"
        indexes = [models.Index(fields=["read_at"], name="unasked_read_at")]

    def __str__(self) -> str:
        return f"{self.version_id}"


class Taken(models.Model):
    """A story of which something was accepted at any time, or of one in the same words, with when it appeared, or else
    was first read: all that readers may see of an outlet is among them. Triggers on `ArticleIssue`, `Finding` and
    `Article` write it. What was taken back since stays: each is looked up before it is shown.
    """

    article = models.OneToOneField(Article, DO_NOTHING, primary_key=True, related_name="+", db_constraint=False)
    outlet = models.ForeignKey(Outlet, DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "taken"
        indexes = [models.Index(fields=["outlet", "-at", "-article"], name="taken_newest_of_outlet")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.at}"


class Outdated(models.Model):
    """A finding whose words its story's newest version holds no more. Triggers on `ArticleVersion` and `Finding` write
    it and take it away.
    """

    finding = models.OneToOneField(Finding, DO_NOTHING, primary_key=True, related_name="outdated", db_constraint=False)

    class Meta:
        verbose_name_plural = "outdated"

    def __str__(self) -> str:
        return f"{self.finding_id}"


class YieldDay(models.Model):
    """A day, by UTC, on which a source's stories gave findings. Triggers on `Finding` and `Entry` write it, now and
    then twice: writers never wait for each other.
    """

    source = models.ForeignKey(Source, DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["source", "day"], name="yield_day_of_source")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.day}"


FOLD = """
    WITH gone AS (
        DELETE FROM stories_entrytally WHERE (source_id, state) IN (
            SELECT source_id, state FROM stories_entrytally GROUP BY source_id, state HAVING count(*) > 1
        ) RETURNING source_id, state, entries, partial
    )
    INSERT INTO stories_entrytally (source_id, state, entries, partial)
        SELECT source_id, state, sum(entries), sum(partial) FROM gone GROUP BY source_id, state
"""


class EntryTallyQuerySet(models.QuerySet["EntryTally"]):
    def fold(self) -> None:
        """Make one row of each source's and state's, of the same sums."""
        with connection.cursor() as cursor:
            cursor.execute(FOLD)


class EntryTally(models.Model):
    """How many more entries of a source are in a state, and how many of their stories are partial: the sums count.
    Triggers on `Entry` and `Article` write it, a row each time, so that writers never wait for each other.
    """

    source = models.ForeignKey(Source, DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    state = models.CharField(max_length=10, choices=Entry.State)
    entries = models.IntegerField()
    partial = models.IntegerField()

    objects = EntryTallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entry tallies"
        indexes = [models.Index(fields=["source", "state"], include=["entries", "partial"], name="entry_tally_counts")]

    def __str__(self) -> str:
        return f"{self.source_id}, {self.state}: {self.entries}"
