"""Enter in a field presses a form's first button: on the desk that one never makes anything public, and never takes
anything away.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from officials.models import Body, Person, Role
from stories import curation
from stories.curation import Choice
from stories.desk.enter import NOTHING_DONE
from stories.desk.urls import urlpatterns
from stories.models import Article, ArticleIssue, Complaint, Finding, LoggedAction, Quote
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_body,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_position,
    make_source,
    make_version,
    make_vote,
)  # fmt: skip
from tests.stories.curation import pier
from tests.votes.alerts.readers import make_reader, make_scheduled
from votes.alerts import announce, hold
from votes.citation import Citation
from votes.models import Announcement, Event, Held, Hold, Issue, Pause, Vote, Webhook

pytestmark = pytest.mark.django_db

TEXT = "“The ferry is ours,” Ona Firth said.\n\n“It leaks,” Ona Firth said.\n\n“It sinks,” Ona Firth said."
# Forms whose first button does no harm: leaving, looking at what an issue would bring in, asking a source.
HARMLESS = {"/desk/logout/", "tend", "preview"}
# The login's own pages; `held.html` has no field in which Enter could be pressed.
LOGIN = {"login.html", "code.html", "locked.html", "second_factor.html", "password.html", "held.html"}


@pytest.fixture
def town(una: User) -> dict[str, int]:
    """One of everything that the desk shows with a form: by the name that the addresses use, its number."""
    issue = make_issue("The ferry")
    make_official("Ona Firth", issue.body)
    article = make_article(TEXT, "Ferry talk", outlet=make_outlet(place=issue.place))
    official = make_finding(
        article, "Ona Firth", "official", "mention",
        payload={"name": "Ona Firth", "title": "Council Member", "body": str(issue.body), "ambiguous": False},
    )  # fmt: skip
    first, *_ = (
        make_finding(article, words, payload={"speaker": "Ona Firth", "type": "direct"}, issue=issue)
        for words in ("The ferry is ours,", "It leaks,", "It sinks,")
    )
    waiting = make_finding(article, "It sinks,", payload={"speaker": "Zed Quark", "type": "direct"}, issue=issue)
    pier.accept(official, una)
    pier.accept(first, una)
    changed = make_article("“It floats,” Al Bell said.", "Float")
    gone = make_finding(changed, "It floats,", payload={"speaker": "Al Bell", "type": "direct"})
    pier.accept(gone, una)
    make_version(changed, "Nobody said anything.")
    for proposed in (article, make_article("Ferries.", "Perhaps the ferry")):
        ArticleIssue.objects.update_or_create(
            article=proposed, issue=issue, defaults={"state": "proposed", "score": 0.3, "reason": "one word"}
        )
    make_source()
    una.groups.add(*make_account("ada", "administrator").groups.all())  # some rooms are for these alone
    alert, body = announced(una), issue.body
    hold.begin(body, una, "Doubts", NOW)
    Webhook.objects.create(url="https://x.example/", body=body, made_at=NOW, made_by=una, next_try_at=NOW)
    vote = make_vote(issue, earliest=timezone.localdate(), status="scheduled")
    event = make_event(issue)
    announcement = announce.tell(
        announce.News("date", f"vote:{vote.pk}", 1, [f"issue:{issue.pk}"], "/", Citation("", "", ""), {}), NOW
    )
    return {
        "reader": make_reader(issue).pk, "announcement": announcement.pk,
        "story": article.pk, "person": Person.objects.get(name="Al Bell").pk, "compare": make_person("Al Ball").pk,
        "reply": Quote.objects.order_by("pk")[0].pk, "vote": vote.pk, "issue": issue.pk, "gone": gone.pk,
        "event": event.pk, "body": vote.body_id, "position": make_position(issue=issue).pk,
        "role": Role.objects.earliest("pk").pk, "place": issue.place_id, "open": article.findings.pending()[0].pk,
        "corrected": corrected(una).pk, "accepted": first.pk,
        "alert": alert.pk,
        "complaint": Complaint.objects.create(finding=first, text="She said no.", received_at=NOW).pk,
        "other body": make_body("Joint committee", vote.body.place).pk, "pending": waiting.pk,
    }  # fmt: skip


def announced(by: User) -> Announcement:
    """A vote whose body is held."""
    vote = make_scheduled()
    hold.begin(vote.body, by, "Doubts", NOW)
    announce.fan_out(NOW)
    return Held.objects.get().announcement


def corrected(by: User) -> Finding:
    """A quote of which a curator corrected the speaker, beside one with the same slip."""
    article = make_article("“It hums,” Al Bel said. “It drums,” Al Bel said.")
    about = {"speaker": "Al Bel", "type": "direct"}
    finding, _ = (make_finding(article, words, payload=about) for words in ("It hums,", "It drums,"))
    curation.accept(finding.pk, by, NOW, Choice(person=Person.objects.get(name="Al Bell")))
    return finding


def rooms(town: dict[str, int]) -> Iterator[str]:
    """Every address of the desk that shows a page."""
    numbers = {
        "desk-story": [town["story"]], "desk-reply": [town["reply"]], "desk-vote": [town["vote"]],
        "desk-put-off": [town["vote"]], "desk-event": [town["event"]], "desk-body": [town["body"]],
        "desk-issue": [town["issue"]], "desk-person": [town["person"]], "desk-redact": [town["person"]],
        "desk-withdraw": [town["story"]], "desk-why": [town["gone"]], "desk-reply-to-position": [town["position"]],
        "desk-compare": [town["person"], town["compare"]], "desk-quote": [town["reply"]],
        "desk-position": [town["position"]], "desk-role": [town["role"]], "desk-place": [town["place"]],
        "desk-add-finding": [town["story"]],
        "desk-split": [town["open"]], "desk-join": [town["open"]], "desk-fold": [town["open"]],
        "desk-siblings": [town["corrected"]], "desk-name": [town["story"]], "desk-same": [town["body"]],
        "desk-alert": [town["alert"]], "desk-told-reader": [town["reader"]], "desk-told-of": [town["announcement"]],
        "desk-merge": [town["body"], town["other body"]], "desk-complaint": [town["complaint"]],
    }  # fmt: skip
    acts = {
        "desk-accept-listed", "desk-choose-issue", "desk-decide", "desk-changed", "desk-mark", "desk-tend", "desk-undo",
        "desk-step-back", "desk-step-again", "desk-next", "desk-webhook",
    }  # fmt: skip
    for pattern in urlpatterns:
        if pattern.name not in acts:
            address = str(pattern.pattern).replace("<slug:kind>", "bodies").replace("<slug:name>", "about")
            address += "?name=Zed+Quark" if pattern.name == "desk-name" else ""
            for pk in numbers.get(str(pattern.name), []):
                address = re.sub(r"<int:\w+>", str(pk), address, count=1)
            yield f"/desk/{address}{'?kind=quote' if pattern.name == 'desk-add-finding' else ''}"
    yield f"/desk/stories/{town['story']}/?finding={town['accepted']}"


def posted_forms(desk: Client, town: dict[str, int]) -> Iterator[tuple[str, Tag]]:
    for room in rooms(town):
        answer = desk.get(room)
        assert answer.status_code == 200, room
        page = BeautifulSoup(answer.content, "html.parser")
        yield from ((room, form) for form in page.find_all("form") if form.get("method") == "post")


def test_no_forms_first_button_makes_anything_public_or_takes_it_away(desk: Client, town: dict[str, int]) -> None:
    seen = set()
    for room, form in posted_forms(desk, town):
        first = form.find(["button", "input"], type=["submit", "image"])
        assert isinstance(first, Tag)
        address = str(form.get("action") or room)
        seen.add(re.sub(r"\d+", "N", address.partition("#")[0]))
        if not (address in HARMLESS or "/sources/" in address or first.get("value") in HARMLESS):
            assert first.get("name") == "nothing", f"{room}: {first}"
    assert seen >= {
        "/desk/findings/N/", "/desk/findings/N/changed/", "/desk/stories/N/issue/", "/desk/stories/N/accept/",
        "/desk/log/N/undo/", "/desk/people/N/", "/desk/people/N/mark/", "/desk/people/N/and/N/",
        "/desk/people/N/remove/", "/desk/quotes/N/reply/", "/desk/votes/N/", "/desk/issues/N/", "/desk/issues/new/",
        "/desk/quotes/N/", "/desk/positions/N/", "/desk/roles/N/", "/desk/places/N/", "/desk/stories/N/add/?kind=quote",
        "/desk/findings/N/split/", "/desk/findings/N/join/", "/desk/findings/N/siblings/",
        "/desk/votes/N/put-off/", "/desk/events/new/", "/desk/events/N/", "/desk/bodies/N/",
        "/desk/alerts/", "/desk/alerts/N/", "/desk/webhooks/", "/desk/webhooks/N/",
        "/desk/stories/N/withdraw/", "/desk/positions/N/reply/", "/desk/complaints/N/", "/desk/pages/about/",
        "/desk/told/",
    }  # fmt: skip


def test_every_form_written_for_the_desk_is_among_those_looked_at(desk: Client, town: dict[str, int]) -> None:
    shown = {template.name for room in rooms(town) for template in desk.get(room).templates}
    written = {
        f"desk/{path.name}"
        for path in Path(settings.BASE_DIR, "templates/desk").glob("*.html")
        if 'method="post"' in path.read_text() and path.name not in LOGIN
    }
    assert written <= shown


def test_a_form_sent_by_enter_alone_changes_nothing_and_says_so(desk: Client, town: dict[str, int]) -> None:
    before = everything()
    for room, form in posted_forms(desk, town):
        first = form.find("button")
        assert isinstance(first, Tag)
        if first.get("name") != "nothing":
            continue
        answer = desk.post(str(form.get("action") or room).partition("#")[0], sent_by(form, first), follow=True)
        assert NOTHING_DONE in answer.content.decode(), f"{room}: {form}"
        assert everything() == before, f"{room}: {form}"


def sent_by(form: Tag, button: Tag) -> dict[str, Any]:
    """What a browser sends when the button is pressed: whatever was typed, and the button."""
    sent = {str(field["name"]): "Ona Firth" for field in form.select("input[type=text], textarea")}
    sent |= {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden]")}
    sent |= {str(select["name"]): str(select.find_all("option")[-1]["value"]) for select in form.select("select")}
    return sent | {str(button["name"]): str(button.get("value", ""))}


def everything() -> list[object]:
    return [
        LoggedAction.objects.count(), list(Person.objects.order_by("pk").values()), Quote.objects.count(),
        list(Finding.objects.order_by("pk").values("pk", "state")), list(Vote.objects.values()),
        list(ArticleIssue.objects.order_by("pk").values("pk", "state")), list(Issue.objects.values()),
        list(Webhook.objects.values()), list(Hold.objects.order_by("pk").values()), list(Held.objects.values()),
        Pause.objects.count(),
        list(Complaint.objects.values()), list(Event.objects.values()), list(Body.objects.order_by("pk").values()),
    ]  # fmt: skip


def test_what_was_typed_on_a_card_stays_when_only_enter_was_pressed(desk: Client, town: dict[str, int]) -> None:
    finding = Article.objects.get(pk=town["story"]).findings.pending().order_by("pk")[0]
    name = f"f{finding.pk}"
    sent = {
        f"{name}-words": "It leaks,", f"{name}-speaker": "Ona Farth", f"{name}-type": "direct", "reason": "so they say",
        "nothing": "",
    }  # fmt: skip
    page = desk.post(f"/desk/findings/{finding.pk}/", sent).content.decode()
    card = str(BeautifulSoup(page, "html.parser").select_one("#panel"))
    assert NOTHING_DONE in card
    assert 'value="Ona Farth"' in card
    assert 'value="so they say"' in card


def test_what_was_typed_elsewhere_stays_when_only_enter_was_pressed(desk: Client, town: dict[str, int]) -> None:
    person, vote = town["person"], town["vote"]
    for address, sent in (
        (f"votes/{vote}/", {"location": "Town Hall", "nothing": "vote"}),
        (f"votes/{vote}/put-off/", {"phrase": "next spring", "nothing": ""}),
        (f"events/{town['event']}/", {"title": "A hearing", "nothing": ""}),
        ("events/new/", {"title": "A hearing", "nothing": ""}),
        (f"bodies/{town['body']}/", {"address": "Town Hall", "nothing": ""}),
        (f"people/{person}/and/{town['compare']}/", {"reason": "Same hat", "nothing": "merge"}),
        (f"people/{person}/and/{town['compare']}/", {"reason": "Two hats", "nothing": "apart"}),
        (f"people/{person}/", {"name": "Alan Bell", "nothing": ""}),
        (f"people/{person}/mark/", {"reason": "Runs for mayor", "nothing": ""}),
        (f"people/{person}/remove/", {"name": "Al Bell", "reason": "A minor", "nothing": ""}),
        (f"quotes/{town['reply']}/reply/", {"label": "A spokesman", "nothing": ""}),
        (f"findings/{town['gone']}/changed/", {"reason": "She wrote to us", "version": "2", "nothing": ""}),
    ):
        page = desk.post(f"/desk/{address}", sent).content.decode()
        assert NOTHING_DONE in page, address
        assert f'value="{next(iter(sent.values()))}"' in page, address


@pytest.mark.parametrize("sent", [{}, {"act": ""}, {"act": "acept"}])
def test_a_card_sent_without_a_known_act_is_not_accepted(
    desk: Client, town: dict[str, int], sent: dict[str, str]
) -> None:
    finding = Finding.objects.pending().order_by("pk")[0]
    assert NOTHING_DONE in desk.post(f"/desk/findings/{finding.pk}/", sent, follow=True).content.decode()
    assert Finding.objects.pending().filter(pk=finding.pk).exists()
