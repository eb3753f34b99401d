"""The room of people: found, marked, merged, told apart, removed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import NotSame, Person
from stories import curation
from stories.models import Article, ArticleVersion, Finding, LoggedAction, Quote, Response, Snapshot
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_position,
)
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db


def last_action() -> LoggedAction:
    return LoggedAction.objects.all()[0]


def test_people_are_found_by_part_of_a_name_or_of_another_spelling(desk: Client) -> None:
    known = make_official("Ona M. Firth")
    known.aliases.create(name="Mayor O'Firth")
    make_person("Al Bell")
    for query in ("firth ona", "o'firth", "MAYOR"):
        assert list(desk.get("/desk/people/", {"q": query}).context["page"]) == [known]
    assert "Nobody is known as “Zed”" in desk.get("/desk/people/", {"q": "Zed"}).content.decode()


def test_a_person_stands_with_names_roles_words_and_stands(desk: Client) -> None:
    person = make_official("Ona Firth", make_body("Gull Cove Town Council"), title="Alderwoman")
    person.aliases.create(name="O. Firth")
    issue = make_issue("The ferry")
    make_position(person, issue, matter="a second ferry")
    Quote.objects.create(text="The ferry is ours", type="direct", person=person, issue=issue)
    page = desk.get(f"/desk/people/{person.pk}/").content.decode()
    for shown in (
        "O. Firth",
        "Alderwoman, Gull Cove Town Council",
        "The ferry is ours",
        "supports, said so: a second ferry",
    ):
        assert shown in page


def test_marking_a_public_figure_gives_a_page_and_can_be_undone(desk: Client) -> None:
    person = make_person("Ida Brandt")
    assert desk.get(person.get_absolute_url()).status_code == 404
    desk.post(f"/desk/people/{person.pk}/mark/", {"public": "yes", "reason": "runs for council"})
    assert desk.get(person.get_absolute_url()).status_code == 200
    assert (last_action().act, last_action().reason) == ("edit", "runs for council")
    desk.post(f"/desk/log/{last_action().pk}/undo/")
    assert desk.get(person.get_absolute_url()).status_code == 404


def test_marking_twice_says_that_it_is_so_already(desk: Client) -> None:
    person = make_person("Ida Brandt", public_figure=True)
    page = desk.post(f"/desk/people/{person.pk}/mark/", {"public": "yes"}, follow=True).content.decode()
    assert "Ida Brandt is a public figure already." in page
    assert not LoggedAction.objects.exists()


def test_two_records_stand_side_by_side_and_become_one(desk: Client) -> None:
    kept, gone = make_official("Ona Firth"), make_person("O. Firth")
    stand = make_position(gone)
    page = desk.get(f"/desk/people/{gone.pk}/and/{kept.pk}/").content.decode()
    assert page.index("O. Firth") < page.index("Ona Firth")
    sent = {"act": "merge", "kept": kept.pk, "reason": "same seat"}
    answer = desk.post(f"/desk/people/{gone.pk}/and/{kept.pk}/", sent)
    assert answer.headers["Location"] == f"/desk/people/{kept.pk}/"
    stand.refresh_from_db()
    assert stand.person == kept
    assert "O. Firth into Ona Firth" in desk.get("/desk/log/").content.decode()


def test_merging_without_a_reason_or_into_a_third_is_refused(desk: Client) -> None:
    one, two, third = make_person(), make_person(), make_person()
    for sent in ({"kept": one.pk}, {"kept": third.pk, "reason": "same"}, {"reason": "same"}):
        desk.post(f"/desk/people/{one.pk}/and/{two.pk}/", {"act": "merge", **sent})
    assert Person.objects.count() == 3


def test_two_people_told_apart_are_not_offered_for_merging_any_more(desk: Client) -> None:
    one, two = make_person("Al Bell"), make_person("Al Bell")
    desk.post(f"/desk/people/{two.pk}/and/{one.pk}/", {"act": "apart", "reason": "father and son"})
    row = NotSame.objects.get()
    assert (row.first, row.second, row.reason) == (one, two, "father and son")
    page = desk.get(f"/desk/people/{one.pk}/and/{two.pk}/").content.decode()
    assert "father and son" in page
    assert "Merge</button>" not in page
    sent = {"act": "merge", "kept": one.pk, "reason": "one person after all"}
    page = desk.post(f"/desk/people/{one.pk}/and/{two.pk}/", sent).content.decode()
    assert "remembered as different people: father and son" in page
    desk.post(f"/desk/log/{last_action().pk}/undo/")
    assert not NotSame.objects.exists()


def test_a_person_cannot_be_compared_with_themselves(desk: Client) -> None:
    person = make_person()
    answer = desk.get(f"/desk/people/{person.pk}/and/{person.pk}/")
    assert answer.headers["Location"] == f"/desk/people/{person.pk}/"


@pytest.fixture
def quoted(una: User) -> Article:
    """A story that quotes two people, both accepted, one of them with a reply."""
    article = make_article("“I saw it,” Ida Brandt said.\n\n“So did I,” Al Bell said.", "Ida Brandt speaks")
    for words, name in (("I saw it,", "Ida Brandt"), ("So did I,", "Al Bell")):
        finding = make_finding(article, words, payload={"speaker": name, "type": "direct"})
        pier.accept(finding, una)
    return article


def test_removing_says_what_goes_and_wants_the_name(desk: Client, quoted: Article) -> None:
    person = Person.objects.get(name="Ida Brandt")
    address = f"/desk/people/{person.pk}/remove/"
    page = " ".join(desk.get(address).content.decode().split())
    assert "1 quote, 0 replies and 1 finding:" in page
    assert "the stored text of 1 story," in page
    for sent in ({"reason": "a minor"}, {"reason": "a minor", "name": "Ida"}, {"name": "Ida Brandt"}):
        desk.post(address, sent)
    page = desk.post(address, {"reason": "Ida Brandt is a minor", "name": "Ida Brandt"}).content.decode()
    assert "leave the name out of it" in page
    assert Person.objects.filter(name="Ida Brandt").exists()


def test_a_removed_person_is_found_nowhere_on_the_desk_or_in_the_records(desk: Client, quoted: Article) -> None:
    person, version = Person.objects.get(name="Ida Brandt"), ArticleVersion.objects.get()
    Snapshot.objects.create(sha256="0" * 64, url=quoted.url, body=b"Ida Brandt", fetched_at=NOW)
    quote = person.quotes.get()
    curation.respond(quote, {"text": "I, Ida Brandt, stand by it", "person": person, "received_on": NOW.date()},
                     User.objects.get(), NOW)  # fmt: skip
    desk.post(f"/desk/people/{person.pk}/remove/", {"reason": "a minor", "name": "Ida Brandt"})
    for room in ("", "people/", f"people/{person.pk}/", "log/", f"stories/{quoted.pk}/?show=all"):
        assert "Ida Brandt" not in desk.get(f"/desk/{room}").content.decode(), room
    for model in (Person, Quote, Response, Finding, LoggedAction, ArticleVersion, Article):
        assert "Ida Brandt" not in str(list(model._default_manager.values())), model
    assert version.article.findings.count() == 2


def test_what_stands_beside_a_removed_person_can_still_be_undone(desk: Client, quoted: Article) -> None:
    other = Finding.objects.get(payload__speaker="Al Bell")
    person = Person.objects.get(name="Ida Brandt")
    desk.post(f"/desk/people/{person.pk}/remove/", {"reason": "a minor", "name": "Ida Brandt"})
    answer = desk.post(f"/desk/log/{other.actions.get().pk}/undo/", follow=True)
    assert "Undone." in answer.content.decode()
    assert not Quote.objects.filter(text="So did I,").exists()


def test_nothing_about_a_removed_person_is_undone(desk: Client, quoted: Article) -> None:
    person = Person.objects.get(name="Ida Brandt")
    action = LoggedAction.objects.get(finding__person=person)
    desk.post(f"/desk/people/{person.pk}/remove/", {"reason": "a minor", "name": "Ida Brandt"})
    page = desk.post(f"/desk/log/{action.pk}/undo/", follow=True).content.decode()
    assert "it can&#x27;t be brought back" in page


def names(desk: Client, person: Person) -> dict[str, object]:
    """The form as the page offers it."""
    initial: dict[str, object] = desk.get(f"/desk/people/{person.pk}/").context["naming"].initial
    return initial


def test_a_wrong_name_is_corrected_on_the_desk_and_the_log_can_undo_it(desk: Client) -> None:
    person = make_official("Ona Frith")
    url = f"/desk/people/{person.pk}/"
    sent = names(desk, person) | {"name": "Ona Firth", "others": "O. Firth\nMayor Ona", "reason": "the town's own site"}
    page = desk.post(url, sent, follow=True).content.decode()
    assert "Saved." in page
    assert "Mayor Ona, O. Firth, Ona Frith" in page
    log = desk.get("/desk/log/").content.decode()
    assert "Ona Frith is called Ona Firth now, also written Mayor Ona, O. Firth, Ona Frith" in log
    desk.post(f"/desk/log/{last_action().pk}/undo/")
    assert desk.get(url).context["person"].name == "Ona Frith"
    assert "Undo</strong> Ona Firth, also written" in desk.get("/desk/log/").content.decode()


def test_a_name_changed_meanwhile_is_not_overwritten(desk: Client) -> None:
    person = make_official("Ona Frith")
    sent = names(desk, person) | {"name": "Ona Firth", "reason": "own site"}
    person.aliases.create(name="O. Frith")
    page = desk.post(f"/desk/people/{person.pk}/", sent).content.decode()
    assert "changed while this page was open" in page
    assert Person.objects.get().name == "Ona Frith"


def test_a_corrected_name_needs_a_reason_and_what_was_typed_stays(desk: Client) -> None:
    person = make_official("Ona Frith")
    page = desk.post(f"/desk/people/{person.pk}/", names(desk, person) | {"name": "Ona Firth"}).content.decode()
    assert "Say how you know the right name." in page
    assert 'value="Ona Firth"' in page
