"""The pages that add what the machine missed, cut a finding in two, and join two; all work without scripts."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_account, make_article, make_issue, make_official, make_outlet
from tests.stories.curation import pier
from votes.models import Issue, Position, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    make_official("Ona Firth", issue.body)
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def add(desk: Client, article: Article, kind: str, act: str = "accept", **values: Any) -> Any:
    sent = {f"new-{name}": value for name, value in values.items()}
    return desk.post(f"/desk/stories/{article.pk}/add/", {"kind": kind, "act": act, **sent})


def at(article: Article, words: str) -> list[int]:
    start = article.versions.get().text.index(words)
    return [start, start + len(words)]


def test_selected_words_open_the_form_with_them(desk: Client, article: Article) -> None:
    start, end = at(article, "The pier is ours,")
    page = desk.get(f"/desk/stories/{article.pk}/add/?kind=quote&start={start}&end={end}")
    form = page.context["form"]
    assert form["words"].value() == "The pier is ours,"
    assert BeautifulSoup(page.content, "html.parser").select_one("option[selected][value=quote]")


def test_without_a_kind_the_page_asks_for_one(desk: Client, article: Article) -> None:
    page = desk.get(f"/desk/stories/{article.pk}/add/")
    assert "What the story says is" in page.text
    assert "form" not in page.context
    assert add(desk, article, "rumor").status_code == 422


def test_copied_words_are_added_and_public(desk: Client, article: Article) -> None:
    answer = add(desk, article, "quote", words="The pier is ours,", speaker="Ona Firth", type="direct")
    finding = Finding.objects.get()
    assert answer.headers["Location"] == f"/desk/stories/{article.pk}/?finding={finding.pk}#finding-{finding.pk}"
    assert Quote.objects.get().text == "The pier is ours,"


def test_marked_words_are_added_and_wait(desk: Client, article: Article) -> None:
    marks = json.dumps({"content": at(article, "The pier is ours,"), "cue": at(article, "said.")})
    add(desk, article, "quote", "wait", spans=marks, speaker="Ona Firth", type="direct")
    finding = Finding.objects.get()
    assert (finding.state, [span["role"] for span in finding.spans]) == ("pending", ["content", "cue"])


def test_a_stand_is_chosen_and_never_what_happens_to_stand_first(desk: Client, article: Article, issue: Issue) -> None:
    words = "Mayor Ona Firth said she will vote for the pier."
    stand = {"words": words, "actor": "Ona Firth", "matter": "the pier", "issue": issue.pk}
    answer = add(desk, article, "position", **stand)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"stance", "basis"}
    add(desk, article, "position", **stand, stance="support", basis="vote_intent")
    assert Position.objects.get().stance == "support"


def test_a_vote_that_was_missed_is_added_with_its_ballots(desk: Client, article: Article, issue: Issue) -> None:
    member = make_official("Ida Brandt", issue.body)
    vote = {
        "words": "The Gull Cove Town Council will vote on the pier on March 17.", "body": str(issue.body),
        "status": "held", "outcome": "passed", "yes": 4, "no": 1, "earliest": "2026-03-09", "latest": "2026-03-09",
        "precision": "day", "issue": issue.pk, f"ballot{member.pk}": "yes",
    }  # fmt: skip
    assert add(desk, article, "vote", **vote).status_code == 302
    made = Vote.objects.get()
    assert (made.outcome, made.yes, made.ballots.get().person) == ("passed", 4, member)
    curation.undo(LoggedAction.objects.get().pk, User.objects.create_user("bo"), NOW)
    made.refresh_from_db()
    assert made.withdrawn_at
    assert not made.ballots.exists()


def test_a_name_that_nobody_has_is_asked_about(desk: Client, article: Article) -> None:
    answer = add(desk, article, "quote", words="The pier is ours,", speaker="Al Bell", type="direct")
    assert "Nobody here is known as" in answer.text
    add(desk, article, "quote", words="The pier is ours,", speaker="Al Bell", type="direct", new_person="Al Bell")
    assert str(Quote.objects.get().person) == "Al Bell"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "The pier is theirs,"}, "Copy the words exactly"),
        ({"words": ""}, "This field is required"),
        ({"spans": "[" * 3000, "words": "The pier is ours,"}, "could not be read"),
        ({"spans": '{"content": [0, 99999999999999999999]}'}, "must be a stretch of the story"),
        ({"words": "x" * 1_000_000}, "Copy the words exactly"),
        ({"words": "The pier is ours,", "issue": "9" * 5000}, "not one of the available choices"),
    ],
)
def test_what_can_not_be_added_gets_a_sentence(desk: Client, article: Article, sent: dict[str, str], said: str) -> None:
    answer = add(desk, article, "quote", speaker="Ona Firth", type="direct", **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Finding.objects.exists()


@pytest.mark.parametrize("query", ["start=5&end=2", "start=x&end=y", f"start=0&end={'9' * 5000}", "start=0&end=9999"])
def test_a_stretch_that_is_none_leads_back_with_a_sentence(desk: Client, article: Article, query: str) -> None:
    answer = desk.get(f"/desk/stories/{article.pk}/add/?kind=quote&{query}", follow=True)
    assert "must be a stretch of the story" in answer.text


def test_a_finding_is_cut_in_two(desk: Client, article: Article) -> None:
    finding = pier.quote(article, "The pier is ours,” Firth said.")
    page = desk.get(f"/desk/findings/{finding.pk}/split/")
    assert page.context["form"]["first"].value() == "The pier is ours,” Firth said."
    answer = desk.post(f"/desk/findings/{finding.pk}/split/", {"first": "The pier is ours,", "second": "Firth said."})
    assert answer.status_code == 302
    assert [one.spans[0]["text"] for one in Finding.objects.order_by("pk")] == ["The pier is ours,", "Firth said."]


def test_it_is_cut_by_marks(desk: Client, article: Article) -> None:
    finding = pier.quote(article, "The pier is ours,” Firth said.")
    marks = json.dumps({"first": at(article, "The pier"), "second": at(article, "is ours,")})
    desk.post(f"/desk/findings/{finding.pk}/split/", {"spans": marks})
    assert [one.spans[0]["text"] for one in Finding.objects.order_by("pk")] == ["The pier", "is ours,"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"first": "The pier", "second": "is theirs"}, "Copy the words exactly"),
        ({"first": "The pier"}, "This field is required"),
        ({"spans": '{"first": [0, 5], "second": [7, 99999]}'}, "must be a stretch of the story"),
        ({"spans": '{"first": [], "second": [7, 9]}'}, "This field is required"),
        ({"first": "x" * 1_000_000, "second": "‮"}, "Copy the words exactly"),
    ],
)
def test_what_can_not_be_cut_gets_a_sentence(desk: Client, article: Article, sent: dict[str, str], said: str) -> None:
    finding = pier.quote(article)
    answer = desk.post(f"/desk/findings/{finding.pk}/split/", sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert Finding.objects.count() == 1


def test_two_findings_are_joined(desk: Client, article: Article, issue: Issue) -> None:
    first, second = pier.quote(article), pier.quote(article, "Firth said.")
    pier.position(article, issue)
    page = desk.get(f"/desk/findings/{first.pk}/join/")
    assert page.context["form"].fields["other"].choices == [(second.pk, "Firth said.")]
    assert desk.post(f"/desk/findings/{first.pk}/join/", {"other": "9" * 5000}).status_code == 422
    assert desk.post(f"/desk/findings/{first.pk}/join/", {"other": second.pk}).status_code == 302
    first.refresh_from_db()
    assert first.spans[0]["text"] == "The pier is ours,” Firth said."


def test_where_there_is_nothing_to_join_the_page_says_so(desk: Client, article: Article) -> None:
    assert "no other finding of this kind" in desk.get(f"/desk/findings/{pier.quote(article).pk}/join/").text


@pytest.mark.parametrize("act", ["split", "join"])
def test_what_was_decided_meanwhile_leads_to_its_card(desk: Client, una: User, article: Article, act: str) -> None:
    finding = pier.quote(article)
    curation.accept(finding.pk, una, NOW)
    answer = desk.post(f"/desk/findings/{finding.pk}/{act}/", {"other": 1}, follow=True)
    assert "This was accepted meanwhile" in answer.text


def test_a_curator_may_add_cut_and_join(client: Client, article: Article) -> None:
    client.force_login(make_account("cleo", "curator"))
    added = add(client, article, "quote", words="The pier is ours,", speaker="Ona Firth", type="direct")
    assert added.status_code == 302
    finding = pier.quote(article, "Firth said.")
    for page in ("split", "join", "siblings"):
        assert client.get(f"/desk/findings/{finding.pk}/{page}/").status_code == 200


def test_the_log_says_what_was_added_cut_and_joined_also_once_it_is_taken_back(
    desk: Client, article: Article, una: User
) -> None:
    add(desk, article, "quote", words="The pier is ours,", speaker="Ona Firth", type="direct")
    added = LoggedAction.objects.get()
    finding, other = pier.quote(article, "she will vote for the pier."), pier.quote(article, "Firth said.")
    curation.split(finding.pk, (tuple(at(article, "she will")), tuple(at(article, "vote"))), una, NOW)  # type: ignore[arg-type]
    curation.join(finding.pk, other.pk, una, NOW)
    curation.undo(added.pk, una, NOW)
    log = desk.get("/desk/log/").text
    assert log.count("Ona Firth, word for word, added by hand") == 1
    for done in ("cut in two", "joined with another"):
        assert f"Ona Firth, word for word, {done}" in log
    assert "(removed)" not in log


def test_the_selected_words_stay_while_the_kind_is_chosen(desk: Client, article: Article) -> None:
    start, end = at(article, "The pier is ours,")
    page = BeautifulSoup(desk.get(f"/desk/stories/{article.pk}/add/?start={start}&end={end}").content, "html.parser")
    sent = {str(field["name"]): str(field["value"]) for field in page.select("form[method=get] input[type=hidden]")}
    assert sent == {"start": str(start), "end": str(end)}
    assert "The pier is ours," in page.get_text()
    assert page.select_one("select[name=kind][autofocus]")


def test_the_form_has_the_storys_only_issue_and_begins_at_what_is_missing(
    desk: Client, article: Article, issue: Issue
) -> None:
    start, end = at(article, "The pier is ours,")
    address = f"/desk/stories/{article.pk}/add/?kind=position&start={start}&end={end}"
    assert desk.get(address).context["form"]["issue"].value() is None
    article.article_issues.create(issue=issue, state="accepted")
    page = BeautifulSoup(desk.get(address).content, "html.parser")
    assert page.select_one(f"select[name=new-issue] option[selected][value='{issue.pk}']")
    assert [field["name"] for field in page.select("[autofocus]")] == ["new-actor"]
