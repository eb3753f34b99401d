"""The line at hand: one press for all that one sentence says, each part open to change or to leave out."""

from datetime import date, time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officials.models import Person
from stories import curation
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Quote
from tests.factories import NOW, make_article, make_body, make_issue, make_official, make_outlet, make_vote
from tests.stories.curation import kiln, pier
from tests.stories.curation.kiln import day
from tests.stories.desk.test_story import form_of
from votes.models import Issue, Position, Vote

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


@pytest.fixture
def line(article: Article, issue: Issue) -> list[Finding]:
    """Who the mayor is, her words as the story tells them, and her stand."""
    said = pier.quote(article, "she will vote for the pier", type="indirect")
    who = pier.official(article, body=str(issue.body))
    return [who, said, pier.position(article, issue)]


def sent(desk: Client, finding: Finding, *, parts: list[Finding] | None = None, **changed: Any) -> dict[str, Any]:
    """What a browser sends for the panel as it is shown, with some fields changed."""
    page = BeautifulSoup(desk.get(f"/desk/findings/{finding.pk}/", headers=HTMX).content, "html.parser")
    form = page.select_one("#decide")
    assert form is not None
    values: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values[name] = str(chosen["value"]) if chosen else ""
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                values.setdefault(name, []).append(str(field["value"]) if field.has_attr("value") else "on")
        else:
            text = field.get_text().removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))
            values.setdefault(name, []).append(text)
    if parts is not None:
        values["part"] = [part.pk for part in parts]
    return values | {"act": "accept"} | changed


def decide(desk: Client, finding: Finding, values: dict[str, Any]) -> Any:
    return desk.post(f"/desk/findings/{finding.pk}/", values, headers=HTMX)


def test_one_press_accepts_who_it_is_the_words_and_the_stand(desk: Client, line: list[Finding], una: User) -> None:
    answer = decide(desk, line[2], sent(desk, line[2]))
    assert answer.status_code == 200
    assert {finding.state for finding in Finding.objects.all()} == {"accepted"}
    (firth,) = Person.objects.all()
    assert (Quote.objects.get().person, Position.objects.get().person) == (firth, firth)
    actions = LoggedAction.objects.order_by("pk")
    assert [action.finding_id for action in actions] == [part.pk for part in line]
    assert {action.how for action in actions} == {"one_by_one"}


def test_the_person_of_a_line_is_asked_about_once(desk: Client, line: list[Finding]) -> None:
    page = desk.get(f"/desk/findings/{line[2].pk}/", headers=HTMX).text
    assert page.count("Nobody here is known as") == 1


def test_what_a_press_makes_public_besides_stands_on_the_panel_once(desk: Client, line: list[Finding]) -> None:
    page = BeautifulSoup(desk.get(f"/desk/findings/{line[2].pk}/", headers=HTMX).content, "html.parser")
    listed = [" ".join(item.get_text(" ").split()) for item in page.select(".effect li")]
    assert listed == [
        "Makes a new person: Ona Firth",
        f"Gives a role: Ona Firth, Mayor, {line[2].issue.body}",  # type: ignore[union-attr]
        "Shows this story on the page of The pier",
    ]


def test_a_part_that_is_left_out_waits_and_is_next(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    answer = decide(desk, stand, sent(desk, stand, parts=[who, said]))
    assert [finding.state for finding in Finding.objects.order_by("pk")] == ["accepted", "accepted", "pending"]
    assert f'id="finding-{stand.pk}"' in answer.text


def test_a_rejection_is_about_what_was_said_and_who_somebody_is_waits(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    decide(desk, stand, sent(desk, stand) | {"act": "reject:narration"})
    states = dict(Finding.objects.values_list("pk", "state"))
    assert states == {who.pk: "pending", said.pk: "rejected", stand.pk: "rejected"}
    assert set(LoggedAction.objects.values_list("fault", flat=True)) == {"narration"}


def test_a_reason_that_nobody_offers_rejects_nothing(desk: Client, line: list[Finding]) -> None:
    answer = decide(desk, line[2], sent(desk, line[2]) | {"act": "reject:<b>because</b>"})
    assert answer.status_code == 422
    assert "Choose one of the listed reasons" in answer.text
    assert not LoggedAction.objects.exists()


def test_what_is_wrong_in_one_part_keeps_all_of_them_and_what_was_typed(desk: Client, line: list[Finding]) -> None:
    stand = line[2]
    fold = BeautifulSoup(desk.get(f"/desk/findings/{stand.pk}/fold/").content, "html.parser")
    assert fold.select_one(f"textarea[name=f{stand.pk}-words]")
    values = sent(desk, stand) | {f"f{stand.pk}-words": "No such words", "closed": [line[0].pk, line[1].pk]}
    answer = decide(desk, stand, values)
    assert answer.status_code == 422
    assert "Copy the words exactly as they stand in the story." in answer.text
    assert "No such words" in answer.text
    assert not LoggedAction.objects.exists()


def test_a_part_that_was_decided_meanwhile_is_told_with_whom_and_nothing_else_is_done(
    desk: Client, line: list[Finding]
) -> None:
    values = sent(desk, line[2])
    curation.reject(line[1].pk, User.objects.create_user("bo"), NOW)
    answer = decide(desk, line[2], values | {"part": [part.pk for part in line]})
    assert answer.status_code in (200, 409)
    assert Finding.objects.get(pk=line[1].pk).state == "rejected"
    answer = decide(desk, line[1], values | {"part": [line[1].pk]})
    assert answer.status_code == 409
    assert "This was rejected by bo already" in answer.text


def test_an_answer_holds_the_panel_and_the_changed_lines_alone(desk: Client, article: Article, issue: Issue) -> None:
    for _ in range(60):
        pier.quote(article)
    stand = pier.position(article, issue)
    answer = decide(desk, stand, sent(desk, stand))
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("h1") is None
    assert [item["id"] for item in page.select("li.line")] == [f"line-{stand.pk}"]
    assert len(answer.content) <= 15_000


def test_without_a_script_the_next_line_is_shown_on_the_page(desk: Client, line: list[Finding]) -> None:
    stand = line[2]
    answer = desk.post(f"/desk/findings/{stand.pk}/", sent(desk, stand))
    assert answer.status_code == 302
    assert desk.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("part", ["x", "9" * 5000, "-1", "\u202e", "0"])
def test_a_hostile_part_is_none(desk: Client, line: list[Finding], part: str) -> None:
    assert decide(desk, line[2], sent(desk, line[2]) | {"part": part}).status_code == 200
    assert not LoggedAction.objects.exists()


def test_a_thousand_and_a_half_findings_in_a_story_can_be_looked_at(desk: Client, article: Article) -> None:
    first = pier.quote(article)
    Finding.objects.bulk_create(
        Finding(
            article=article, version=first.version, kind="quote", spans=first.spans, payload=first.payload,
            confidence=0.5, fingerprint=f"{n:064}", created_at=NOW,
        )
        for n in range(1500)
    )  # fmt: skip
    assert desk.get(f"/desk/stories/{article.pk}/").status_code == 200
    assert desk.get(f"/desk/findings/{first.pk}/", headers=HTMX).status_code == 200


def test_what_is_left_of_a_line_can_be_decided_though_its_claim_is(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    decide(desk, stand, sent(desk, stand, parts=[said, stand]))
    assert Finding.objects.get(pk=who.pk).state == "pending"
    page = BeautifulSoup(desk.get(f"/desk/findings/{stand.pk}/", headers=HTMX).content, "html.parser")
    form = page.select_one("#decide")
    assert form is not None
    assert form["action"] == f"/desk/findings/{who.pk}/"
    assert decide(desk, who, sent(desk, stand)).status_code == 200
    assert Finding.objects.get(pk=who.pk).state == "accepted"


def test_who_one_part_is_said_to_be_of_the_lines_other_claims_are_of_too(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    values = sent(desk, stand) | {"closed": [who.pk, said.pk], f"f{stand.pk}-actor": "Ida Brandt"}
    values |= {f"f{stand.pk}-{name}": value for name, value in stand.payload.items() if name != "actor" and value}
    values |= {f"f{stand.pk}-issue": stand.issue_id, f"f{stand.pk}-words": stand.spans[0]["text"]}
    answer = decide(desk, stand, values | {f"f{stand.pk}-new_person": "Ida Brandt"})
    assert answer.status_code == 200
    assert Quote.objects.get().person == Position.objects.get().person == Person.objects.get(name="Ida Brandt")
    # Who the mayor is was not asked: it waits, and the list is sent anew.
    assert Finding.objects.get(pk=who.pk).state == "pending"
    assert 'id="all-lines"' in answer.text


def test_another_name_typed_for_a_claim_is_asked_about_where_it_was_typed(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    values = sent(desk, stand) | {"closed": [who.pk, said.pk], f"f{stand.pk}-actor": "Ida Brandt"}
    values |= {f"f{stand.pk}-{name}": value for name, value in stand.payload.items() if name != "actor" and value}
    values |= {f"f{stand.pk}-issue": stand.issue_id, f"f{stand.pk}-words": stand.spans[0]["text"]}
    answer = decide(desk, stand, values)
    asked = BeautifulSoup(answer.content, "html.parser").select_one(f"#finding-{stand.pk} .who")
    assert answer.status_code == 422
    assert asked is not None
    assert "Nobody here is known as Ida Brandt" in " ".join(asked.get_text().split())
    assert asked.select_one("input[type=radio][value='Ida Brandt']")


def test_a_role_that_clashes_names_the_person_it_would_be_given(desk: Client, article: Article, issue: Issue) -> None:
    make_official("Ona Firth", issue.body, title="Clerk")
    finding = pier.official(article, body=str(issue.body), ambiguous=True)
    page = " ".join(desk.get(f"/desk/findings/{finding.pk}/", headers=HTMX).text.split())
    assert f'Known with another role: <span class="words">Ona Firth, Clerk, {issue.body}' in page
    make_official("Ona Firth", issue.body, title="Treasurer")
    page = " ".join(desk.get(f"/desk/findings/{finding.pk}/", headers=HTMX).text.split())
    assert "Two people fit. Choose the person" in page


# A vote on another matter


BOOKS = "The council approved new math books, 5-0, on March 10."


@pytest.fixture
def known(issue: Issue) -> Vote:
    return make_vote(issue, motion="The pier", status="scheduled", earliest=date(2026, 3, 17))


@pytest.fixture
def books(issue: Issue, known: Vote) -> Finding:
    """What the body decided besides, in a story that belongs to the issue."""
    told = {"status": "held", "outcome": "passed", "yes": 5, "no": 0, "matter": "new math books"}
    return kiln.told(issue, BOOKS, NOW, **told | day("2026-03-10") | {"body": str(issue.body)})


def test_a_vote_on_another_matter_decides_no_known_one_with_one_key(desk: Client, known: Vote, books: Finding) -> None:
    answer = decide(desk, books, sent(desk, books))
    assert answer.status_code == 422
    assert "This may be on another matter than the known vote, “The pier”" in answer.text
    known.refresh_from_db()
    assert (known.status, known.earliest, LoggedAction.objects.count()) == ("scheduled", date(2026, 3, 17), 0)


def test_the_panel_asks_which_vote_it_is_and_chooses_none(desk: Client, known: Vote, books: Finding) -> None:
    page = BeautifulSoup(desk.get(f"/desk/findings/{books.pk}/", headers=HTMX).content, "html.parser")
    answers = {str(radio["value"]): radio for radio in page.select(f"input[name=f{books.pk}-which]")}
    assert [*answers] == ["new", str(known.pk)]
    assert not any(radio.has_attr("checked") for radio in answers.values())
    assert "a vote of its own: New math books" in page.get_text()
    assert "If it is the known one" in page.get_text()


@pytest.mark.parametrize("closed", [False, True])
def test_it_is_the_vote_that_the_curator_says(desk: Client, known: Vote, books: Finding, closed: bool) -> None:
    folded = {"closed": [books.pk]} if closed else {}
    decide(desk, books, sent(desk, books) | folded | {f"f{books.pk}-which": "new"})
    known.refresh_from_db()
    assert known.status == "scheduled"
    own = Vote.objects.exclude(pk=known.pk).get()
    assert (own.motion, own.status, own.outcome) == ("New math books", "held", "passed")


def test_it_may_be_the_known_vote_all_the_same(desk: Client, known: Vote, books: Finding) -> None:
    decide(desk, books, sent(desk, books) | {f"f{books.pk}-which": str(known.pk)})
    known.refresh_from_db()
    assert (known.status, known.outcome) == ("held", "passed")


@pytest.mark.parametrize("which", ["9" * 5000, "x", "0", "-1"])
def test_what_names_no_vote_answers_nothing(desk: Client, known: Vote, books: Finding, which: str) -> None:
    answer = decide(desk, books, sent(desk, books) | {f"f{books.pk}-which": which})
    assert answer.status_code == 422
    known.refresh_from_db()
    assert known.status == "scheduled"


def test_a_matter_that_is_corrected_to_the_known_ones_asks_nothing(desk: Client, known: Vote, books: Finding) -> None:
    decide(desk, books, form_of(books, matter="the pier"))
    known.refresh_from_db()
    assert known.outcome == "passed"


def test_a_motion_about_another_matter_puts_nothing_off_unasked(desk: Client, issue: Issue, known: Vote) -> None:
    about = {"status": "held", "outcome": "tabled", "matter": "new math books", "body": str(issue.body)}
    tabled = kiln.told(issue, "The council tabled the math books.", NOW, **about)
    assert decide(desk, tabled, sent(desk, tabled)).status_code == 422
    decide(desk, tabled, sent(desk, tabled) | {f"f{tabled.pk}-which": "new"})
    tabled.refresh_from_db()
    known.refresh_from_db()
    assert (tabled.state, tabled.vote.disposes_of, known.status) == ("accepted", None, "scheduled")


def test_what_the_story_only_calls_the_measure_may_be_anything(desk: Client, issue: Issue, known: Vote) -> None:
    about = {"status": "held", "outcome": "passed", "matter": "the measure", "body": str(issue.body)}
    unsaid = kiln.told(issue, "The council approved the measure.", NOW, **about)
    assert decide(desk, unsaid, sent(desk, unsaid)).status_code == 422


def test_both_claims_of_a_sentence_on_another_matter_are_of_a_vote_of_its_own(
    desk: Client, issue: Issue, known: Vote
) -> None:
    words = "The council voted 5-0 on March 10 to put the math books off to April 7."
    article, about = kiln.story(words, issue), {"matter": "the math books", "body": str(issue.body)}
    off = kiln.vote(article, issue, words, **about, **day("2026-03-10", status="held", outcome="postponed"))
    coming = kiln.vote(article, issue, words, **about, **day("2026-04-07", status="scheduled"))
    for one in (off, coming):
        assert decide(desk, one, sent(desk, one)).status_code == 422
    decide(desk, coming, sent(desk, coming) | {f"f{coming.pk}-which": "new"})
    known.refresh_from_db()
    assert (known.status, known.earliest) == ("scheduled", date(2026, 3, 17))
    assert set(Finding.objects.values_list("state", flat=True)) == {"accepted"}
    own = Vote.objects.get(earliest=date(2026, 4, 7))
    assert own.disposals.get().outcome == "passed"


# Who is meant, and what is asked at once


def test_who_was_named_in_place_of_another_is_the_one_who_becomes_public(desk: Client, line: list[Finding]) -> None:
    """A refused panel lists what it would make public as it is filled in now."""
    who, said, stand = line
    values = form_of(said, speaker="Ida Brandt") | {"part": [part.pk for part in line], "closed": [who.pk, stand.pk]}
    values[f"f{said.pk}-words"] = "No such words"
    page = BeautifulSoup(decide(desk, said, values).content, "html.parser")
    listed = [" ".join(item.get_text(" ").split()) for item in page.select("ul.effect li")]
    assert "Makes a new person: Ida Brandt" in listed
    assert not any("Ona Firth" in one for one in listed)


def test_somebody_known_who_was_picked_makes_nobody_new(desk: Client, line: list[Finding]) -> None:
    who, said, stand = line
    picked = make_official("Ida Brandt", said.issue.body if said.issue else None)
    values = form_of(said, person=picked.pk) | {"part": [part.pk for part in line], "closed": [who.pk, stand.pk]}
    values[f"f{said.pk}-words"] = "No such words"
    page = decide(desk, said, values).text
    assert "Makes a new person" not in page
    assert "Gives a role" not in page


def test_a_near_body_is_asked_about_before_anything_is_refused(desk: Client, article: Article, issue: Issue) -> None:
    """The script's panel comes with closed folds: the one that holds a question is there."""
    known = make_body("Gull Cove Town Council", issue.place)
    slip = pier.vote(article, issue, body="Gull Cove Town Counsil")
    plain = pier.quote(article)
    page = BeautifulSoup(desk.get(f"/desk/findings/{slip.pk}/", headers=HTMX).content, "html.parser")
    assert [str(one["value"]) for one in page.select(f"input[name=f{slip.pk}-new_body]")] == [
        known.name,
        "Gull Cove Town Counsil",
    ]
    assert not page.select("input[name=closed]")
    page = BeautifulSoup(desk.get(f"/desk/findings/{plain.pk}/", headers=HTMX).content, "html.parser")
    assert page.select("input[name=closed]")


@pytest.mark.parametrize("kind", ["position", "quote", "vote"])
def test_a_decision_asks_the_database_twenty_things_at_most(
    desk: Client, article: Article, issue: Issue, kind: str
) -> None:
    """Where a transaction within one begins and ends is no question."""
    make_official("Ona Firth", issue.body, title="Mayor")
    known = {"phrase": "on March 17", "time": time(18, 30), "status": "scheduled"}
    make_vote(issue, earliest=date(2026, 3, 17), motion="The pier", **known)
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    make = {
        "position": lambda: pier.position(article, issue),
        "quote": lambda: pier.quote(article),
        "vote": lambda: pier.vote(article, issue, body=str(issue.body)),
    }
    finding = make[kind]()
    pier.quote(article, "he was sorry", speaker="", label="a spokesman", type="indirect")
    Finding.objects.update(issue=issue)
    values = sent(desk, finding)
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(f"/desk/findings/{finding.pk}/", values, headers=HTMX).status_code == 200
    finding.refresh_from_db()
    assert finding.state == "accepted"
    questions = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(questions) <= 20, "\n".join(questions)
