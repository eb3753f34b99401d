"""What a site puts up in place of a story is known by all of its words; a headline that begins alike is none."""

import pytest

from stories.ingestion.pages.signs import Sign, told, told_by

SIGNS = {
    Sign.BLOCKED: (
        "Just a moment...", "Attention Required!", "Access Denied", "Access to this page has been denied.",
        "403 Forbidden", "Error 1020", "Pardon Our Interruption", "Sorry, you have been blocked", "Robot or human?",
        "Are you a robot?", "Security check", "Human Verification", "One more step", "Please wait...",
        "Request Rejected", "ERROR: The request could not be satisfied", "Verifying you are human",
        "Checking your browser before accessing ledger.example", "DDoS protection by Cloudflare",
        "451: Unavailable due to legal reasons", "This content is not available in your region",
        "Please verify you are a human", "We have detected unusual traffic from your browser",
    ),
    Sign.MISSING: (
        "Page not found", "404", "404 - Page not found", "Error 404 (Not Found)", "Not Found", "HTTP 404",
        "Oops! That page can\u2019t be found.", "Nothing found", "Nothing was found", "This page could not be found",
        "We couldn\u2019t find that page", "Sorry, this page isn't available", "Article not found",
        "Content unavailable", "Story no longer available", "This story has expired", "The page doesn't exist",
        "Sorry, this article is no longer available", "The page you requested could not be found",
        "The page you are looking for has been moved or deleted", "This page has moved", "Sorry, we lost that page",
        "The requested URL /news/2026/pier was not found on this server.", "File or directory not found",
        "The page you requested is currently unavailable", "Missing page",
        "We can\u2019t seem to find the page you\u2019re looking for.",
        "Seite nicht gefunden", "Page introuvable", "Página no encontrada", "Pagina non trovata",
    ),
    Sign.CONSENT: (
        "Before you continue", "Before you continue to Harrow Ledger", "We value your privacy", "Your privacy choices",
        "Cookie settings", "Manage cookies", "We care about your privacy", "Privacy and cookie settings",
    ),
    Sign.LOGIN: (
        "Sign in", "Log in to continue", "Sign in to Harrow Ledger", "Subscribe to keep reading", "Welcome back",
        "Create your free account", "Forgot your password?", "Please log in", "Register to continue reading",
    ),
}  # fmt: skip
HEADLINES = (
    "Post office vote has been moved to Dec. 8", "Article 5 hearing has been moved to the library",
    "File for candidates no longer available", "One more step for bridge plan: vote Dec. 8",
    "Access denied: county shuts records office", "Just a moment of silence as council votes",
    "Security check points come to City Hall", "Your privacy choices: council votes on cameras",
    "404 homes for the old mill", "403 voters sign bridge petition", "Story time is no longer held at the library",
    "Page mill site not found safe, engineers say", "Link road no longer in the plan",
    "Content of speech bill unchanged",
    "Missing: a council that meets", "Human remains found at pier site", "Robot mowers come before the council",
    "Access to river blocked by new fence, neighbors say", "Human error delays vote count",
    "Article 9 removed from code",
    "Post removed from mayor\u2019s page, council asks why", "Forbidden trees: council lifts ban on willows",
    "Attention required at mill dam, state says", "Please wait for results, clerk asks voters",
    "Request rejected: board keeps zoning", "Request blocked by county judge", "Verify your registration by Oct. 5",
    "Sign up now to speak at Tuesday's hearing", "Registered voters to get ballots",
    "Subscribers of water district vote",
    "Welcome back, council: recess ends with budget vote", "Before you continue to build, get a permit, city says",
    "Cookie policy for bake sales before school board", "Captcha dropped from council sign-up sheet",
    "File not found: clerk cannot say where the ballots went", "Page not found in budget book, auditor says",
    "Nothing found in well water", "Bot traffic slowed the city\u2019s vote page", "The pier is gone", "",
)  # fmt: skip


@pytest.mark.parametrize(("sign", "line"), [(sign, line) for sign, lines in SIGNS.items() for line in lines])
def test_a_sign_is_known_by_all_of_its_words(sign: Sign, line: str) -> None:
    assert told(line) is sign


@pytest.mark.parametrize("line", HEADLINES)
def test_a_headline_that_sounds_like_a_sign_is_none(line: str) -> None:
    assert told(line) is None
    assert told_by(line, [line], ["Harrow Ledger"]) is None


@pytest.mark.parametrize(("title", "headings"), [
    ("Page not found | Harrow Ledger", []),
    ("Harrow Ledger - 404", ["Harrow Ledger"]),
    ("Harrow Ledger", ["Page not found"]),
    ("Oh dear", ["Harrow Ledger", "404", "Page not found"]),
    ("Page not found", ["We will be glad to see you at the front page"]),
])  # fmt: skip
def test_a_sign_may_hold_the_outlets_name_before_or_after(title: str, headings: list[str]) -> None:
    assert told_by(title, headings, ["Harrow Ledger"]) is Sign.MISSING


def test_what_stands_beside_a_sign_in_a_title_is_taken_for_the_name_of_an_outlet_that_gives_none() -> None:
    assert told_by("Page not found - Harrow Ledger", ["Harrow Ledger"], []) is Sign.MISSING


@pytest.mark.parametrize(("title", "headings"), [
    ("Access denied \u2014 county shuts records office", ["Access denied \u2014 county shuts records office"]),
    ("Council votes on the pier", ["We value your privacy", "Council votes on the pier"]),
    ("Just a moment - a tale of the mill that the county forgot for ninety years", []),
])  # fmt: skip
def test_beside_a_headline_no_sign_tells_of_the_page(title: str, headings: list[str]) -> None:
    assert told_by(title, headings, []) is None
