"""That something which readers see changed, noted by the database itself, so that a page can tell whether it is new."""

from django.db import connection, models

FOLD = """
    WITH gone AS (
        DELETE FROM stories_stamp WHERE subject IN (
            SELECT subject FROM stories_stamp GROUP BY subject HAVING count(*) > 1
        ) RETURNING subject, weight
    )
    INSERT INTO stories_stamp (subject, weight) SELECT subject, sum(weight) FROM gone GROUP BY subject
"""


class StampQuerySet(models.QuerySet["Stamp"]):
    def fold(self) -> None:
        """Make one row of each subject's, of the same weight: no page's key changes by it."""
        with connection.cursor() as cursor:
            cursor.execute(FOLD)


class Stamp(models.Model):
    """One change of what readers see, written by triggers in the same transaction: of one issue ("issue:12"), of what
    any issue may show ("base"), of anything ("all"); of what only pages about the desk's own work show ("desk"); and of
    something that may not be shown again ("removed").

    The sum of a subject's weights tells one state from another: each is random and positive, so that a change that is
    committed late or a restored backup makes another sum, and writers never wait for each other.
    """

    subject = models.CharField(max_length=40)
    weight = models.BigIntegerField()

    objects = StampQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject"], include=["weight"], name="stamp_weight")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.weight}"
