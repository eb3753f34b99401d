"""What a person is called: corrected on the desk, undone, and found under the old name."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from civictrack.city import load_city
from officials.models import Person
from stories import curation
from stories.curation import CurationError
from stories.models import LoggedAction
from stories.public.asked import Asked
from stories.public.search import search
from tests.factories import NOW, make_article, make_finding, make_official, make_person

pytestmark = pytest.mark.django_db

CITY = """
place = { slug = "reedham", name = "Reedham" }
bodies = [{ slug = "council", name = "Reedham Council" }]
people = [{ name = "Ana Rede", roles = [{ body = "council", title = "Member" }] }]
"""


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def call(person: Person, by: User, name: str, *others: str, reason: str = "her own site") -> LoggedAction:
    action = curation.call(person.pk, name, others, by, NOW, reason)
    person.refresh_from_db()
    return action


def aliases(person: Person) -> set[str]:
    return set(person.aliases.values_list("name", flat=True))


def test_a_wrong_name_is_corrected_with_its_address(by: User) -> None:
    person = make_official("Ana Rede")
    call(person, by, " Ada  Reed ", "A. Reed", "A. Reed", "Ada Reed")
    assert (person.name, person.slug, aliases(person)) == ("Ada Reed", "ada-reed", {"A. Reed"})


def test_undone_everything_is_called_what_it_was(by: User) -> None:
    person = make_official("Ana Rede")
    person.aliases.create(name="Councilwoman Rede")
    was = (person.name, person.slug)
    curation.undo(call(person, by, "Ada Reed").pk, by, NOW)
    person.refresh_from_db()
    assert ((person.name, person.slug), aliases(person)) == (was, {"Councilwoman Rede"})


def test_a_correction_that_was_itself_corrected_is_undone_in_order(by: User) -> None:
    person = make_official("Ana Rede")
    first, second = call(person, by, "Ana Reed"), call(person, by, "Ada Reed")
    with pytest.raises(CurationError, match=r"edit of the names by una on March 10\. Undo that first"):
        curation.undo(first.pk, by, NOW)
    curation.undo(second.pk, by, NOW)
    curation.undo(first.pk, by, NOW)
    assert Person.objects.get().name == "Ana Rede"


def test_an_address_that_somebody_else_took_meanwhile_stays_theirs(by: User) -> None:
    person, other = make_person("Ana Rede"), make_person("Ana Rede")
    Person.objects.filter(pk=person.pk).update(slug="ana-rede")
    action = call(person, by, "Ada Reed")
    Person.objects.filter(pk=other.pk).update(slug="ana-rede")
    curation.undo(action.pk, by, NOW)
    person.refresh_from_db()
    assert (person.name, person.slug) == ("Ana Rede", "ana-rede-2")


@pytest.mark.parametrize(
    ("name", "reason", "told"),
    [("Ana Rede", "", "Nothing was changed"), ("Ada Reed", " ", "how you know"), (" ", "x", "between 1 and 200")],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(by: User, name: str, reason: str, told: str) -> None:
    person = make_person("Ana Rede")
    with pytest.raises(CurationError, match=told):
        call(person, by, name, reason=reason)
    assert not LoggedAction.objects.exists()


def test_a_story_that_prints_another_spelling_finds_the_person(by: User) -> None:
    article = make_article("Dee Reed said no.")
    known = make_official("Ada Reed")
    place = known.roles.get().body.place
    article.outlet.place = place
    article.outlet.save()
    call(known, by, "Ada Reed", "Dee Reed")
    about = {"name": "Dee Reed", "role": "", "organization": ""}
    finding = make_finding(article, "Dee Reed", "speaker", "mention", payload=about)
    curation.accept(finding.pk, by, NOW)
    finding.refresh_from_db()
    assert finding.person == known


def test_the_old_address_leads_to_the_new_page_while_the_old_name_is_kept(client: Client, by: User) -> None:
    person = make_official("Ana Rede")
    call(person, by, "Ada Reed", "Ana Rede")
    assert client.get("/en/people/ana-rede/")["Location"] == "/en/people/ada-reed/"
    assert [one.name for one in search(Asked("rede")).of("people")] == ["Ada Reed"]
    call(person, by, "Ada Reed")
    assert client.get("/en/people/ana-rede/").status_code == 404


def test_another_name_of_a_private_person_leads_nowhere(client: Client, by: User) -> None:
    call(make_person("Ana Rede"), by, "Ada Reed", "Ana Rede")
    assert client.get("/en/people/ana-rede/").status_code == 404


def test_loading_the_city_again_makes_nobody_of_the_old_name(by: User) -> None:
    load_city(CITY, NOW)
    call(Person.objects.get(), by, "Ada Reed", "Ana Rede")
    load_city(CITY, NOW)
    assert Person.objects.get().name == "Ada Reed"


def test_removing_a_person_takes_their_names_out_of_the_log(by: User) -> None:
    person = make_official("Ana Rede")
    curation.undo(call(person, by, "Ada Reed").pk, by, NOW)
    person.refresh_from_db()
    curation.redact_person(person, by, NOW, "asked for")
    assert "Re" not in str(list(LoggedAction.objects.values_list("before", "after")))
