"""How much of one story the public sees in all."""

import pytest

from stories.evidence.book import Evidence, accepted_findings, evidence_of
from stories.models import Article, Finding
from tests.factories import NOW, make_article, make_finding, make_version

pytestmark = pytest.mark.django_db

SENTENCES = [
    f"Speaker {name} rose and told the {n} rows of the hall what to do." for n, name in enumerate("ABCDEFGHIJKL")
]
FILLER = " Rain fell on the quay all night."


def story(*said: str, filler: int = 0) -> Article:
    return make_article("\n\n".join([*said, *[FILLER.strip()] * filler]))


def accept(article: Article, words: str, kind: str = "quote", **fields: object) -> Finding:
    return make_finding(article, words, kind, "content", state="accepted", **fields)


def shown(article: Article) -> dict[int, Evidence]:
    return {item.finding.pk: item for item in evidence_of(accepted_findings().filter(article=article))}


def test_a_third_of_a_story_is_shown_at_most() -> None:
    article = story(*SENTENCES)
    for words in SENTENCES:
        accept(article, words)
    passages = [item.passage for item in shown(article).values() if item.passage]
    length = sum(len(one.before + one.sentence + one.after) for one in passages)
    assert len(passages) == 4
    assert length <= len(article.versions.get().text) / 3


def test_twelve_sentences_are_shown_at_most_of_a_story_however_long() -> None:
    said = [f"Speaker {n} rose." for n in range(20)]
    article = story(*said, filler=300)
    for words in said:
        accept(article, words)
    assert sum(item.passage is not None for item in shown(article).values()) == 12


def test_a_vote_comes_before_a_stand_a_stand_before_words_and_words_before_silence() -> None:
    article = story(*SENTENCES[:11])
    told = [("position", {"basis": "no_response"}), ("quote", {"type": "indirect"}), ("quote", {"type": "direct"}),
            ("position", {"basis": "statement"}), ("vote", {})]  # fmt: skip
    found = [accept(article, SENTENCES[n], kind, payload=payload) for n, (kind, payload) in enumerate(told)]
    seen = shown(article)
    assert [seen[finding.pk].withheld for finding in found] == [True, True, False, False, False]


def test_a_sentence_that_two_claims_rest_on_or_two_versions_hold_counts_once() -> None:
    article = story(*SENTENCES[:9])
    for words in SENTENCES[:3]:
        accept(article, words)
    make_version(article, article.versions.get().text + FILLER)
    again = [accept(article, words, "position") for words in SENTENCES[:3]]
    assert not any(shown(article)[finding.pk].withheld for finding in again)


def test_neighbours_are_shown_only_as_far_as_there_is_room() -> None:
    finding = accept(make_article(f"One. {SENTENCES[0]} Two.{FILLER * 30}"), SENTENCES[0])
    passage = shown(finding.article)[finding.pk].passage
    assert passage
    assert (passage.before, passage.after) == ("One.", "Two.")
    article = make_article(" ".join(SENTENCES[:6]))
    found = [accept(article, SENTENCES[n]) for n in (1, 3)]
    passages = [shown(article)[finding.pk].passage for finding in found]
    assert [(one.before, one.after) for one in passages if one] == [("", ""), ("", "")]


def test_a_brief_may_be_shown_with_two_sentences() -> None:
    article = story(*SENTENCES[:4])
    for words in SENTENCES[:4]:
        accept(article, words)
    assert sum(not item.withheld for item in shown(article).values()) == 2


def test_a_statement_longer_than_a_third_of_its_story_is_read_at_the_publisher() -> None:
    statement = " ".join(SENTENCES[:6])
    article = story(statement, *SENTENCES[6:])
    finding = accept(article, statement)
    item = shown(article)[finding.pk]
    assert item.withheld
    assert item.address == f"{article.url}#:~:text=Speaker%20A%20rose%20and,hall%20what%20to%20do."


def test_removed_words_are_not_said_to_stand_at_the_publisher() -> None:
    article = story(*SENTENCES)
    finding = accept(article, SENTENCES[0])
    article.versions.get().redact(NOW)
    assert (shown(article)[finding.pk].passage, shown(article)[finding.pk].withheld) == (None, False)
