"""What the desk does with a decision: where it lands, who came first, what a stale or hostile form gets."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from stories import curation
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_article, make_finding, make_issue, make_outlet, make_version
from tests.stories.curation import pier
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db

TEXT = (
    "“The ferry is ours,” Ona Firth said.\n\nThe Gull Cove Town Council will vote on the ferry on March 17.\n\n"
    "“It leaks,” Ida Brandt said."
)
VOTE = {
    "matter": "the ferry", "classification": "", "phrase": "on March 17", "earliest": "2026-03-17",
    "latest": "2026-03-17", "precision": "day", "time": "18:30", "place": None,
    "status": "scheduled", "outcome": None, "yes": None, "no": None,
}  # fmt: skip


@pytest.fixture
def issue() -> Issue:
    return make_issue("The ferry")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(TEXT, "Ferry talk", outlet=make_outlet(place=issue.place))


def quote(article: Article, words: str, speaker: str, **fields: Any) -> Finding:
    return make_finding(article, words, payload={"speaker": speaker, "type": "direct"}, **fields)


def claim(article: Article, issue: Issue, **payload: Any) -> Finding:
    words = "The Gull Cove Town Council will vote on the ferry on March 17."
    about = {"body": str(issue.body), **VOTE, **payload}
    return make_finding(article, words, "vote", "evidence", payload=about, issue=issue)


def form_of(finding: Finding, **changed: Any) -> dict[str, Any]:
    """What a browser sends for a card as the page shows it, once its question was answered: a new person."""
    new = finding.payload.get("speaker")
    words = finding.spans[0]["text"]
    values = {**finding.payload, "issue": finding.issue_id, "words": words, "new_person": new, **changed}
    sent = {f"f{finding.pk}-{name}": value for name, value in values.items() if value not in (None, False)}
    return {"act": "accept", "state": finding.state, **sent}


def test_after_a_decision_the_next_card_down_the_page_is_next(desk: Client, article: Article) -> None:
    lower, upper = quote(article, "It leaks,", "Ida Brandt"), quote(article, "The ferry is ours,", "Ona Firth")
    answer = desk.post(f"/desk/findings/{upper.pk}/", form_of(upper))
    assert answer.headers["Location"] == f"/desk/stories/{article.pk}/?finding={lower.pk}#finding-{lower.pk}"


def test_after_the_last_card_of_the_page_comes_the_one_left_out_above(desk: Client, article: Article) -> None:
    lower, upper = quote(article, "It leaks,", "Ida Brandt"), quote(article, "The ferry is ours,", "Ona Firth")
    answer = desk.post(f"/desk/findings/{lower.pk}/", {"act": "reject"})
    assert answer.headers["Location"].endswith(f"#finding-{upper.pk}")


def test_a_story_that_is_decided_leads_to_the_next_one(desk: Client, article: Article) -> None:
    other = make_article("“Boats float,” said Al Bell.", "Boats")
    quote(other, "Boats float,", "Al Bell")
    page = desk.get(f"/desk/stories/{article.pk}/").content.decode()
    assert "Everything here is decided." in page
    link = BeautifulSoup(page, "html.parser").find("a", href=f"/desk/stories/{other.pk}/")
    assert link is not None
    assert link.text == "Next: Boats"


def test_the_second_of_two_curators_reads_on_the_card_who_came_first(desk: Client, article: Article) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt")
    form = form_of(finding)
    curation.reject(finding.pk, User.objects.create_user("bo"), NOW)
    answer = desk.post(f"/desk/findings/{finding.pk}/", form, follow=True)
    page = answer.content.decode()
    assert "This was rejected by bo already" in page
    assert page.index(f'id="finding-{finding.pk}"') < page.index("This was rejected by bo already")
    assert not Quote.objects.exists()


def test_a_card_of_a_story_that_changed_meanwhile_is_not_accepted(desk: Client, article: Article) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt")
    form = form_of(finding)
    make_version(article, "Nobody said anything.")
    Finding.objects.update(state="stale")
    page = desk.post(f"/desk/findings/{finding.pk}/", form, follow=True).content.decode()
    assert "The story has changed meanwhile and no longer says this" in page
    assert "Accept all the same" in page
    assert not Quote.objects.exists()


def test_who_sees_that_the_story_changed_may_accept_all_the_same(desk: Client, article: Article) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt", state="stale")
    desk.post(f"/desk/findings/{finding.pk}/", form_of(finding))
    assert Quote.objects.get().text == "It leaks,"


def test_rejected_and_outdated_findings_show_on_request_only(desk: Client, article: Article) -> None:
    quote(article, "It leaks,", "Ida Brandt", state="stale")
    quote(article, "The ferry is ours,", "Ona Firth", state="rejected")
    page = desk.get(f"/desk/stories/{article.pk}/").content.decode()
    assert "Ida Brandt: “It leaks,”" not in page
    assert "Show 2 rejected or out of date" in page
    page = desk.get(f"/desk/stories/{article.pk}/?show=all").content.decode()
    assert "Ida Brandt: “It leaks,”" in page
    assert "Ona Firth: “The ferry is ours,”" in page


def test_the_card_says_which_vote_it_would_move_and_how(desk: Client, article: Article, issue: Issue) -> None:
    first = claim(article, issue)
    curation.accept(first.pk, User.objects.create_user("bo"), NOW)
    later = make_article(TEXT, "Ferry later", outlet=article.outlet)
    claim(later, issue, earliest="2026-03-31", latest="2026-03-31", status="postponed", time=None)
    page = " ".join(desk.get(f"/desk/stories/{later.pk}/").content.decode().split())
    assert f'<a href="/desk/votes/{Vote.objects.get().pk}/">{Vote.objects.get().motion}</a>' in page
    assert "<del>Tuesday, March 17" in page
    assert "scheduled</del>" in page
    assert "<ins>Tuesday, March 31" in page
    assert Vote.objects.get().version == 0


def test_the_card_says_that_a_vote_would_be_new(desk: Client, article: Article, issue: Issue) -> None:
    claim(article, issue)
    assert "Makes a new vote:" in desk.get(f"/desk/stories/{article.pk}/").content.decode()


def test_undoing_on_the_card_leads_back_to_the_card(desk: Client, article: Article, una: User) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt")
    action = pier.accept(finding, una)
    answer = desk.post(f"/desk/log/{action.pk}/undo/", {"next": "story"})
    assert answer.headers["Location"] == f"/desk/stories/{article.pk}/?finding={finding.pk}#finding-{finding.pk}"
    assert Finding.objects.pending().get() == finding


def test_more_votes_than_any_body_has_are_refused_with_a_sentence(
    desk: Client, article: Article, issue: Issue
) -> None:  # fmt: skip
    finding = claim(article, issue, status="held", yes=10**9, no=0)
    answer = desk.post(f"/desk/findings/{finding.pk}/", form_of(finding))
    assert answer.status_code == 422
    assert "less than or equal to 32767" in answer.content.decode()
    with pytest.raises(curation.CurationError, match="can't be kept as it stands"):
        curation.accept(finding.pk, User.objects.create_user("bo"), NOW)
    assert not Vote.objects.exists()


@pytest.mark.parametrize("field", ["speaker", "label"])
def test_a_name_longer_than_any_is_refused_with_a_sentence(desk: Client, article: Article, field: str) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt")
    answer = desk.post(f"/desk/findings/{finding.pk}/", form_of(finding, **{field: "x" * 100_000}))
    assert answer.status_code == 422
    assert "at most 200 characters" in answer.content.decode()


def test_an_official_with_an_endless_title_is_still_a_record(article: Article, una: User) -> None:
    about = {"name": "Ona Firth", "title": "Deputy " * 100, "body": "Gull Cove Town Council", "ambiguous": False}
    finding = make_finding(article, "Ona Firth", "official", "mention", payload=about)
    curation.accept(finding.pk, una, NOW)
    finding.refresh_from_db()
    assert finding.state == "accepted"


@pytest.mark.parametrize(
    ("sign", "says"),
    [("\x00", "a character that no text has"), ("\u202e", "(U+202E), as copied text"), ("\u2069", "(U+2069)")],
)
def test_signs_that_a_reason_may_not_hold_decide_nothing(desk: Client, article: Article, sign: str, says: str) -> None:
    finding = quote(article, "It leaks,", "Ida Brandt")
    answer = desk.post(f"/desk/findings/{finding.pk}/", {"act": "reject", "reason": f"not{sign} a quote"})
    page = answer.content.decode()
    assert (answer.status_code, sign in page, "not a quote" in page) == (422, False, True)
    assert "What was sent as “reason” held a" in page
    assert says in page
    assert not LoggedAction.objects.exists()


HOSTILE = "<script>alert(1)</script> \u202egnp.exe <img src=x onerror=alert(2)>"


def test_scripts_and_turned_text_in_a_story_stay_text(desk: Client, issue: Issue) -> None:
    text = f"“{HOSTILE}” Ona <b>Firth</b> said."
    article = make_article(text, f"T {HOSTILE}", byline=[HOSTILE], correction=HOSTILE, outlet=make_outlet(HOSTILE))
    finding = quote(article, HOSTILE, "Ona <b>Firth</b>", because=HOSTILE, issue=issue)
    for address in ("/desk/", f"/desk/stories/{article.pk}/"):
        assert_text_only(desk.get(address).content.decode())
    desk.post(f"/desk/findings/{finding.pk}/", form_of(finding))
    made = Quote.objects.get()
    for address in ("/desk/people/", f"/desk/people/{made.person_id}/", f"/desk/quotes/{made.pk}/reply/"):
        assert_text_only(desk.get(address).content.decode())
    assert_text_only(desk.get("/desk/log/").content.decode())


def assert_text_only(page: str) -> None:
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_turned_text_cannot_turn_what_stands_beside_it(desk: Client) -> None:
    article = make_article(f"{HOSTILE} said Ona.", f"T {HOSTILE}")
    page = desk.get(f"/desk/stories/{article.pk}/").content.decode()
    for line in (line for line in page.splitlines() if "\u202e" in line and "<title>" not in line):
        assert 'class="words' in line or line.strip().startswith("T &lt;"), line


def test_the_desk_says_which_words_the_public_does_not_see(desk: Client, issue: Issue) -> None:
    said = [f"The ferry leaks at plank number {n}." for n in range(6)]
    article = make_article("\n\n".join(said))
    about = {"speaker": "", "label": "a clerk", "type": "direct"}
    for words in said:
        quote = Quote.objects.create(text=words, type="direct", label="a clerk", issue=issue)
        make_finding(article, words, state="accepted", quote=quote, issue=issue, payload=about)
    pages = [desk.get(f"/desk/stories/{article.pk}/?finding={one.pk}").text for one in article.findings.all()]
    assert sum("Public without these words" in page for page in pages) == 4


def test_what_the_language_model_reads_otherwise_stands_beside_what_the_rules_read(
    desk: Client, article: Article, issue: Issue
) -> None:
    words = "The Gull Cove Town Council will vote on the ferry on March 17."
    known = {"kind": "vote", "role": "evidence", "issue": issue}
    rules = make_finding(article, words, payload=VOTE | {"body": "Town Council"}, **known)
    other = VOTE | {"body": "Town Council", "status": "cancelled"}
    model = make_finding(article, words, payload=other, extractor="model", rule="m, prompt 1: cancelled", **known)
    for shown, says in ((rules, "The language model reads"), (model, "The rules read")):
        page = desk.get(reverse("desk-story", args=[article.pk]), {"finding": shown.pk})
        otherwise = BeautifulSoup(page.content, "lxml").select_one(".panel .otherwise")
        assert otherwise is not None
        assert f"{says} these words otherwise" in " ".join(otherwise.get_text().split())
        link = otherwise.select_one("a")
        assert link is not None
        assert link["data-finding"] == str(model.pk if shown is rules else rules.pk)
    assert 'class="chip">language model<' in page.text
