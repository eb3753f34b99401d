"""What public pages load: only what a person accepted something of."""

import pytest
from django.test import Client

from stories.models import Article, ArticleIssue
from stories.public.queries import public_stories
from tests.factories import make_article, make_finding, make_issue, make_outlet
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


def on(issue: Issue, article: Article, state: str, score: float = 1.0) -> Article:
    ArticleIssue.objects.create(article=article, issue=issue, state=state, score=score)
    return article


def test_only_stories_that_a_person_accepted_something_of_are_public(issue: Issue) -> None:
    taken, told = on(issue, make_article(), "accepted"), make_article("We wait.")
    make_finding(told, "We wait.", state="accepted")
    make_finding(make_article("We wait."), "We wait.")
    on(issue, make_article(), "proposed")
    on(issue, make_article(), "rejected")
    assert set(public_stories()) == {taken, told}


def test_a_headline_that_nobody_looked_at_is_on_no_page(client: Client, issue: Issue) -> None:
    story = on(issue, make_article(title="Buy gold at gold dot example"), "proposed")
    for address in ("/en/", "/en/issues/", issue.get_absolute_url(), f"{issue.get_absolute_url()}feed.atom"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "gold" not in answer.content.decode()
    assert client.get(story.get_absolute_url()).status_code == 404


def test_a_copy_follows_its_original_on_the_same_issue(client: Client, issue: Issue) -> None:
    original = on(issue, make_article(title="The pier falls", outlet=make_outlet("The Beacon")), "accepted")
    copy = on(issue, make_article(original=original, outlet=make_outlet("The Wharf")), "proposed")
    on(make_issue("The ferry"), copy, "proposed")
    refused = on(issue, make_article(original=original, outlet=make_outlet("The Gull")), "rejected")
    page = client.get(f"{issue.get_absolute_url()}?kind=stories").content.decode()
    assert "also at 1 outlet, 1 original: The Wharf" in page
    assert "The Gull" not in page
    assert [link.issue for link in public_stories().get(pk=copy.pk).accepted_issues] == [issue]
    assert refused not in public_stories()


def test_the_original_of_a_copy_that_tells_something_has_its_page(issue: Issue) -> None:
    original = make_article()
    copy = make_article("We wait.", original=original)
    make_finding(copy, "We wait.", state="accepted")
    assert set(public_stories()) == {original, copy}


def test_an_issue_made_of_a_bare_slug_is_nowhere_until_somebody_saves_it(client: Client, issue: Issue) -> None:
    bare = Issue.objects.create(slug="zeppelin", title="Zeppelin", body=issue.body)
    story = on(bare, make_article(), "accepted")
    assert issue.body is not None
    address = bare.get_absolute_url()
    hidden = (address, f"{address}feed.atom", f"{address}votes.ics", "/en/subscribe/issue/zeppelin/",
              story.get_absolute_url())  # fmt: skip
    listing = ("/en/", "/en/issues/", "/en/search/?q=zeppelin", issue.body.get_absolute_url())
    assert [client.get(path).status_code for path in hidden] == [404] * 5
    assert not any(f'href="{address}"' in client.get(path).content.decode() for path in listing)
    Issue.objects.update(published_at=bare.created_at)
    assert [client.get(path).status_code for path in hidden] == [200] * 5
    assert all(f'href="{address}"' in client.get(path).content.decode() for path in listing)
