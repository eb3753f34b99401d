"""The words of the site's own pages, changed by hand; the log keeps what they were."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from stories.curation.choice import CurationError
from stories.curation.log import log, take_turn
from stories.curation.rows import change_row
from stories.models import LoggedAction, SitePage

SITE_PAGE_FIELDS = ("text",)


@transaction.atomic
def save_site_page(name: str, text: str, by: User, now: datetime, seen: str | None = None) -> LoggedAction:
    """Keep a page's text; `seen` is the mark of the one that was shown."""
    take_turn()
    if name not in SitePage.Name.values:
        raise CurationError("The site has no such page.")
    SitePage.objects.get_or_create(name=name)
    row = SitePage.objects.select_for_update().get(name=name)
    words = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()
    before, after = change_row(row, SITE_PAGE_FIELDS, {"text": words}, seen)
    about = {"site_page": row.pk}
    return log(LoggedAction.Act.EDIT, by, now, before=about | before, after=about | after)
