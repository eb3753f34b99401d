"""Open issues are listed, a closed one is found by its title, and a long list of them costs next to nothing."""

import time

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.contrib.auth.models import User
from django.test import Client

from stories.desk.cards import form_for
from stories.desk.issue_choice import QuickSelect
from stories.models import Article, Finding, Quote
from tests.factories import NOW, make_article, make_issue, make_outlet
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def closed(title: str, slug: str = "") -> Issue:
    issue = make_issue(title)
    Issue.objects.filter(pk=issue.pk).update(closed_at=NOW, **({"slug": slug} if slug else {}))
    return issue


def test_a_closed_issue_is_not_listed_unless_the_finding_is_on_it_or_it_was_sent(
    article: Article, issue: Issue
) -> None:
    past, older = closed("The old pier"), closed("The older pier")

    def offered(finding: Finding, data: dict[str, object] | None = None) -> set[str]:
        return {value for value, _ in form_for(finding, data).fields["issue"].choices}

    finding = pier.quote(article)
    assert offered(finding) == {"", str(issue.pk)}
    assert offered(finding, {f"f{finding.pk}-issue": past.pk}) == {"", str(issue.pk), str(past.pk)}
    finding.issue = older
    assert offered(finding) == {"", str(issue.pk), str(older.pk)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("the OLD  mill", "the-old-mill"), ("mill old", "the-old-mill"), ("the-old-mill", "the-old-mill"),
        ("quay", "Type one of: quay-1; quay-2"), ("the", "More than one"), ("%", "No issue is called so"),
    ],
)  # fmt: skip
def test_words_of_a_title_mean_the_one_issue_that_has_them(article: Article, typed: str, found: str) -> None:
    named = {"the-old-mill": "The old mill", "the-bridge": "The bridge", "quay-1": "A quay", "quay-2": "A quay"}
    for slug, title in named.items():
        closed(title, slug)
    finding = pier.quote(article)
    form = form_for(finding, {f"f{finding.pk}-other_issue": typed})
    form.is_valid()
    chosen = form.cleaned_data.get("issue")
    assert chosen.slug == found if chosen else found in form.errors["other_issue"][0]


def test_a_claim_is_accepted_and_later_corrected_to_issues_that_nobody_lists(
    desk: Client, una: User, article: Article
) -> None:
    mill, quay = closed("The old mill"), closed("The quay")
    finding = pier.quote(article)
    form = form_for(finding)
    sent = {form[name].html_name: form[name].value() or "" for name in form.fields}
    sent |= {"act": "accept", "state": "pending", "part": finding.pk, form["other_issue"].html_name: "old mill"}
    assert desk.post(f"/desk/findings/{finding.pk}/", sent).status_code == 302
    quote = Quote.objects.get()
    assert quote.issue == mill
    address = f"/desk/quotes/{quote.pk}/"
    shown = desk.get(address).context["form"]
    values = {field.html_name: field.value() or "" for field in shown}
    assert desk.post(address, values | {"act": "correct", "other_issue": "The quay"}).status_code == 302
    quote.refresh_from_db()
    assert quote.issue == quay


def test_titles_are_named_while_one_is_typed_open_ones_first(desk: Client, article: Article) -> None:
    closed("A pier of <old>"), closed("A quay", "quay-1"), closed("A quay", "quay-2")
    page = BeautifulSoup(desk.get("/desk/issues/suggest/", {"q": "pier"}).content, "html.parser")
    assert [option["value"] for option in page.find_all("option")] == ["The pier", "A pier of <old>"]
    assert "closed" in page.find_all("option")[1].text
    page = BeautifulSoup(desk.get("/desk/issues/suggest/", {"q": "quay"}).content, "html.parser")
    assert [option["value"] for option in page.find_all("option")] == ["quay-1", "quay-2"]
    assert desk.get("/desk/issues/suggest/").text.strip() == ""


def tags_of(html: str) -> list[Tag]:
    return BeautifulSoup(html, "html.parser").find_all(["select", "option"])


def test_a_quick_select_is_djangos_and_costs_a_small_part_of_it() -> None:
    choices = [("", "none"), *((str(n), f"<{n}>") for n in range(1000))]
    made, work = [], []
    for widget in (forms.Select, QuickSelect):
        form = forms.Form({"one": "7"}, auto_id="id_%s")
        form.fields["one"] = forms.ChoiceField(choices=choices, required=False, widget=widget(attrs={"class": "a"}))
        began = time.process_time()
        made.append(str(form["one"]))
        work.append(time.process_time() - began)
    django, quick = ([one.attrs | {"text": one.text.strip()} for one in tags_of(html)] for html in made)
    assert quick[1:] == django[1:]
    assert tags_of(made[1])[0].attrs == tags_of(made[0])[0].attrs
    assert work[1] < work[0]
