"""What readers say is wrong, and what they were answered."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stories.models.findings import Finding


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> Self:
        """Return those that nobody answered yet, the longest waiting first."""
        return self.filter(answered_at=None).order_by("received_at", "id")

    def answered(self) -> Self:
        """Return those that were answered, the last first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")

    def to_mail(self) -> Self:
        """Return those whose answer is owed to an address."""
        return self.filter(answered_at__isnull=False).exclude(email="").order_by("answered_at", "id")


class Complaint(models.Model):
    """A reader's word that a claim is wrong, and an editor's answer to it. What the reader wrote is never public, the
    answer where the editor `shown` it. `email` is erased once the answer was sent there, or can't be.
    """

    class Verdict(models.TextChoices):
        CORRECTED = "corrected", "corrected"
        UNCHANGED = "unchanged", "not changed"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Shown(models.TextChoices):
        BESIDE = "beside", "beside the claim and among the answers"
        LISTED = "listed", "among the answers alone"
        NOWHERE = "", "nowhere"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="complaints")
    text = models.TextField()
    email = models.EmailField(blank=True)
    received_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    answer = models.TextField(blank=True)
    shown = models.CharField(max_length=10, choices=Shown, blank=True, default=Shown.NOWHERE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, verdict="", answer="", shown="")
                | (Q(answered_at__isnull=False) & ~Q(verdict="")),
                name="complaint_answered_or_open",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(answered_at=None), name="complaint_open"),
            models.Index(fields=["answered_at"], condition=~Q(shown=""), name="complaint_shown"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
