"""`manage.py ingest`: bad pages are told in one clear line each, the others are done, and nothing is half-written."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from officials.models import Person
from stories.models import Article, ArticleVersion, Finding, Outlet, Snapshot
from tests.stories.ingestion.live_blog import live_blog
from tests.stories.ingestion.web import Site, page, redirect
from votes.models import Issue

pytestmark = pytest.mark.django_db

WORDS = "The council of Gull Cove will vote on the pier on March 17, Mayor Ona Firth said."
STORED = (Article, ArticleVersion, Finding, Issue, Outlet, Person, Snapshot)


def story(url: str = "", date: str = "2026-03-09T10:00:00-05:00", words: str = WORDS) -> str:
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    dated = f'<meta property="article:published_time" content="{date}">' if date else ""
    body = "".join(f"<p>{words} This is paragraph number {n} of the story.</p>" for n in range(5))
    head = f'<meta charset="utf-8"><title>The pier</title>{canonical}{dated}'
    return f"<html lang=en><head>{head}</head><body><article><h1>The pier</h1>{body}</article></body></html>"


@pytest.fixture
def site(local_site: Site) -> Site:
    local_site.pages["/good.html"] = page(story().encode(), Content_Type="text/html")
    return local_site


def refused(capsys: pytest.CaptureFixture[str], *targets: object, **options: object) -> list[str]:
    """The lines on stderr of a call that fails."""
    with pytest.raises(CommandError, match="could not be taken in"):
        call_command("ingest", *map(str, targets), **options)
    return capsys.readouterr().err.strip().splitlines()


def nothing_is_written() -> bool:
    return not any(model._default_manager.exists() for model in STORED)


def test_a_page_is_fetched_stored_and_read_for_findings(site: Site) -> None:
    call_command("ingest", site.url("/good.html"), "--issue", "pier")
    article = Article.objects.get()
    assert (article.title, article.issues.get().slug) == ("The pier", "pier")
    assert article.findings.exists()


def test_a_slug_named_on_the_command_line_shows_readers_nothing(site: Site, client: Client) -> None:
    call_command("ingest", site.url("/good.html"), "--issue", "zeppelin")
    article = Article.objects.get()
    assert article.article_issues.get().state == "proposed"
    assert "eppelin" not in client.get("/en/").content.decode()
    assert client.get("/en/issues/zeppelin/").status_code == client.get(article.get_absolute_url()).status_code == 404


def test_taking_a_story_in_again_undoes_no_curators_choice(site: Site) -> None:
    for state in ("accepted", "rejected"):
        call_command("ingest", site.url("/good.html"), "--issue", "pier")
        Article.objects.get().article_issues.update(state=state)
        call_command("ingest", site.url("/good.html"), "--issue", "pier")
        assert Article.objects.get().article_issues.get().state == state


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.pdf", b"%PDF-1.7\n%binary", "PDF"),
        ("empty.html", b"", "empty"),
        ("blank.html", b"<html><body></body></html>", "No story"),
        ("undated.html", story("https://gullcove.example/1", date="").encode(), "--published"),
        ("nowhere.html", story().encode(), "canonical"),
    ],
)
def test_a_bad_file_is_told_in_one_line(
    name: str, body: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    (line,) = refused(capsys, file, issue="ghost")
    assert told in line
    assert nothing_is_written()


def test_a_path_that_does_not_exist_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = refused(capsys, tmp_path / "nope.html", issue="ghost")
    assert "No such file" in line
    assert nothing_is_written()


def test_a_file_of_20_megabytes_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "large.html"
    file.write_bytes(b"<p>" + b"x" * 20_000_000)
    (line,) = refused(capsys, file)
    assert "at most" in line


@pytest.mark.parametrize(
    "path", ["/pdf", "/empty", "/large", "/missing", "/picture", "/inside"]
)  # fmt: skip
def test_a_bad_answer_is_told_and_the_others_are_done(
    path: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/pdf"] = page(b"%PDF-1.7", Content_Type="application/pdf")
    site.pages["/empty"] = page(b"")
    site.pages["/large"] = page(b"<p>" + b"x" * 20_000_000)
    site.pages["/picture"] = page(b"\x89PNG\r\n\x1a\n" + bytes(500), Content_Type="image/png")
    site.pages["/inside"] = redirect("http://169.254.169.254/latest/")
    (line,) = refused(capsys, site.url(path), site.url("/good.html"))
    assert line.startswith(site.url(path))
    assert Article.objects.get().url == site.url("/good.html")


def test_addresses_that_are_not_public_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    targets = ["http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/", "http://2130706433/", "file:///etc/passwd"]
    lines = refused(capsys, *targets)
    assert len(lines) == len(targets)
    assert nothing_is_written()


def test_a_wrong_charset_is_seen_through(site: Site) -> None:
    text = story(words="Café owners and the mayor’s naïve critics agree on the pier.")
    site.pages["/latin"] = page(text.encode(), Content_Type="text/html; charset=iso-8859-1")
    call_command("ingest", site.url("/latin"))
    assert "Café owners and the mayor’s naïve critics" in ArticleVersion.objects.get().text


def test_a_date_by_hand_serves_a_page_without_one(tmp_path: Path) -> None:
    file = tmp_path / "undated.html"
    file.write_text(story("https://gullcove.example/1", date=""))
    call_command("ingest", str(file), "--published", "2026-03-09")
    published = Article.objects.get().published_at
    assert published is not None
    assert published.date().isoformat() == "2026-03-09"


def test_a_date_that_is_none_is_refused_with_the_form_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="write it as 2026-01-31"):
        call_command("ingest", str(tmp_path), "--published", "nonsense")


def test_a_slug_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="small letters, digits and hyphens"):
        call_command("ingest", str(tmp_path), "--issue", "The Pier!")


@pytest.mark.parametrize("way", ["address", "file"])
def test_a_live_blog_taken_in_by_hand_has_the_parts_that_its_page_leaves_to_scripts(
    way: str, site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "live.html"
    canonical = b'<head><link rel="canonical" href="https://gullcove.example/live">'
    file.write_bytes(live_blog(9).replace(b"<head>", canonical))
    site.pages["/live"] = page(live_blog(9), Content_Type="text/html")
    call_command("ingest", site.url("/live") if way == "address" else str(file))
    text = ArticleVersion.objects.get().text
    assert [text.count(f"Resident number {number} told") for number in range(9)] == [1] * 9
