"""When a story was published, with the page's own offset; no day is better than an invented one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import LEAD, page, story_ld


def test_an_instant_told_in_utc_and_locally_is_kept_in_local_time() -> None:
    head = '<meta property="article:published_time" content="2026-03-03T18:20:00-06:00">'
    moment = read(page(head, ld=story_ld(datePublished="2026-03-04T00:20:00Z"))).published_at
    assert moment is not None
    assert (moment.isoformat(), moment.utcoffset()) == ("2026-03-03T18:20:00-06:00", timedelta(hours=-6))


@pytest.mark.parametrize(("told", "read_as"), [
    ("2026-03-03T18:20:00-0600", "2026-03-03T18:20:00-06:00"),
    ("2026-03-03 18:20:00Z", "2026-03-03T18:20:00+00:00"),
    ("Tue Mar 03 18:20:00 CST 2026", "2026-03-03T18:20:00-06:00"),
    ("2026-03-03T18:20:00.123+01:00", "2026-03-03T18:20:00+01:00"),
    ("2026-03-03", "2026-03-03T00:00:00"),
])  # fmt: skip
def test_dates_in_many_spellings_are_read(told: str, read_as: str) -> None:
    moment = read(page(ld=story_ld(datePublished=told))).published_at
    assert moment is not None
    assert moment.isoformat() == read_as


@pytest.mark.parametrize(
    "told", ["0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", "2026", "", "-1", "1" * 400]
)
def test_what_is_no_date_gives_none_rather_than_an_invented_one(told: str) -> None:
    assert read(page(ld=story_ld(datePublished=told))).published_at is None


def test_a_date_without_zone_takes_that_of_another_telling_of_the_same_time() -> None:
    head = '<meta name="date" content="2026-03-03T18:20:00-06:00">'
    moment = read(page(head, ld=story_ld(datePublished="2026-03-03 18:20:00.0"))).published_at
    assert moment == datetime(2026, 3, 4, 0, 20, tzinfo=UTC)


def test_a_page_without_a_date_is_read_all_the_same() -> None:
    page_read = read(page(ld=""))
    assert page_read.published_at is None
    assert page_read.text.startswith(LEAD)


def test_a_page_tells_what_its_date_was_read_from() -> None:
    told = {
        "zoned_metadata": page(ld=story_ld(datePublished="2026-03-03T18:20:00-06:00")),
        "metadata": page(ld=story_ld(datePublished="2026-03-03T18:20:00")),
        "url": page(ld=""),
    }
    for read_from, body in told.items():
        found = read(body, "https://ledger.example/2026/03/03/pier/").published
        assert found is not None
        assert (found.read_from, found.moment.date()) == (read_from, datetime(2026, 3, 3).date())


def test_metadata_with_a_zone_beats_metadata_without_one() -> None:
    head = '<meta property="article:published_time" content="2026-03-04T08:20:00-06:00">'
    found = read(page(head, ld=story_ld(datePublished="2026-03-01"))).published
    assert found is not None
    assert found.moment.isoformat() == "2026-03-04T08:20:00-06:00"


def test_the_stories_of_a_list_lend_the_page_no_date() -> None:
    item = '{"@type":"NewsArticle","headline":"Fair opens","datePublished":"2020-01-01T08:00:00Z"}'
    listed = f'{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{item}}}]}}'
    assert read(page(ld=f'<script type="application/ld+json">{listed}</script>')).published is None


def test_numbers_are_read_as_where_the_outlet_is() -> None:
    body = page(ld=story_ld(datePublished="3/5/2026"))
    assert read(body, country="US").published_at == datetime(2026, 3, 5)
    assert read(body, country="GB").published_at == datetime(2026, 5, 3)


def test_the_last_change_is_the_surest_that_the_page_admits_to() -> None:
    head = '<meta property="article:modified_time" content="2026-03-05T08:00:00-06:00">'
    assert read(page(head, ld=story_ld(dateModified="2026-03-04"))).modified_at == datetime(2026, 3, 5, 14, tzinfo=UTC)


def test_a_guess_is_called_one_and_takes_no_meetings_day_for_the_storys() -> None:
    stamp, meeting = "<div class='date-line'>2026-03-03</div>", "Council meets on 2026-03-24"
    found = read(
        f"<html><head><title>{meeting}</title></head><body>{stamp}<p>{LEAD} {LEAD}</p></body></html>"
    ).published
    assert found is not None
    assert (found.read_from, found.moment) == ("guess", datetime(2026, 3, 3))
    bare = f"<html><head><title>{meeting}</title></head><body><h1>{meeting}</h1><p>{LEAD} {LEAD}</p></body></html>"
    assert read(bare).published is None


@pytest.mark.parametrize(("lang", "country"), [("en", "ZA"), ("en", "SE"), ("en", ""), ("", "")])
def test_numbers_of_which_either_may_be_the_month_are_no_date_and_nobody_guesses(lang: str, country: str) -> None:
    stamp = "<div class='published-date'>12/11/2026</div>"
    story = f"<h1>Pier to close</h1>{stamp}<p>{LEAD} {LEAD}</p>"
    html = f"<html lang='{lang}'><head><title>Pier to close</title></head><body>{story}</body></html>"
    assert read(html, country=country).published is None
    sure = read(html.replace("12/11", "12/21"), country=country).published
    assert sure is not None
    assert sure.moment == datetime(2026, 12, 21)


CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 3, 10, 12, tzinfo=CHICAGO)


def stamped(line: str, head: str = "") -> bytes:
    return page(head, ld="").replace(b"</h1>", f"</h1>{line}".encode())


@pytest.mark.parametrize(("line", "zone"), [
    ('<p class="date">December 15, 2026 at 6:00 p.m.</p>', CHICAGO),
    ('<p class="date">December 15, 2026 at 6:00 p.m.</p>', None),
    ("<p>Posted: December 15, 2026</p>", CHICAGO),
    ('<p class="date">March 11, 2026</p>', CHICAGO),
    ('<time datetime="2026-03-10T18:00">Tuesday</time>', CHICAGO),
])  # fmt: skip
def test_no_page_was_printed_after_it_was_fetched(line: str, zone: ZoneInfo | None) -> None:
    assert read(stamped(line), zone=zone, now=NOON).published is None
    earlier = read(stamped(line), "https://ledger.example/2026/03/09/pier/", zone=zone, now=NOON).published_at
    assert earlier == datetime(2026, 3, 9)


@pytest.mark.parametrize("told", ["2026-12-15T18:00:00-06:00", "2026-12-15T18:00:00", "2026-12-15"])
def test_what_machines_are_told_of_a_later_day_is_not_when_the_page_was_printed(told: str) -> None:
    line = '<p class="date">March 9, 2026, 4:05 p.m.</p>'
    body = page(ld=story_ld(datePublished=told)).replace(b"</h1>", f"</h1>{line}".encode())
    assert read(body, zone=CHICAGO, now=NOON).published_at == datetime(2026, 3, 9, 16, 5)


@pytest.mark.parametrize(("line", "zone"), [
    ('<p class="date">March 10, 2026, 11:58 a.m.</p>', CHICAGO),
    ('<p class="date">March 10, 2026</p>', CHICAGO),
    # It may have been printed where it is tomorrow.
    ('<p class="date">March 11, 2026</p>', None),
])  # fmt: skip
def test_a_page_of_this_minute_keeps_its_stamp(line: str, zone: ZoneInfo | None) -> None:
    assert read(stamped(line), zone=zone, now=NOON).published is not None


@pytest.mark.parametrize("head", [
    '<script type="application/ld+json">{"@type":"Event","name":"Hearing","startDate":"2026-03-09T18:30"}</script>',
    '<meta itemprop="startDate" content="2026-03-09T18:30">',
])  # fmt: skip
def test_the_day_of_an_event_that_the_page_tells_machines_of_is_no_stamp(head: str) -> None:
    line = '<p class="date">March 9, 2026 at 6:30 p.m.</p>'
    assert read(stamped(line, head), now=NOON).published is None
    assert read(stamped(line), now=NOON).published is not None
