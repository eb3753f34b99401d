"""The desk in a browser, on a phone and by the keyboard, without any script."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from officials.models import NotSame, Person
from stories.models import Article, Finding, LoggedAction, Quote
from tests.browser.conftest import new_page
from tests.factories import (
    make_account,
    make_article,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_source,
    make_vote,
)
from votes.models import Issue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (390, 1280)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield from new_page(context)


@pytest.fixture
def article() -> Article:
    """A long story by known people: the second quote lies far below the first."""
    middle = "\n\n".join(f"The rain of day {day} fell on the harbor and the square alike." for day in range(40))
    text = f"“The ferry is ours,” Ona Firth said.\n\n{middle}\n\n“It leaks,” Ida Brandt said."
    issue = make_issue("The ferry", terms=["ferry"])
    article = make_article(text, "Ferry talk", outlet=make_outlet(place=issue.place))
    for words, speaker in (("The ferry is ours,", "Ona Firth"), ("It leaks,", "Ida Brandt")):
        make_finding(article, words, payload={"speaker": speaker, "type": "direct"}, issue=issue)
        make_official(speaker, issue.body)
    return article


def log_in(page: Page, server: LiveServer) -> None:
    """At the desk, as after the form of tests/browser/test_sign_in.py, which is not filled for each test anew."""
    client = Client()
    client.force_login(make_account("una"))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    page.goto(f"{server.url}/desk/")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def reject(page: Page, why: str) -> None:
    page.locator("#panel .reject > summary").click()
    page.get_by_role("button", name=why).click()


def test_a_decision_leads_to_the_next_line_and_the_list_says_what_was_decided(
    plain: Page, live_server: LiveServer, article: Article
) -> None:
    log_in(plain, live_server)
    plain.get_by_role("link", name="Ferry talk").click()
    second = plain.locator(f"#finding-{article.findings.latest('pk').pk}")
    expect(second).to_be_hidden()
    plain.get_by_role("button", name="Accept").click()
    expect(second).to_be_in_viewport()
    expect(plain.locator(".line.accepted")).to_have_count(1)
    reject(plain, "Reporter’s narration")
    expect(plain.get_by_text("Everything here is decided.")).to_be_visible()
    assert Quote.objects.get().text == "The ferry is ours,"


def test_what_is_wrong_in_a_correction_opens_and_gets_the_cursor(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    log_in(page, live_server)
    finding = article.findings.latest("pk")
    page.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={finding.pk}")
    card = page.locator(f"#finding-{finding.pk}")
    card.get_by_text("Correct it").click()
    card.get_by_label("Words").fill("It sinks")
    page.get_by_role("button", name="Accept").click()
    words = page.locator(f"#finding-{finding.pk}").get_by_label("Words")
    expect(words).to_be_focused()
    expect(words).to_be_in_viewport()
    expect(page.get_by_text("Copy the words exactly as they stand in the story.")).to_be_visible()


def test_a_line_is_decided_by_tab_and_enter_alone(page: Page, live_server: LiveServer, article: Article) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/desk/stories/{article.pk}/")
    page.locator("#panel .correct > summary").focus()
    for name in ("Accept", "Reject"):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_contain_text(name)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 line to decide.")).to_be_visible()
    assert Finding.objects.filter(state="accepted").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_no_room_of_the_desk_is_wider_than_the_screen(
    page: Page, live_server: LiveServer, article: Article, width: int
) -> None:
    long = "Sanitation" * 30
    person, other = make_official(long[:200]), make_person("Al Bell")
    make_source(make_outlet(long[:200]), url=f"https://x.example/{long}", failures=4, problem=long)
    article.title = long
    article.save()
    page.set_viewport_size({"width": width, "height": 844})
    log_in(page, live_server)
    rooms = (
        "", "issues/", "issues/new/", f"issues/{Issue.objects.get().pk}/", "people/", f"people/{person.pk}/",
        f"people/{person.pk}/and/{other.pk}/", f"people/{person.pk}/remove/", "sources/", "log/",
        f"stories/{article.pk}/",
    )  # fmt: skip
    for room in rooms:
        page.goto(f"{live_server.url}/desk/{room}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room


def test_two_people_of_one_name_are_told_apart_without_a_script(plain: Page, live_server: LiveServer) -> None:
    one, two = make_person("Al Bell"), make_official("Al Bell")
    log_in(plain, live_server)
    plain.get_by_role("link", name="People").click()
    plain.get_by_label("Name or other spelling").fill("bell")
    plain.get_by_role("button", name="Search").click()
    plain.locator(f"a[href='/desk/people/{one.pk}/']").click()
    plain.get_by_role("link", name="Compare with Al Bell").click()
    plain.get_by_label("How do you know that they are two people?").fill("father and son")
    plain.get_by_role("button", name="Remember that they are two").click()
    expect(plain.get_by_text("Remembered: these are two people.")).to_be_visible()
    assert (NotSame.objects.get().first, Person.objects.count()) == (one, 2)
    assert two.pk != one.pk


def test_an_issue_is_opened_with_a_look_at_its_stories_first(
    plain: Page, live_server: LiveServer, article: Article
) -> None:
    log_in(plain, live_server)
    plain.get_by_role("link", name="Issues").click()
    plain.get_by_role("link", name="New issue").click()
    plain.get_by_label("Title").fill("Harbor rain")
    plain.get_by_label("Terms that bring stories in").fill("harbor")
    plain.get_by_label("Place").select_option(str(Issue.objects.get().place_id))
    plain.get_by_role("button", name="Preview the stories").click()
    expect(plain.get_by_text("would")).to_contain_text("would")
    expect(plain.get_by_label("Title")).to_have_value("Harbor rain")
    assert Issue.objects.count() == 1
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("heading", name="Harbor rain")).to_be_visible()
    assert Issue.objects.count() == 2


# What a person sees of each piece of text: its colour and opacity over whatever lies under it, by WCAG's formula.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const pixel = color => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, under, a) => under.map((v, i) => top[i] * a + v * (1 - a))
  const part = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4
  const light = ([r, g, b]) => .2126 * part(r / 255) + .7152 * part(g / 255) + .0722 * part(b / 255)
  const up = e => e ? [...up(e.parentElement), e] : []
  const ratio = e => {
    const grounds = up(e).map(one => pixel(getComputedStyle(one).backgroundColor))
    const ground = grounds.reduce((under, top) => over(top, under, top[3]), [255, 255, 255])
    const faint = up(e).reduce((o, one) => o * getComputedStyle(one).opacity, 1)
    const ink = pixel(getComputedStyle(e).color)
    const [low, high] = [light(over(ink, ground, ink[3] * faint)), light(ground)].sort((a, b) => a - b)
    return (high + .05) / (low + .05)
  }
  const says = e => [...e.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
  return [...document.querySelectorAll('body *')]
    .filter(e => says(e) && e.checkVisibility() && ratio(e) < 4.5)
    .map(e => `${e.tagName} ${e.className} ${ratio(e).toFixed(2)} ${e.textContent.trim().slice(0, 40)}`)
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_the_desk_can_be_read(page: Page, live_server: LiveServer, article: Article, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    make_source(failures=4, problem="It does not answer.")
    make_source(paused=True)
    person = make_official("Ona Firth")
    asking = make_article("“It floats,” Ona Frith said.", outlet=article.outlet)
    make_finding(asking, "It floats,", payload={"speaker": "Ona Frith", "type": "direct"})
    log_in(page, live_server)
    page.goto(f"{live_server.url}/desk/stories/{asking.pk}/")
    page.locator("#panel .correct > summary").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Say who this is.")).to_be_visible()
    page.locator("#panel .reject > summary").click()
    assert page.evaluate(CONTRAST) == []
    page.goto(f"{live_server.url}/desk/stories/{article.pk}/")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".line.pending")).to_have_count(1)
    reject(page, "Other")
    expect(page.locator(".line.pending")).to_have_count(0)
    page.goto(f"{live_server.url}/desk/log/")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    rooms = (
        "",
        "issues/",
        "people/",
        f"people/{person.pk}/",
        "sources/",
        "log/",
        f"stories/{article.pk}/?show=all",
    )
    for room in rooms:
        page.goto(f"{live_server.url}/desk/{room}")
        assert page.evaluate(CONTRAST) == [], room


# Every line of text that is seen, as [left, top, right, bottom, its paragraph's number, words], and which two of
# different paragraphs lie over each other. A line's box is a little higher than its letters.
PRINTED_OVER = """() => {
  const block = e => getComputedStyle(e).display.startsWith('inline') ? block(e.parentElement) : e
  // What has been scrolled out of its box is not seen either.
  const clips = (e, y, box = e.getBoundingClientRect()) =>
    getComputedStyle(e).overflowY !== 'visible' && (y < box.top || y > box.bottom)
  const outside = (e, y) => e && (clips(e, y) || outside(e.parentElement, y))
  const lines = []
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const home = node.parentElement
    if (!node.textContent.trim() || !home.checkVisibility() || home.closest('.sr, .actions')) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const r of range.getClientRects()) {
      // What a bar that stays in sight covers is not seen.
      if (outside(home, (r.top + r.bottom) / 2)) continue
      const top = document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2)
      if (top && !node.parentElement.contains(top) && !top.contains(node.parentElement)) continue
      lines.push([r.left, r.top + 4, r.right, r.bottom - 4, block(node.parentElement), node.textContent.trim()])
    }
  }
  const over = (a, b) => a[4] !== b[4] && a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
  return lines.flatMap((a, n) => lines.slice(n + 1).filter(b => over(a, b)).map(b => `${a[5]} | ${b[5]}`))
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_of_the_story_are_printed_over_others_wherever_one_has_scrolled(
    page: Page, live_server: LiveServer, width: int
) -> None:
    said = [f"“The ferry leaks at plank {n},” Ona Firth told the people of the town." for n in range(6)]
    article = make_article("\n\n".join(said), "Planks")
    for n, sentence in enumerate(said):
        for words in (f"leaks at plank {n}", f"at plank {n},”", sentence):
            make_finding(article, words, payload={"speaker": "Ona Firth", "type": "direct"})
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, live_server)
    page.goto(f"{live_server.url}/desk/stories/{article.pk}/")
    height = page.evaluate("document.documentElement.scrollHeight")
    for down in range(0, height, 350):
        page.evaluate(f"window.scrollTo(0, {down})")
        assert page.evaluate(PRINTED_OVER) == [], down


@pytest.mark.parametrize("speaker", ["Ida Brandt", "Ida Brand"])
def test_enter_in_a_note_decides_nothing_and_keeps_what_was_typed(
    page: Page, live_server: LiveServer, article: Article, speaker: str
) -> None:
    log_in(page, live_server)
    finding = article.findings.latest("pk")
    finding.payload["speaker"] = speaker
    finding.save()
    page.goto(f"{live_server.url}/desk/stories/{article.pk}/?finding={finding.pk}")
    card = page.locator("#panel")
    card.get_by_text("Correct it").click()
    card.get_by_label("Label").fill("a spokesman")
    card.get_by_text("Note for the log").first.click()
    card.get_by_label("Note for the log").fill("He told me so")
    page.keyboard.press("Enter")
    expect(card.get_by_text("Nothing was done: Enter alone decides nothing here.")).to_be_in_viewport()
    expect(card.get_by_label("Note for the log")).to_have_value("He told me so")
    expect(card.get_by_label("Note for the log")).to_be_in_viewport()
    expect(card.get_by_label("Label")).to_have_value("a spokesman")
    assert not LoggedAction.objects.exists()
    assert Finding.objects.pending().count() == 2


# Where something is typed into a form of the desk, all it asks for, and the field in which Enter is pressed.
ENTERED: dict[str, tuple[dict[str, str], str]] = {
    "votes/{vote}/": ({"The sentence that says so": "It moved.", "Where it stood": "Agenda"}, "Agenda link"),
    "quotes/{quote}/reply/": ({"The reply": "It never did."}, "Or whoever else"),
    "people/{person}/remove/": ({"Reason, without the name": "A minor"}, "Type the name to confirm"),
    "people/{person}/and/{other}/": ({}, "How do you know that they are one person?"),
    "people/{other}/": ({}, "Note for the log"),
}


@pytest.mark.parametrize("room", ENTERED)
def test_enter_in_a_field_of_the_desk_publishes_and_removes_nothing(
    page: Page, live_server: LiveServer, article: Article, room: str
) -> None:
    person, other = Person.objects.get(name="Ona Firth"), make_person("Al Bell")
    quote = Quote.objects.create(text="It floats", type="direct", person=person)
    vote = make_vote(Issue.objects.get())
    log_in(page, live_server)
    place = room.format(person=person.pk, other=other.pk, quote=quote.pk, vote=vote.pk)
    page.goto(f"{live_server.url}/desk/{place}")
    typed, entered = ENTERED[room]
    for label, words in typed.items():
        page.get_by_label(label).fill(words)
    last = "Ona Firth" if "confirm" in entered else "https://town.example"
    page.get_by_label(entered).fill(last)
    page.get_by_label(entered).press("Enter")
    expect(page.get_by_text("Nothing was done: Enter alone decides nothing here.")).to_be_visible()
    for label, words in {**typed, entered: last}.items():
        expect(page.get_by_label(label)).to_have_value(words)
    assert not LoggedAction.objects.exists()


def test_a_name_with_a_slip_in_it_is_the_known_persons_once_that_was_chosen(
    plain: Page, live_server: LiveServer, article: Article
) -> None:
    asking = make_article("“It floats,” Ona Frith said.", "Floating", outlet=article.outlet)
    make_finding(asking, "It floats,", payload={"speaker": "Ona Frith", "type": "direct"}, issue=Issue.objects.get())
    log_in(plain, live_server)
    plain.get_by_role("link", name="Floating").click()
    plain.get_by_role("button", name="Accept").click()
    expect(plain.get_by_text("Say who this is.")).to_be_in_viewport()
    assert Person.objects.count() == 2
    plain.get_by_label("Ona Firth, Council Member").check()
    plain.get_by_role("button", name="Accept").click()
    expect(plain.get_by_text("Everything here is decided.")).to_be_visible()
    assert Quote.objects.get().person == Person.objects.get(name="Ona Firth")
    assert Person.objects.count() == 2
