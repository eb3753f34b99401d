"""`manage.py export_opml` and `import_opml`: what is followed goes out and comes back."""

from typing import Any

import pytest
from django.core.management import call_command

from stories.models import Source
from tests.factories import make_outlet, make_source

pytestmark = pytest.mark.django_db


def test_feeds_go_out_and_come_back_as_opml(source: Source, tmp_path: Any, capsys: Any) -> None:
    call_command("export_opml")
    file = tmp_path / "feeds.opml"
    file.write_text(capsys.readouterr().out)
    Source.objects.all().delete()
    call_command("import_opml", str(file))
    assert Source.objects.get().url == source.url


def test_all_that_is_followed_goes_out_and_comes_back_with_its_outlet(tmp_path: Any, capsys: Any) -> None:
    outlet = make_outlet("Gull Cove Beacon", url="https://beacon.example/")
    make_source(outlet, url="https://beacon.example/feed")
    make_source(outlet, url="https://beacon.example/news", kind="page", selector="main a")
    make_source(outlet, url="https://beacon.example/map.xml", kind="sitemap")
    before = set(Source.objects.values_list("url", "kind", "selector", "outlet__name"))
    call_command("export_opml")
    file = tmp_path / "feeds.opml"
    said = capsys.readouterr()
    assert "2 section pages and sitemaps" in said.err
    assert "Gull Cove Beacon: /feed" in said.out
    file.write_text(said.out)
    Source.objects.all().delete()
    call_command("import_opml", str(file))
    assert set(Source.objects.values_list("url", "kind", "selector", "outlet__name")) == before
