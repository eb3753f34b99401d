"""Findings that curators add, cut in two and join; a later reading proposes none of it again."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.choice import Stretch
from stories.extraction.findings import Findings
from stories.extraction.findings import Position as ReadPosition
from stories.extraction.findings import Quote as ReadQuote
from stories.findings.propose import propose
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_official, make_version
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db

WORDS = "The pier is ours,"
BOTH = "The pier is ours,” Firth said. Ida Brandt, a fisherman, said the pier is falling down"
QUOTE: dict[str, Any] = {"speaker": "Ona Firth", "type": "direct"}
STAND: dict[str, Any] = {
    "actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "vote_intent", "conditional": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def mayor(issue: Issue) -> None:
    make_official("Ona Firth", issue.body, "Mayor")


def at(article: Article, words: str) -> Stretch:
    start = article.versions.earliest("number").text.index(words)
    return start, start + len(words)


def read_quote(article: Article, words: str, speaker: str = "Ona Firth") -> ReadQuote:
    """The quote as the machine would read it."""
    version = article.versions.latest("number")
    start = version.text.index(words)
    return ReadQuote(
        start=start, end=start + len(words), text=words, type="direct", speaker=speaker, spans=(), speaker_span=None,
        cue=None, confidence=0.9, because="said",
    )  # fmt: skip


def read(article: Article, *quotes: ReadQuote, stands: tuple[ReadPosition, ...] = ()) -> int:
    return propose(article.versions.latest("number"), Findings(quotes=quotes, positions=stands), NOW)


def read_stand(article: Article, **fields: Any) -> ReadPosition:
    words = "Mayor Ona Firth said she will vote for the pier."
    start, end = at(article, words)
    return ReadPosition(start=start, end=end, text=words, confidence=0.9, because="said", **STAND | fields)


# Added


def test_what_the_machine_missed_is_added_and_public_in_one_act(article: Article, issue: Issue, by: User) -> None:
    action = curation.add(article, "quote", at(article, WORDS), Choice(payload=QUOTE, issue=issue), by, NOW)
    finding, made = Finding.objects.get(), Quote.objects.get()
    assert (finding.extractor, finding.state, finding.quote, finding.issue) == ("curator", "accepted", made, issue)
    assert (made.text, str(made.person)) == (WORDS, "Ona Firth")
    assert (action.act, action.after["added"], LoggedAction.objects.count()) == ("accept", True, 1)


def test_undone_it_is_gone_from_everywhere_and_can_be_added_again(article: Article, issue: Issue, by: User) -> None:
    add = (article, "quote", at(article, WORDS), Choice(payload=QUOTE, issue=issue), by, NOW)
    curation.undo(curation.add(*add).pk, by, NOW)
    assert not Quote.objects.exists()
    assert not Finding.objects.filter(redacted_at=None).exists()
    curation.add(*add)
    assert Quote.objects.get().text == WORDS
    assert read(article, read_quote(article, WORDS)) == 0


def test_the_machine_may_find_what_was_added_and_undone(article: Article, by: User) -> None:
    added = curation.add(article, "quote", at(article, WORDS), Choice(payload=QUOTE), by, NOW)
    curation.undo(added.pk, by, NOW)
    assert read(article, read_quote(article, WORDS)) == 1


def test_it_may_wait_to_be_decided(article: Article, by: User) -> None:
    choice = Choice(payload={"speaker": "Somebody Else", "type": "direct"})
    action = curation.add(article, "quote", at(article, WORDS), choice, by, NOW, wait=True)
    assert (action.act, Finding.objects.get().state) == ("edit", "pending")
    assert not Quote.objects.exists()
    later = pier.accept(Finding.objects.get(), by)
    with pytest.raises(CurationError, match="A later action rests on this"):
        curation.undo(action.pk, by, NOW)
    curation.undo(later.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert not Finding.objects.filter(redacted_at=None).exists()


def test_a_stand_that_was_missed_is_added(article: Article, issue: Issue, by: User) -> None:
    words = at(article, "Mayor Ona Firth said she will vote for the pier.")
    action = curation.add(article, "position", words, Choice(payload=STAND, issue=issue), by, NOW)
    assert Position.objects.get().stance == "support"
    curation.undo(action.pk, by, NOW)
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("kind", "span", "payload", "said"),
    [
        ("rumor", (0, 5), QUOTE, "one of the kinds listed"),
        ("quote", (0, 9_000), QUOTE, "must be a stretch of the story"),
        ("quote", (0, 5), {"speaker": "Ona Firth"}, "Say whether it is word for word"),
        ("position", (0, 5), {"actor": "Ona Firth", "basis": "statement"}, "Say how they stand"),
        ("position", (0, 5), STAND, "Choose the issue"),
        ("vote", (0, 5), {"body": "", "status": "held"}, "Say which body votes"),
        ("quote", (0, 5), {"speaker": "Nobody Known", "type": "direct"}, "Nobody here is known"),
    ],
)
def test_what_says_too_little_is_not_added(
    article: Article, by: User, kind: str, span: Stretch, payload: dict[str, Any], said: str
) -> None:
    with pytest.raises(CurationError, match=said):
        curation.add(article, kind, span, Choice(payload=payload), by, NOW)
    assert not Finding.objects.exists()
    assert not LoggedAction.objects.exists()


def test_what_is_there_already_is_decided_there(article: Article, by: User) -> None:
    read(article, read_quote(article, WORDS))
    with pytest.raises(CurationError, match="there already, and pending"):
        curation.add(article, "quote", at(article, WORDS), Choice(payload=QUOTE), by, NOW)


def test_nothing_is_added_to_a_story_whose_text_was_removed(article: Article, by: User) -> None:
    article.versions.get().redact(NOW)
    with pytest.raises(CurationError, match="was removed"):
        curation.add(article, "quote", (0, 5), Choice(payload=QUOTE), by, NOW)


@pytest.mark.parametrize("wait", [True, False])
def test_a_reading_that_finds_more_or_fewer_of_the_added_words_proposes_nothing(
    article: Article, by: User, wait: bool
) -> None:
    curation.add(article, "quote", at(article, WORDS), Choice(payload=QUOTE), by, NOW, wait=wait)
    longer = read_quote(article, "“The pier is ours,” Firth said.")
    assert read(article, longer, read_quote(article, "pier is ours", "Firth"), read_quote(article, WORDS)) == 0
    make_version(article, f"Today: {pier.TEXT}")
    assert read(article, read_quote(article, "“The pier is ours,”", "Firth")) == 0
    assert read(article, read_quote(article, "the pier is falling down", "Ida Brandt")) == 1


def test_what_was_added_waits_as_long_as_its_words_stand(article: Article, by: User) -> None:
    curation.add(article, "quote", at(article, WORDS), Choice(payload=QUOTE), by, NOW, wait=True)
    make_version(article, f"Today: {pier.TEXT}")
    read(article)
    assert Finding.objects.get().state == "pending"
    make_version(article, "Nobody said anything.")
    read(article)
    assert Finding.objects.get().state == "stale"


# Cut in two


def test_a_finding_is_cut_in_two_and_undone_is_one_again(article: Article, by: User) -> None:
    finding = pier.quote(article, BOTH)
    parts = at(article, WORDS), at(article, "the pier is falling down")
    before = Finding.objects.values().get()
    action = curation.split(finding.pk, parts, by, NOW)
    first, second = Finding.objects.order_by("pk")
    assert (first.spans[0]["text"], second.spans[0]["text"]) == (WORDS, "the pier is falling down")
    assert (first.state, second.state, second.payload, second.extractor) == ("pending", "pending", QUOTE, "curator")
    assert action.after["split"] == second.pk
    curation.undo(action.pk, by, NOW)
    assert Finding.objects.filter(redacted_at=None).values().get() == before


def test_one_sentence_may_say_two_things(article: Article, issue: Issue, by: User) -> None:
    stand = read_stand(article)
    read(article, stands=(stand,))
    finding = Finding.objects.get()
    where = (stand.start, stand.end)
    curation.split(finding.pk, (where, where), by, NOW)
    first, second = Finding.objects.order_by("pk")
    assert first.spans == second.spans
    assert first.fingerprint != second.fingerprint
    curation.accept(first.pk, by, NOW, Choice(issue=issue))
    curation.accept(second.pk, by, NOW, Choice(issue=issue, payload={"matter": "the ferry", "stance": "oppose"}))
    assert {(one.matter, one.stance) for one in Position.objects.all()} == {
        ("the pier", "support"), ("the ferry", "oppose"),
    }  # fmt: skip
    assert read(article, stands=(stand, read_stand(article, matter="the ferry", stance="oppose"))) == 0


def test_the_machine_proposes_neither_the_whole_again_nor_a_part(article: Article, by: User) -> None:
    whole = read_quote(article, BOTH)
    read(article, whole)
    parts = at(article, WORDS), at(article, "the pier is falling down")
    curation.split(Finding.objects.get().pk, parts, by, NOW)
    assert read(article, whole) == 0
    assert read(article, read_quote(article, WORDS), read_quote(article, "pier is falling down", "Ida Brandt")) == 0


def test_a_part_that_was_decided_must_be_undone_first(article: Article, by: User) -> None:
    finding = pier.quote(article)
    action = curation.split(finding.pk, (at(article, "The pier"), at(article, "is ours,")), by, NOW)
    curation.reject(action.after["split"], by, NOW)
    with pytest.raises(CurationError, match="A later action rests on this"):
        curation.undo(action.pk, by, NOW)


def test_what_is_decided_is_not_cut(article: Article, by: User) -> None:
    finding = pier.quote(article)
    curation.reject(finding.pk, by, NOW)
    with pytest.raises(CurationError, match="rejected by una already"):
        curation.split(finding.pk, ((0, 5), (6, 9)), by, NOW)


# Joined


def test_two_findings_are_joined_and_undone_are_two_again(article: Article, by: User) -> None:
    first, second = pier.quote(article), pier.quote(article, "Firth said.")
    before = list(Finding.objects.order_by("pk").values())
    action = curation.join(first.pk, second.pk, by, NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.spans[0]["text"] == "The pier is ours,” Firth said."
    assert (first.state, second.state) == ("pending", "rejected")
    rejected = second.actions.get()
    assert (rejected.how, rejected.reason) == ("implied", "joined with another")
    curation.undo(action.pk, by, NOW)
    assert list(Finding.objects.order_by("pk").values()) == before


def test_of_somebody_named_twice_both_mentions_stay(article: Article, by: User) -> None:
    first = pier.official(article)
    second = pier.official(article)
    start, end = at(article, "Firth said")
    Finding.objects.filter(pk=second.pk).update(
        spans=[{"role": "mention", "start": start, "end": end, "text": "Firth said"}]
    )
    curation.join(first.pk, second.pk, by, NOW)
    first.refresh_from_db()
    assert [span["text"] for span in first.spans] == ["Mayor Ona Firth", "Firth said"]


def test_what_was_joined_is_not_proposed_again(article: Article, by: User) -> None:
    one, other = read_quote(article, WORDS), read_quote(article, "Firth said.")
    read(article, one, other)
    first, second = Finding.objects.order_by("pk")
    curation.join(first.pk, second.pk, by, NOW)
    assert read(article, one, other) == 0
    assert read(article, read_quote(article, "The pier is ours,” Firth said.")) == 0


def test_only_two_of_a_kind_in_one_story_are_joined(article: Article, issue: Issue, by: User) -> None:
    finding = pier.quote(article)
    for other in (finding, pier.position(article, issue)):
        with pytest.raises(CurationError, match="another finding of the same kind"):
            curation.join(finding.pk, other.pk, by, NOW)
    with pytest.raises(CurationError, match="does not exist"):
        curation.join(finding.pk, 10**17, by, NOW)
