"""Run as a process on a database of earlier code: undoes whatever the log holds, and prints what refused, and why."""

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.utils import timezone  # noqa: E402

from stories import curation  # noqa: E402
from stories.models import LoggedAction  # noqa: E402


def undo_all() -> int:
    """Undo what can be, the last first, and return how many that were."""
    by, undone = User.objects.create(username="undo"), 0
    for action in LoggedAction.objects.filter(undone_by=None).exclude(act="undo"):
        try:
            curation.undo(action.pk, by, timezone.now())
            undone += 1
        except curation.CurationError as error:
            print(f"refused {action.act}: {error}")
    return undone


if __name__ == "__main__":
    print("undone", undo_all())
