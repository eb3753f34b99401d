"""The workbench by keys: one line at a time, nothing by accident, everything undoable, nothing typed lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from stories.models import Article, Finding, LoggedAction, Quote
from tests.browser.conftest import new_page
from tests.browser.test_desk import log_in
from tests.factories import NOW, make_account, make_article, make_issue, make_official, make_outlet, make_vote
from tests.stories.curation import pier
from votes.models import Issue, Position, Vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    yield from new_page(context)


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    make_official("Ona Firth", issue.body, title="Mayor")
    article = make_article(pier.TEXT, "Pier talk", outlet=make_outlet(place=issue.place))
    pier.position(article, issue)
    for words in ("The pier is ours,", "he was sorry"):
        pier.quote(article, words, speaker="Ona Firth")
    return article


def at_desk(page: Page, server: LiveServer, article: Article) -> None:
    log_in(page, server)
    page.goto(f"{server.url}/desk/stories/{article.pk}/")
    expect(page.locator("html.scripted")).to_be_attached()


def at_hand(page: Page, finding: Finding) -> None:
    """Wait until the finding is the one at hand."""
    expect(page.locator(f"#panel[data-finding='{finding.pk}']")).to_be_visible()


def test_a_line_is_accepted_rejected_undone_and_redone_by_a_key_each(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    stand, first, second = article.findings.order_by("pk")
    at_desk(wide, live_server, article)
    at_hand(wide, stand)
    wide.keyboard.press("a")
    at_hand(wide, first)
    assert Position.objects.get().stance == "support"
    wide.keyboard.press("x")
    wide.keyboard.press("3")
    at_hand(wide, second)
    assert LoggedAction.objects.latest("pk").fault == "narration"
    wide.keyboard.press("u")
    at_hand(wide, first)
    assert Finding.objects.get(pk=first.pk).state == "pending"
    wide.keyboard.press("U")
    at_hand(wide, second)
    assert Finding.objects.get(pk=first.pk).state == "rejected"
    expect(wide.locator(".line.rejected")).to_have_count(1)


def test_the_ends_of_the_words_move_by_word_and_by_sentence(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    first = article.findings.order_by("pk")[1]
    at_desk(wide, live_server, article)
    wide.keyboard.press("j")
    at_hand(wide, first)
    words = wide.locator(f"#finding-{first.pk} textarea[name$='-words']")
    wide.keyboard.press("[")
    expect(words).to_have_value("The pier is ours")
    wide.keyboard.press("[")
    expect(words).to_have_value("The pier is")
    wide.keyboard.press("}")
    expect(words).to_have_value("pier is")
    wide.keyboard.press("Alt+]")
    expect(words).to_have_value("pier is ours,” Firth said.")
    wide.keyboard.press("a")
    expect(wide.locator(".line.accepted")).to_have_count(1)
    assert Quote.objects.get().text == "pier is ours,” Firth said."
    assert LoggedAction.objects.latest("pk").act == "correct"


def test_selected_text_becomes_the_words(wide: Page, live_server: LiveServer, article: Article) -> None:
    first = article.findings.order_by("pk")[1]
    at_desk(wide, live_server, article)
    wide.keyboard.press("j")
    at_hand(wide, first)
    wide.evaluate(
        """() => {
          const node = document.querySelector("mark[data-of] a, mark[data-of]")
          const paragraph = node.closest("[data-start]")
          const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
          while (walker.nextNode() && !walker.currentNode.data.includes("is falling down"));
          const range = document.createRange()
          const at = walker.currentNode.data.indexOf("the pier is falling")
          range.setStart(walker.currentNode, at)
          range.setEnd(walker.currentNode, at + "the pier is falling down".length)
          getSelection().removeAllRanges()
          getSelection().addRange(range)
        }"""
    )
    wide.keyboard.press("w")
    expect(wide.locator(f"#finding-{first.pk} textarea[name$='-words']")).to_have_value("the pier is falling down")


def test_what_was_changed_and_not_sent_is_there_again(wide: Page, live_server: LiveServer, article: Article) -> None:
    stand, first, _ = article.findings.order_by("pk")
    at_desk(wide, live_server, article)
    wide.keyboard.press("j")
    at_hand(wide, first)
    wide.keyboard.press("s")
    speaker = wide.locator(f"#finding-{first.pk} input[name$='-speaker']")
    expect(speaker).to_be_focused()
    speaker.fill("Ida Brandt")
    wide.keyboard.press("Escape")
    wide.keyboard.press("k")
    at_hand(wide, stand)
    wide.keyboard.press("j")
    at_hand(wide, first)
    expect(speaker).to_have_value("Ida Brandt")
    wide.reload()
    expect(speaker).to_have_value("Ida Brandt")
    expect(wide.get_by_text("You changed this before and did not send it")).to_be_visible()
    wide.get_by_role("button", name="Discard my changes").click()
    expect(speaker).to_have_count(0)
    wide.keyboard.press("s")
    expect(speaker).to_have_value("Ona Firth")
    assert not LoggedAction.objects.exists()


def test_what_was_typed_before_enter_did_nothing_is_there_again(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    stand, first, _ = article.findings.order_by("pk")
    at_desk(wide, live_server, article)
    wide.keyboard.press("j")
    at_hand(wide, first)
    wide.keyboard.press("s")
    speaker = wide.locator(f"#finding-{first.pk} input[name$='-speaker']")
    speaker.fill("Ida Brandt")
    speaker.press("Enter")
    expect(wide.get_by_text("Nothing was done")).to_be_visible()
    expect(speaker).to_have_value("Ida Brandt")
    wide.keyboard.press("Escape")
    wide.keyboard.press("k")
    at_hand(wide, stand)
    wide.keyboard.press("j")
    at_hand(wide, first)
    expect(speaker).to_have_value("Ida Brandt")
    wide.get_by_role("button", name="Discard my changes").click()
    expect(speaker).to_have_count(0)
    assert not LoggedAction.objects.exists()


def test_a_login_that_ran_out_keeps_what_was_typed(wide: Page, live_server: LiveServer, article: Article) -> None:
    first = article.findings.order_by("pk")[1]
    at_desk(wide, live_server, article)
    wide.keyboard.press("j")
    at_hand(wide, first)
    wide.keyboard.press("s")
    speaker = wide.locator(f"#finding-{first.pk} input[name$='-speaker']")
    speaker.fill("Ida Brandt")
    wide.keyboard.press("Escape")
    Session.objects.all().delete()
    wide.keyboard.press("a")
    wide.get_by_label("Username").fill("una")
    wide.get_by_label("Password").fill("a long password")
    wide.get_by_role("button", name="Log in").click()
    expect(speaker).to_have_value("Ida Brandt")
    at_hand(wide, first)
    assert not LoggedAction.objects.exists()


def test_enter_and_keys_typed_into_a_field_publish_nothing(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    at_desk(wide, live_server, article)
    wide.keyboard.press("Enter")
    wide.locator("#find-line").focus()
    wide.keyboard.type("axu")
    wide.keyboard.press("Enter")
    expect(wide.locator("#find-line")).to_have_value("axu")
    assert not LoggedAction.objects.exists()


def test_the_sheet_of_keys_says_every_key(wide: Page, live_server: LiveServer, article: Article) -> None:
    at_desk(wide, live_server, article)
    wide.keyboard.press("?")
    sheet = wide.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    assert sheet.locator("kbd").all_inner_texts() == wide.evaluate("KEYS.map(([key]) => key)")
    wide.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_two_curators_at_once_are_told_of_each_other_and_decide_everything_once(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    make_account("bo")
    pages = []
    for name in ("una", "bo"):
        context = browser.new_context(viewport={"width": 1280, "height": 844})
        pages.append(next(page := new_page(context)))
        pages[-1].goto(f"{live_server.url}/desk/")
        if name == "una":
            make_account("una")
        pages[-1].get_by_label("Username").fill(name)
        pages[-1].get_by_label("Password").fill("a long password")
        pages[-1].get_by_role("button", name="Log in").click()
        expect(pages[-1].get_by_role("button", name="Log out")).to_be_visible()
        pages[-1].goto(f"{live_server.url}/desk/stories/{article.pk}/")
        assert page is not None
    una, bo = pages
    stand, first, second = article.findings.order_by("pk")
    una.keyboard.press("a")
    at_hand(una, first)
    bo.keyboard.press("a")
    expect(bo.get_by_text("This was accepted by una already")).to_be_visible()
    bo.keyboard.press("j")
    at_hand(bo, first)
    bo.keyboard.press("x")
    bo.keyboard.press("2")
    at_hand(bo, second)
    una.keyboard.press("j")
    at_hand(una, second)
    una.keyboard.press("a")
    expect(una.locator(".line.accepted")).to_have_count(2)
    acts = LoggedAction.objects.order_by("pk").values_list("finding", "by__username")
    assert list(acts) == [(stand.pk, "una"), (first.pk, "bo"), (second.pk, "una")]
    for page in pages:
        page.goto("about:blank")
        page.context.close()


@pytest.mark.parametrize(
    ("key", "field"),
    [("i", "issue"), ("s", "actor"), ("t", "matter"), ("e", "as_kind")],
)
def test_a_key_goes_to_the_field_that_is_wrong(
    wide: Page, live_server: LiveServer, article: Article, key: str, field: str
) -> None:
    stand = article.findings.earliest("pk")
    at_desk(wide, live_server, article)
    at_hand(wide, stand)
    wide.keyboard.press(key)
    expect(wide.locator(f"#finding-{stand.pk} [name='f{stand.pk}-{field}']")).to_be_focused()


def test_a_choice_of_nothing_is_kept_and_what_was_proposed_is_called_so(
    wide: Page, live_server: LiveServer, article: Article, issue: Issue
) -> None:
    vote = pier.vote(article, issue, body=str(issue.body), time=None)
    at_desk(wide, live_server, article)
    wide.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={vote.pk}")
    at_hand(wide, vote)
    proposed = wide.get_by_text("As proposed, without what you changed below:")
    expect(proposed).to_be_hidden()
    wide.keyboard.press("i")
    wide.keyboard.type("no issue")
    expect(proposed).to_be_visible()
    wide.reload()
    at_hand(wide, vote)
    expect(wide.locator(f"[name='f{vote.pk}-issue']")).to_have_value("")


def test_a_closed_issue_is_found_while_its_title_is_typed(
    wide: Page, live_server: LiveServer, article: Article, issue: Issue
) -> None:
    past = make_issue("The old mill", issue.body)
    Issue.objects.filter(pk=past.pk).update(closed_at=NOW)
    quote = article.findings.filter(kind="quote").earliest("pk")
    at_desk(wide, live_server, article)
    wide.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={quote.pk}")
    at_hand(wide, quote)
    wide.keyboard.press("i")
    wide.keyboard.press("Tab")
    wide.keyboard.type("mill")
    named = wide.locator(f"[name='f{quote.pk}-other_issue'] + datalist option")
    expect(named).to_have_attribute("value", "The old mill")
    wide.get_by_role("button", name="Accept").first.click()
    expect(wide.locator("#panel")).not_to_have_attribute("data-finding", str(quote.pk))
    assert Quote.objects.get().issue == past


def test_the_panels_buttons_and_some_of_the_list_are_in_sight_at_the_storys_top(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    at_desk(wide, live_server, article)
    expect(wide.get_by_role("button", name="Accept").first).to_be_in_viewport(ratio=1)
    wide.keyboard.press("e")
    assert wide.locator(".lines").evaluate("list => list.clientHeight") > 60


def test_words_that_were_selected_become_a_finding_by_keys(
    wide: Page, live_server: LiveServer, article: Article
) -> None:
    at_desk(wide, live_server, article)
    wide.evaluate("getSelection().selectAllChildren(document.querySelector('.bench-text [data-start]'))")
    wide.keyboard.press("m")
    expect(wide.get_by_role("heading", name="Add what was missed")).to_be_visible()
    wide.keyboard.type("p")
    wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(wide.locator("[name=new-words]")).to_have_value(article.versions.get().text)
    expect(wide.locator("[name=new-actor]")).to_be_focused()


def test_a_rejected_line_that_stands_in_the_list_counts(wide: Page, live_server: LiveServer, article: Article) -> None:
    stand, first, second = article.findings.order_by("pk")
    at_desk(wide, live_server, article)
    for one, after in ((stand, first), (first, second)):
        at_hand(wide, one)
        wide.keyboard.press("x")
        wide.keyboard.press("3")
        at_hand(wide, after)
    expect(wide.locator(".line")).to_have_count(3)
    expect(wide.locator("#at-hand")).to_have_text("Line 3 of 3")


def test_what_becomes_public_follows_who_is_named(wide: Page, live_server: LiveServer, article: Article) -> None:
    said = pier.quote(article, "the pier is falling down", type="indirect", speaker="Ida Brandt")
    at_desk(wide, live_server, article)
    wide.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={said.pk}")
    listed = wide.locator("ul.effect li:visible", has_text="Makes a new person")
    expect(listed).to_have_text("Makes a new person: Ida Brandt")
    wide.keyboard.press("s")
    wide.keyboard.type("Olin Marsh")
    wide.locator(".suggested button[data-new]").click()
    expect(listed).to_have_text("Makes a new person: Olin Marsh")
    wide.keyboard.press("Escape")
    wide.keyboard.press("s")
    wide.keyboard.type("Ona F")
    wide.locator(".suggested button[data-person]").first.click()
    expect(listed).to_have_count(0)


def test_a_vote_on_another_matter_is_asked_about_and_answered_by_keys(
    wide: Page, live_server: LiveServer, article: Article, issue: Issue
) -> None:
    known = make_vote(issue, motion="The lease", status="scheduled", earliest=date(2026, 3, 10))
    claim = pier.vote(article, issue, body=str(issue.body))
    at_desk(wide, live_server, article)
    wide.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={claim.pk}")
    at_hand(wide, claim)
    wide.keyboard.press("a")
    expect(wide.locator(f"input[name=f{claim.pk}-which]").first).to_be_focused()
    assert Vote.objects.get() == known
    wide.keyboard.press("1")
    wide.keyboard.press("a")
    expect(wide.locator(f"#line-{claim.pk}.accepted")).to_be_visible()
    known.refresh_from_db()
    assert (known.earliest, Vote.objects.latest("pk").motion) == (date(2026, 3, 10), "The pier")
