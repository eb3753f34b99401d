"""What a finding rests on, in the plain values that are mailed."""

import pytest

from stories.evidence.citation import citation_of
from tests.factories import NOW, make_article, make_finding, make_outlet
from votes.citation import Citation

pytestmark = pytest.mark.django_db


def test_a_citation_is_the_whole_sentence_with_its_outlet_its_address_and_who_accepted_it() -> None:
    article = make_article(
        "Rain fell. Member Ola Brandt said no to the lease.",
        url="https://reed.example/a",
        outlet=make_outlet("The Reed"),
    )
    citation = citation_of(make_finding(article, "said no"), "una")
    assert citation == Citation("Member Ola Brandt said no to the lease.", "The Reed", "https://reed.example/a", "una")


def test_redacted_words_are_cited_without_a_sentence() -> None:
    finding = make_finding(make_article("Brandt said no.", url="https://reed.example/a"), "said no")
    finding.version.redact(NOW)
    assert (citation_of(finding).sentence, citation_of(finding).source_url) == ("", "https://reed.example/a")
