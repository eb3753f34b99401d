"""Words and names are compared without accents, case and signs, and the indexes serve them."""

import pytest
from django.db import connection
from django.db.models import Value

from officials.models import Person
from officials.words import plain, question, words_of
from stories.models import Quote
from tests.factories import make_official, make_person

pytestmark = pytest.mark.django_db


def plan(rows: object) -> str:
    """Return how the database would answer if the table were large."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("name", "compared"),
    [("Inés Muñoz-Reed", " ines munoz reed"), ("O’Hara, J.", " o hara  j "), ("Łukasz Straße", " lukasz strasse")],
)
def test_a_name_is_compared_in_small_letters_without_accents_and_signs(name: str, compared: str) -> None:
    make_person(name)
    assert Person.objects.values_list(plain("name"), flat=True).get() == compared


def test_names_and_words_are_read_by_their_indexes() -> None:
    named = Person.objects.alias(plain=plain("name")).filter(plain__contains=plain(Value("reed"))).order_by()
    near = Person.objects.alias(plain=plain("name")).filter(plain__trigram_word_similar=plain(Value("rede"))).order_by()
    said = Quote.objects.alias(words=words_of("text")).filter(words=question("harbor")).order_by()
    assert "person_name_plain" in plan(named)
    assert "person_name_plain" in plan(near)
    # Of a table that is empty any index is as good.
    person = make_official()
    Quote.objects.bulk_create(Quote(text="The tide was low.", type="direct", person=person) for _ in range(2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stories_quote")
    assert "quote_words" in plan(said)


def test_a_minus_leaves_out_and_one_inside_a_word_or_alone_does_not() -> None:
    person = make_official()
    for text in ("The harbor front.", "The harbor lease."):
        Quote.objects.create(text=text, type="direct", person=person)

    def texts(asked: str) -> list[str]:
        said = Quote.objects.alias(words=words_of("text")).filter(words=question(asked))
        return list(said.order_by("text").values_list("text", flat=True))

    assert texts("harbor -lease") == ["The harbor front."]
    assert texts("harbor-lease") == texts("harbor - lease") == ["The harbor lease."]
