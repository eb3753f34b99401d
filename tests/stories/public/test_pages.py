"""The public pages, as a reader's browser gets them."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.defaults import server_error

from officials.models import Person, Role
from stories.models import Article, Finding, Response
from tests.factories import (
    NOW,
    make_article,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_position,
    make_version,
    make_vote,
)
from tests.stories.public.city import SECRET, City, add_report, hold, make_city
from votes import schedule
from votes.citation import Citation
from votes.models import Ballot

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def get(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, url
    return BeautifulSoup(answer.content, "lxml")


def link(page: BeautifulSoup, rel: str) -> str:
    """Where the timeline's next or previous page is."""
    found = page.select_one(f".pager [rel={rel}]")
    assert found is not None
    return str(found["href"]).split("#")[0]


def words(page: BeautifulSoup, selector: str = "main") -> str:
    found = page.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def addresses(city: City) -> list[str]:
    event = make_event(city.issue, earliest=city.vote.earliest)
    own = (city.issue, city.vote, event, city.ada, city.articles[0], city.quotes[0], city.vote.body)
    return [reverse("home"), reverse("issues"), reverse("about"), *(thing.get_absolute_url() for thing in own)]


def test_no_page_sets_a_cookie_or_varies_by_reader(client: Client, city: City) -> None:
    feeds = [reverse("issue_feed", args=[city.issue.slug]), reverse("issue_calendar", args=[city.issue.slug])]
    for url in [*addresses(city), *feeds]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert not answer.cookies, url
        assert answer["Vary"] == "Accept-Encoding", url
        assert "public" in answer["Cache-Control"], url


def test_every_link_inside_the_site_leads_somewhere(client: Client, city: City) -> None:
    hold(city)
    seen: set[str] = set()
    waiting = addresses(city)
    while waiting:
        url = waiting.pop().split("#")[0]
        if url in seen or url.startswith("?"):
            continue
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200, url
        if answer["Content-Type"].startswith("text/html"):
            links = BeautifulSoup(answer.content, "lxml").select("a[href]")
            waiting += [str(link["href"]) for link in links if str(link["href"]).startswith("/")]
    assert len(seen) > 12


def test_ids_stand_once_and_headings_skip_no_level(client: Client, city: City) -> None:
    hold(city)
    for url in addresses(city):
        page = get(client, url)
        ids = [item["id"] for item in page.select("[id]")]
        assert len(ids) == len(set(ids)), url
        assert {item["aria-labelledby"] for item in page.select("[aria-labelledby]")} <= set(ids), url
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
        assert levels.count(1) == 1, url
        assert all(after - before <= 1 for before, after in pairwise(levels)), url


def test_a_link_to_a_sentence_finds_it_on_the_page(client: Client, city: City) -> None:
    links = [str(link["href"]) for link in get(client, city.issue.get_absolute_url()).select('a[href*="#finding-"]')]
    assert links
    for link in links:
        url, anchor = link.split("#")
        assert get(client, url).find(id=anchor), link


def test_the_front_page_says_when_the_vote_is_as_surely_as_it_is_known(client: Client, city: City) -> None:
    assert "The first week of May (May 1–7, 2099)" in words(get(client, "/en/"), "#ahead")


def test_the_root_leads_to_the_english_site(client: Client) -> None:
    assert client.get("/")["Location"] == "/en/"


def test_an_issue_answers_what_when_who_and_what_happened_in_that_order(client: Client, city: City) -> None:
    page = get(client, city.issue.get_absolute_url())
    assert [heading.get_text(strip=True) for heading in page.select("h1, h2")] == [
        "Harbor lease", "When is the vote?", "Who stands where", "Follow", "The dates, and what they rest on",
        "What happened",
    ]  # fmt: skip
    assert "Should the town lease the harbor?" in words(page)


def test_a_position_shows_its_sentence_with_one_neighbour_on_either_side(client: Client, city: City) -> None:
    page = get(client, city.issue.get_absolute_url())
    passage = words(page, ".group-oppose .passage")
    assert "Member Ada Reed said she would vote no." in passage
    assert "The council met for an hour." in passage
    assert "Rain fell on the hall." in passage
    assert page.select_one(f'.group-oppose a[href="{city.articles[0].url}"]')


def test_a_deed_is_shown_as_the_deed(client: Client, city: City) -> None:
    page = get(client, city.issue.get_absolute_url())
    assert "Member Bo Lund asked the clerk for a new count." in words(page, ".group-deed")
    assert page.select_one(".group-support") is None
    assert "supports" not in words(page)


def test_a_moved_vote_shows_what_it_was_why_and_where_that_was_read(client: Client, city: City) -> None:
    said = Citation("The vote slipped to June 3.", "The Reed", "https://reed.example/0")
    schedule.change(city.vote, {"earliest": "2099-06-03", "latest": "2099-06-03", "precision": "day"}, said, NOW)
    card = words(get(client, city.issue.get_absolute_url()), ".vote-card")
    for part in ("Wednesday, June 3, 2099", "Was: the first week of May (May 1–7, 2099)", "the plan changed",
                 "The vote slipped to June 3."):  # fmt: skip
        assert part in card


def test_a_mistake_of_ours_is_named_as_ours(client: Client, city: City) -> None:
    said = Citation("", "The Reed", "https://reed.example/0")
    schedule.change(city.vote, {"latest": "2099-05-03"}, said, NOW, "mistake")
    assert "our mistake" in words(get(client, city.vote.get_absolute_url()))


def test_a_vote_that_was_held_shows_outcome_tally_and_roll_call(client: Client, city: City) -> None:
    hold(city)
    page = get(client, city.vote.get_absolute_url())
    assert "Passed, 1–1" in words(page, ".vote-card")
    assert words(page, ".roll") == "Yes 1 Bo Lund No 1 Ada Reed"
    person = words(get(client, city.ada.get_absolute_url()))
    assert "Voted no" in person
    assert "Before the vote, Mar 1, 2026: said they would vote against it" in person


def test_a_member_with_two_titles_is_listed_once(client: Client, city: City) -> None:
    Role.objects.create(person=city.ada, body=city.vote.body, title="President")
    assert words(get(client, city.vote.body.get_absolute_url()), ".members").count("Ada Reed") == 1


def test_the_officials_a_story_names_are_named_without_its_words(client: Client, city: City) -> None:
    taken = {"state": "accepted", "person": city.ada}
    make_finding(city.articles[0], "A last paragraph", "official", "mention", **taken)
    page = get(client, city.articles[0].get_absolute_url())
    assert "Officials named in it Ada Reed" in words(page)
    assert "A last paragraph" not in words(page)


def test_a_vote_whose_time_is_over_is_not_said_to_have_happened(client: Client, city: City) -> None:
    vote = make_vote(city.issue, earliest=NOW.date().replace(year=2025))
    assert "no report of how it went has been found" in words(get(client, vote.get_absolute_url()))


def test_a_vote_withdrawn_as_our_mistake_says_so_and_is_listed_nowhere(client: Client, city: City) -> None:
    vote = make_vote(city.issue, motion="A phantom", withdrawn_at=NOW)
    assert "listed here by our mistake" in words(get(client, vote.get_absolute_url()))
    assert "phantom" not in words(get(client, city.issue.get_absolute_url())) + words(get(client, "/en/"))


def test_reports_that_disagree_stand_side_by_side(client: Client, city: City) -> None:
    article = make_article("The vote is on May 20.", outlet=city.articles[0].outlet)
    said = {"earliest": "2099-05-20", "latest": "2099-05-20", "precision": "day"}
    make_finding(article, "The vote is on May 20.", "vote", "evidence", state="accepted", vote=city.vote, payload=said)
    page = words(get(client, city.vote.get_absolute_url()), "#claims")
    assert "The first week of May (May 1–7, 2099) what stands above rests on this" in page
    assert "Wednesday, May 20, 2099 disagrees" in page
    assert "Says otherwise" in words(get(client, city.issue.get_absolute_url()), "#differ")


def test_a_private_person_stands_with_the_words_and_has_no_page(client: Client, city: City) -> None:
    get(client, city.private.get_absolute_url(), 404)
    for url in (city.issue.get_absolute_url(), city.quotes[0].get_absolute_url(), city.articles[0].get_absolute_url()):
        page = get(client, url)
        assert "Oda Private" in words(page)
        assert city.private.get_absolute_url() not in str(page)
    assert get(client, city.quotes[0].get_absolute_url()).select_one('meta[name=robots][content="noindex"]')


def test_a_person_marked_a_public_figure_has_a_page(client: Client, city: City) -> None:
    Person.objects.filter(pk=city.private.pk).update(public_figure=True)
    assert "“We fish here”" in words(get(client, city.private.get_absolute_url()))


def test_no_page_carries_the_full_text_of_a_story(client: Client, city: City) -> None:
    for url in addresses(city):
        assert SECRET not in client.get(url).content.decode(), url


def test_a_storys_page_has_an_anchor_for_each_finding(client: Client, city: City) -> None:
    page = get(client, city.articles[0].get_absolute_url())
    numbers = Finding.objects.filter(article=city.articles[0]).values_list("pk", flat=True)
    assert {item["id"] for item in page.select(".made [id]")} == {f"finding-{number}" for number in numbers}


def test_a_pending_finding_is_not_public(client: Client, city: City) -> None:
    make_finding(city.articles[0], "The council met for an hour.", "official", "mention", person=city.ada)
    page = get(client, city.articles[0].get_absolute_url())
    assert "The council met for an hour." not in words(page)


def test_a_story_of_which_nothing_was_accepted_has_no_page(client: Client) -> None:
    article = make_article()
    make_finding(article, "The council will vote.")
    get(client, article.get_absolute_url(), 404)


def test_a_changed_corrected_copied_or_vanished_story_says_so(client: Client, city: City) -> None:
    article = city.articles[0]
    make_version(article, "Another text.")
    make_article(original=article, url="https://copy.example/1", outlet=city.articles[0].outlet)
    Article.objects.filter(pk=article.pk).update(correction="A name was wrong.", vanished_at=NOW)
    page = get(client, article.get_absolute_url())
    for part in ("read in 2 versions", "A name was wrong.", "Where else it ran", "no longer at its address"):
        assert part in words(page)
    assert page.select_one(f'a[href="{article.url}"]') is None


def test_redacted_words_are_shown_as_removed(client: Client, city: City) -> None:
    quote = city.quotes[0]
    quote.text, quote.redacted_at = "(removed)", NOW
    quote.save()
    city.articles[0].versions.get().redact(NOW)
    for url in (quote.get_absolute_url(), city.issue.get_absolute_url(), city.articles[0].get_absolute_url()):
        page = words(get(client, url))
        assert "These words were removed" in page
        assert "We fish here" not in page


def test_a_reply_stands_beside_the_quote(client: Client, city: City) -> None:
    Response.objects.create(quote=city.quotes[0], person=city.ada, text="We did ask.", received_on=NOW.date())
    assert "We did ask." in words(get(client, city.quotes[0].get_absolute_url()))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)//https://"])
def test_a_storys_address_that_is_none_of_the_web_is_no_link(client: Client, city: City, url: str) -> None:
    Article.objects.update(url=url)
    for page in (city.articles[0].get_absolute_url(), city.issue.get_absolute_url()):
        assert not [
            a for a in get(client, page).select("a[href]") if "alert" in str(a["href"]) or "data:" in str(a["href"])
        ]


def test_markup_in_a_story_is_only_words(client: Client, city: City) -> None:
    Article.objects.update(title="<script>alert(1)</script>", byline=["<b>x</b>"], correction="<img src=x onerror=y>")
    Person.objects.filter(pk=city.private.pk).update(name="<i>Oda</i>")
    for url in addresses(city):
        body = client.get(url).content.decode()
        assert "<script>" not in body, url
        assert "<i>Oda" not in body, url
        assert "<img" not in body, url


def test_an_unknown_address_answers_404_with_a_way_on(client: Client) -> None:
    page = get(client, "/en/issues/no-such-thing/", 404)
    assert page.select_one('a[href="/en/issues/"]')
    for kind in ("votes", "stories", "quotes"):
        get(client, f"/en/{kind}/{10**30}/", 404)


def test_a_closed_issue_is_listed_as_closed_and_not_on_the_front_page(client: Client) -> None:
    issue = make_issue("An old matter", closed_at=NOW)
    assert issue.title not in words(get(client, "/en/issues/"))
    assert "An old matter closed Mar 10, 2026" in words(get(client, "/en/issues/?state=closed"))
    assert "An old matter" not in words(get(client, "/en/"))
    assert "closed" in words(get(client, issue.get_absolute_url()))


def test_an_issue_without_place_body_votes_or_stories_has_its_page(client: Client) -> None:
    issue = make_issue()
    issue.place = issue.body = None
    issue.save()
    assert "No vote on this is known yet." in words(get(client, issue.get_absolute_url()))


def test_a_long_timeline_comes_in_pages(client: Client, city: City) -> None:
    for _ in range(20):
        add_report(city)
    url = city.issue.get_absolute_url()
    first = get(client, url)
    second = get(client, url + link(first, "next"))
    assert (len(first.select(".entry")), len(second.select(".entry"))) == (15, 6)
    assert not first.select("[rel=prev]")
    assert not second.select("[rel=next]")
    assert words(get(client, url + link(second, "prev")), ".timeline") == words(first, ".timeline")
    lost = get(client, url + "?before=x")
    assert words(lost, ".timeline") == words(first, ".timeline")
    assert "That page of the timeline is not there" in words(lost)


@pytest.mark.parametrize("name", ["home", "issue", "person", "body", "vote", "event", "story", "quote"])
def test_a_page_takes_a_handful_of_queries_whatever_it_shows(
    client: Client, city: City, django_assert_max_num_queries: Callable[..., object], name: str
) -> None:
    hold(city)
    for _ in range(8):
        article = add_report(city)
        make_vote(city.issue, earliest=city.vote.earliest)
        make_event(city.issue, earliest=city.vote.earliest)
        make_article(original=article, outlet=article.outlet)
        member = make_official(body=city.vote.body)
        position = make_position(member, city.issue)
        Ballot.objects.create(vote=city.vote, person=member, choice="no")
        make_finding(city.articles[0], "Rain fell on the hall.", "position", "evidence", state="accepted",
                     position=position, person=member)  # fmt: skip
    urls = {"home": "/en/", "issue": city.issue, "person": city.ada, "body": city.vote.body, "vote": city.vote,
            "event": city.issue.events.earliest("pk"), "story": city.articles[0], "quote": city.quotes[0]}  # fmt: skip
    thing = urls[name]
    url = thing if isinstance(thing, str) else thing.get_absolute_url()
    with django_assert_max_num_queries(29):  # type: ignore[attr-defined]
        client.get(url)


def test_an_issue_takes_as_many_queries_for_forty_reports_as_for_two(
    client: Client, city: City, django_assert_num_queries: Callable[..., object]
) -> None:
    url = city.issue.get_absolute_url()
    add_report(city)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(38):
        add_report(city)
    with django_assert_num_queries(len(few)):  # type: ignore[attr-defined]
        client.get(url)


def test_a_record_told_first_on_an_older_page_is_not_told_again_on_a_newer_one(client: Client, city: City) -> None:
    for _ in range(15):
        add_report(city)
    position = city.ada.positions.earliest("since")
    make_finding(
        city.articles[0], "Rain fell on the hall.", "position", "evidence", state="accepted", position=position
    )
    url = city.issue.get_absolute_url()
    first = get(client, url)
    second = get(client, url + link(first, "next"))
    assert [len(page.select(".told-position")) for page in (first, second)] == [30, 2]


def test_someone_heard_often_is_shown_with_the_newest_and_the_way_to_the_rest(client: Client, city: City) -> None:
    for _ in range(9):
        add_report(city)
    stand = get(client, city.issue.get_absolute_url()).select_one(".group-oppose .stand")
    assert stand
    assert len(stand.select(".chain > li")) == 3
    assert "Before that: 9 earlier statements" in stand.get_text()
    assert "6 older on their page" in " ".join(stand.get_text(" ").split())


def test_a_failure_of_ours_has_a_page_that_needs_nothing() -> None:
    answer = server_error(RequestFactory().get("/en/"))
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
