"""`manage.py backfill`: older stories by a list of URLs, gone on with where it was broken off."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.models import Article, Entry, Source
from tests.factories import (
    NOW,
)
from tests.stories.ingestion.beacon import story
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def test_a_backfill_that_was_broken_off_goes_on_where_it_was(source: Source, site: Site, tmp_path: Any) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(site.url(f"/{n}.html") for n in (1, 2, 3)) + "\nfile:///etc/passwd\n")
    site.pages["/2.html"] = page(b"", 503)
    with pytest.raises(CommandError, match="1 stories could not be read"):
        call_command("backfill", str(source.pk), str(urls))
    asked = len(site.requests)
    site.pages["/2.html"] = page(story(2), Content_Type="text/html")
    Entry.objects.filter(state="due").update(next_try_at=NOW - timedelta(days=300))
    call_command("backfill", str(source.pk), str(urls))
    assert Article.objects.count() == 3
    assert [request.path for request in site.requests[asked:]] == ["/2.html"]


def test_a_backfill_tells_each_failure_and_asks_again_for_what_was_given_up(
    source: Source, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{site.url('/1.html')}\n{site.url('/2.html')}\n")
    site.pages["/2.html"] = page(b"", 410)
    with pytest.raises(CommandError, match="0 are tried again later, 1 are given up"):
        call_command("backfill", str(source.pk), str(urls))
    assert f"{site.url('/2.html')}: " in capsys.readouterr().err
    assert Entry.objects.get(state="failed").url == site.url("/2.html")
    site.pages["/2.html"] = page(story(2), Content_Type="text/html")
    call_command("backfill", str(source.pk), str(urls))
    assert Article.objects.count() == 2
