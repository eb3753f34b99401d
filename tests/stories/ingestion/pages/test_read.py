"""A page is read as its text, title, people, times and address."""

from datetime import UTC, datetime, timedelta

import pytest

from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, HEADING, LEAD, page, story_ld


def test_the_text_is_the_story_in_paragraphs_and_nothing_around_it() -> None:
    text = read(page()).text
    assert text.split("\n\n") == [LEAD, *BODY[:2], HEADING, *BODY[2:]]


def test_a_heading_is_known_as_one_and_its_range_fits() -> None:
    found = read(page())
    assert [found.text[start:end] for start, end in found.headings] == [HEADING]


def test_a_short_line_all_in_bold_is_a_heading() -> None:
    body = f"<p>{LEAD}</p><p>{BODY[0]}</p><p><strong>{HEADING}</strong></p>" + "".join(f"<p>{t}</p>" for t in BODY[1:])
    found = read(page(body=body))
    assert [found.text[start:end] for start, end in found.headings] == [HEADING]


def test_a_bold_sentence_is_prose() -> None:
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + "<p><strong>The vote is on March 17.</strong></p>"
    assert read(page(body=body)).headings == ()


def test_a_heading_the_extractor_drops_with_its_section_comes_back_in_its_place() -> None:
    found = read(page())
    assert found.text.index(BODY[1]) < found.text.index(HEADING) < found.text.index(BODY[2])


def test_title_site_and_language_are_read() -> None:
    found = read(page())
    assert (found.title, found.site, found.language) == (
        "Council weighs sale of old waterworks",
        "Harrow Ledger",
        "en-US",
    )


def test_the_title_loses_the_outlets_name() -> None:
    bare = page().replace(b'<meta property="og:title" content="Council weighs sale of old waterworks">', b"")
    found = read(bare.replace(story_ld().encode(), b"").replace(b"<h1>", b"<h4>").replace(b"</h1>", b"</h4>"))
    assert found.title == "Council weighs sale of old waterworks"


def test_a_colon_in_a_title_is_not_where_the_outlets_name_begins() -> None:
    html = page().replace(b"Council weighs sale of old waterworks", b"Waterworks: council weighs a sale to the Ledger")
    assert read(html).title == "Waterworks: council weighs a sale to the Ledger"


TITLE = "Council weighs sale of old waterworks"


def with_titles(shared: str, heading: str, **headlines: str) -> bytes:
    """The page with these words as og:title, as heading and in JSON-LD."""
    html = page(ld=story_ld(**{"headline": shared, **headlines})).decode()
    return (
        html.replace(f'content="{TITLE}"', f'content="{shared}"')
        .replace(f"<title>{TITLE} | Harrow Ledger</title>", "")
        .replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")
        .encode()
    )


@pytest.mark.parametrize(
    "decoration", [" | Ledger Online", " * The Ledger * by Mara Quist", " \u2022 News", " - Page 2"]
)
def test_what_a_site_adds_to_the_heading_is_not_the_title(decoration: str) -> None:
    assert read(with_titles(TITLE + decoration, TITLE)).title == TITLE


def test_a_title_that_says_more_than_the_heading_is_the_title() -> None:
    fuller = f"{TITLE}, mayor says"
    assert read(with_titles(fuller, TITLE)).title == fuller


@pytest.mark.parametrize("given", [f"{TITLE[:24]}\u2026", f"{TITLE[:24]}..."])
def test_a_title_cut_short_is_completed(given: str) -> None:
    assert read(with_titles(given, TITLE)).title == TITLE


def test_a_title_broken_off_at_a_quotation_mark_is_completed() -> None:
    assert read(with_titles("Mayor calls sale", 'Mayor calls sale "a gift"')).title == 'Mayor calls sale "a gift"'


def test_the_newsrooms_headline_is_kept_apart_from_the_one_for_search() -> None:
    told = {"headline": "A river for whom?", "alternativeHeadline": "Who owns the river"}
    assert read(with_titles(TITLE, TITLE, **told)).title == "A river for whom?"
    assert read(with_titles(TITLE, TITLE, **{**told, "alternativeHeadline": TITLE})).title == TITLE


def test_the_outlets_name_is_no_title() -> None:
    assert read(with_titles("Harrow Ledger", TITLE, headline=TITLE)).title == TITLE


def test_a_title_is_told_without_what_cannot_be_seen() -> None:
    html = with_titles("Council weighs sale of old water&amp;shy;works \u200b&amp;amp; mill", "News")
    assert read(html).title == "Council weighs sale of old waterworks & mill"


def test_the_title_and_the_byline_are_not_in_the_text() -> None:
    text = read(page(body=f"<h2>Council weighs sale of old waterworks</h2><p>By Mara Quist</p><p>{LEAD}</p>"
                     + "".join(f"<p>{t}</p>" for t in BODY))).text  # fmt: skip
    assert text.startswith(LEAD)


def test_a_standfirst_shown_above_the_story_opens_the_text() -> None:
    standfirst = "Residents want the riverbank kept open; the developer promises to spare the chimney."
    html = page(f'<meta name="description" content="{standfirst}">')
    shown = html.replace(b'<div class="byline">', f'<p class="dek">{standfirst}</p><div class="byline">'.encode())
    assert read(shown).text.startswith(standfirst)
    assert standfirst not in read(html).text


@pytest.mark.parametrize("line", [
    "READ MORE: Ferry timetable changes in May",
    "Sign up for our newsletter",
    "Advertisement",
    "Updated March 3, 2026 at 6:40 p.m.",
    "Click here to get the Ledger app",
])  # fmt: skip
def test_calls_and_stamps_between_paragraphs_are_left_out(line: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<p>{line}</p>")
    assert line not in read(page(body="".join(paragraphs))).text


@pytest.mark.parametrize("line", [
    "Related measures failed by five votes to two.",
    "Recommended cuts would total two million dollars.",
    "The vote is March 17, 2026.",
    "30 minutes later, he left.",
    "Sign up to speak begins at noon on Tuesday.",
    "Published in 2019, the report found fault.",
    "Photos of the wall were shown.",
    "Copyright law was not discussed.",
])  # fmt: skip
def test_sentences_that_begin_like_calls_or_stamps_stay(line: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in (LEAD, *BODY)]
    paragraphs.insert(3, f"<p>{line}</p>")
    assert line in read(page(body="".join(paragraphs))).text


def test_a_list_in_the_story_stays() -> None:
    votes = "<ul><li>Okafor: no, unless the bank stays open</li><li>Hale: yes, with the chimney kept</li></ul>"
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + votes + f"<p>{BODY[0]}</p>"
    assert "Hale: yes, with the chimney kept" in read(page(body=body)).text


def test_a_list_of_links_to_other_stories_is_left_out() -> None:
    links = "".join(
        f'<li>Earlier: <a href="/s{n}">Ferry timetable changes again, number {n}</a></li>' for n in range(4)
    )
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY)) + f"<ul>{links}</ul>"
    assert "Ferry timetable" not in read(page(body=body)).text


def test_text_that_only_json_ld_holds_is_read_from_there() -> None:
    told = story_ld(articleBody="\n".join((LEAD, *BODY)))
    assert read(page(ld=told, body="<p>Loading the story</p>")).text.split("\n\n") == [LEAD, *BODY]


@pytest.mark.parametrize(("author", "people"), [
    ("By Mara Quist and Tor Benn", ("Mara Quist", "Tor Benn")),
    (["Mara Quist", "Tor Benn"], ("Mara Quist", "Tor Benn")),
    ({"@type": "Person", "name": "Harrow Ledger"}, ("Mara Quist",)),
    ([{"name": ["Mara Quist", "Tor Benn"]}], ("Mara Quist", "Tor Benn")),
    ("https://ledger.example/staff/quist", ("Mara Quist",)),
    ("Jo Pell Jr., Mara Quist", ("Jo Pell Jr", "Mara Quist")),
    (None, ("Mara Quist",)),
])  # fmt: skip
def test_the_byline_is_people(author: object, people: tuple[str, ...]) -> None:
    assert read(page(ld=story_ld(author=author))).byline == people


def test_an_author_elsewhere_in_the_graph_is_found_by_reference() -> None:
    graph = ('<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x y z","datePublished":'
             '"2026-03-03","author":{"@id":"#p"}},'
             '{"@type":"Person","@id":"#p","name":"Tor Benn"}]}</script>')  # fmt: skip
    assert read(page(ld=graph)).byline == ("Tor Benn",)


def test_an_instant_told_in_utc_and_locally_is_kept_in_local_time() -> None:
    head = '<meta property="article:published_time" content="2026-03-03T18:20:00-06:00">'
    found = read(page(head, ld=story_ld(datePublished="2026-03-04T00:20:00Z"))).published_at
    assert found is not None
    assert (found.isoformat(), found.utcoffset()) == ("2026-03-03T18:20:00-06:00", timedelta(hours=-6))


@pytest.mark.parametrize(("told", "read_as"), [
    ("2026-03-03T18:20:00-0600", "2026-03-03T18:20:00-06:00"),
    ("2026-03-03 18:20:00Z", "2026-03-03T18:20:00+00:00"),
    ("Tue Mar 03 18:20:00 CST 2026", "2026-03-03T18:20:00-06:00"),
    ("2026-03-03T18:20:00.123+01:00", "2026-03-03T18:20:00+01:00"),
    ("2026-03-03", "2026-03-03T00:00:00+00:00"),
])  # fmt: skip
def test_dates_in_many_spellings_are_read(told: str, read_as: str) -> None:
    found = read(page(ld=story_ld(datePublished=told))).published_at
    assert found is not None
    assert found.isoformat() == read_as


@pytest.mark.parametrize(
    "told", ["0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", "2026", "", "-1", "1" * 400]
)
def test_what_is_no_date_gives_none_rather_than_an_invented_one(told: str) -> None:
    assert read(page(ld=story_ld(datePublished=told))).published_at is None


def test_a_date_without_zone_takes_that_of_another_telling_of_the_same_time() -> None:
    head = '<meta name="date" content="2026-03-03T18:20:00-06:00">'
    found = read(page(head, ld=story_ld(datePublished="2026-03-03 18:20:00.0"))).published_at
    assert found == datetime(2026, 3, 4, 0, 20, tzinfo=UTC)
