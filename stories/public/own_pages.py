"""The pages on which the site speaks of itself: how it works, who runs it, how to reach them, what it keeps."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from stories.findings.accuracy import accuracy_by, in_all
from stories.findings.agreement import MODEL
from stories.findings.confidence import TOLD_FROM
from stories.findings.kinds import KINDS
from stories.models import SitePage
from votes.alerts.forget import UNCONFIRMED_KEPT

Name = SitePage.Name


def methods_page() -> dict[str, Any]:
    """Return how often what the program proposes is right, by kind."""
    kinds = accuracy_by("kind")
    return {
        "accuracy": [(KINDS[row.of["kind"]].heading, row) for row in kinds if row.looked_at],
        "accuracy_in_all": in_all(kinds),
        "told_from": TOLD_FROM,
    }


def own_page(name: str) -> dict[str, Any]:
    """Return the operator's words on a page of theirs, and how to reach them: by their contact page elsewhere, or else
    the address mail comes from.
    """
    words = dict(SitePage.objects.exclude(text="").values_list("name", "text"))
    own = tuple(reverse(page) for page in (Name.ABOUT, Name.CONTACT))
    return {
        "own_words": words.get(name, ""),
        "contact_words": words.get(Name.CONTACT, ""),
        "contact_url": "" if settings.CONTACT_URL.endswith(own) else settings.CONTACT_URL,
        "contact_mail": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "unconfirmed_days": UNCONFIRMED_KEPT.days,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "model": _model(),
    }


def _model() -> dict[str, str]:
    """Return the language model that reads stories, too, and who runs it: its host; nothing where none is set."""
    if MODEL not in settings.EXTRACTORS:
        return {}
    return {"name": settings.MODEL_NAME, "host": urlsplit(settings.MODEL_URL).hostname or ""}
