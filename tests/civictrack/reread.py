"""All stories, read again: `python -m tests.civictrack.reread`.

Prints a line for each finding that there is, and one for each new proposal: "again" where it is like one of those, else
"new". Nothing is kept.
"""

import os

import django


def main() -> None:
    """Read, print, and take everything back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from stories.findings.identity import likeness
    from stories.findings.propose import propose_all
    from stories.models import Article, Finding

    with transaction.atomic():
        last = Finding.objects.latest("pk").pk
        proposed = Finding.objects.filter(redacted_at=None)
        known = {(finding.article_id, *likeness(finding.kind, finding.payload, finding.spans)) for finding in proposed}
        print(*(f"proposed {like}" for like in known), sep="\n")
        articles = Article.objects.filter(findings__in=proposed, versions__redacted_at=None).distinct()
        versions = [article.versions.select_related("article__outlet").latest("number") for article in articles]
        propose_all(versions, timezone.now())
        for finding in Finding.objects.filter(pk__gt=last):
            like = (finding.article_id, *likeness(finding.kind, finding.payload, finding.spans))
            print("again" if like in known else "new", like)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
