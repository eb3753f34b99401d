"""A language model is asked beside the rules, in its own time: whatever it does, nothing else waits and no story is
lost.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from stories import tasks
from stories.asking.client import MOST_TOKENS
from stories.asking.errors import OverBudget
from stories.asking.read import Meter, read_story
from stories.curation.withdrawal import withdraw
from stories.findings.asked import GIVEN_UP, _keep, ask_due, state_of
from stories.findings.budget import DayMeter
from stories.findings.propose import extract_due, story_of
from stories.models import Article, ArticleVersion, Asking, AskingDay, Extraction, Finding
from tests.conftest import leave
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_body,
    make_issue,
    make_outlet,
    make_place,
    make_version,
)
from tests.stories.asking.scripted import Model, Reply, claims, content, serve, status
from tests.stories.asking.test_read import decision, mayor, stand

pytestmark = pytest.mark.django_db

TEXT = (
    "The Gull Cove Town Council will vote on the pier repair bond on March 17.\n\n"
    "Mayor Ona Firth said she supports the pier repair bond."
)
SAID = "Mayor Ona Firth said she supports the pier repair bond."
RIGHT = claims(positions=[stand(SAID, matter="pier repair bond")])
DAY = timedelta(days=1)


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    with serve() as running:
        settings.EXTRACTORS = ["rules", "model"]
        settings.MODEL_URL, settings.MODEL_NAME = f"http://127.0.0.1:{running.port}/v1", "scripted-1"
        running.says(RIGHT)
        yield running


@pytest.fixture
def article() -> Article:
    place = make_place("Gull Cove")
    make_issue("Pier repair", make_body("Gull Cove Town Council", place), terms=["pier repair"])
    article = make_article(TEXT, outlet=make_outlet(place=place))
    extract_due(NOW)
    return article


def ask(model: Model, now: datetime = NOW) -> bool:
    return ask_due(now, model.endpoint(retries=0))


def test_without_a_model_nobody_is_asked(article: Article) -> None:
    assert state_of(NOW) is None
    tasks.ask_model()
    assert not AskingDay.objects.exists()


def test_the_rules_findings_are_there_at_once_and_the_models_join_later(model: Model, article: Article) -> None:
    before = set(article.findings.values_list("pk", flat=True))
    assert before
    assert ask_due(NOW)
    assert not ask_due(NOW)
    assert set(article.findings.values_list("pk", flat=True)) >= before
    mark = Extraction.objects.get(extractor="model")
    assert mark.version.article == article
    assert (len(model.asked), Asking.objects.count()) == (1, 0)
    state = state_of(NOW)
    assert state is not None
    assert (state.alarm, state.waiting, state.today.stories, state.today.tokens) == ("", 0, 1, 1500)
    assert "1 story in 1 question, with 1,200 tokens in and 300 out" in state.notes[0]


def test_a_story_that_the_rules_have_not_read_waits_for_them(model: Model) -> None:
    make_article(TEXT)
    assert not ask(model)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (status(500), "(500)"),
        (status(401), "refuses our key"),
        (content("{"), "not as the schema has it"),
    ],
    ids=["away", "key", "no JSON"],
)
def test_a_model_that_fails_for_hours_loses_no_story_and_is_asked_more_and_more_rarely(
    model: Model, article: Article, reply: Reply, problem: str
) -> None:
    make_article(TEXT + "\n\nThe pier is old.")
    extract_due(NOW)
    start = NOW.replace(hour=1)
    model.says(reply)
    questions = sum(ask(model, start + timedelta(minutes=n)) for n in range(0, 6 * 60, 20))
    assert 4 < questions < 14
    assert not Extraction.objects.filter(extractor="model").exists()
    state = state_of(start + timedelta(hours=6))
    assert state is not None
    assert state.waiting == 2
    assert problem in state.alarm
    model.says(RIGHT)
    back = start + timedelta(hours=24)
    assert sum(ask(model, back + timedelta(minutes=n)) for n in range(0, 120, 10)) == 2
    assert Extraction.objects.filter(extractor="model").exclude(note=GIVEN_UP).count() == 2


def test_a_model_that_is_away_for_a_week_loses_no_story(model: Model, article: Article) -> None:
    model.says(status(500))
    assert all(ask(model, NOW + day * DAY) for day in range(7))
    assert Asking.objects.get().attempts <= 1
    assert not Extraction.objects.filter(extractor="model").exists()
    model.says(RIGHT)
    assert ask(model, NOW + 7 * DAY)
    assert Extraction.objects.filter(extractor="model").exclude(note=GIVEN_UP).count() == 1


def test_what_waits_of_the_model_stays_for_the_desk_when_it_is_switched_off(
    model: Model, article: Article, settings: Any
) -> None:
    model.says(claims(positions=[stand(SAID, matter="bond")]))
    assert ask(model)
    waiting = set(Finding.objects.pending().filter(extractor__contains="model").values_list("pk", flat=True))
    assert waiting
    settings.EXTRACTORS = ["rules"]
    assert not ask(model, NOW + DAY)
    make_version(article, TEXT + "\n\nThe pier is old.")
    extract_due(NOW + DAY)
    assert waiting == set(Finding.objects.pending().filter(extractor__contains="model").values_list("pk", flat=True))


def test_what_a_curator_refused_of_the_rules_the_model_does_not_bring_back(
    model: Model, article: Article, settings: Any
) -> None:
    settings.MODEL_QUOTES = True
    article.findings.update(state=Finding.State.REJECTED, decided_at=NOW)
    words = "she supports the pier repair bond"
    quote = {"speaker": "Ona Firth", "words": words, "type": "indirect", "cue": "said"}
    model.says(claims(positions=[stand(SAID, matter="bond")], people=[mayor("Ona Firth")], quotes=[quote]))
    assert ask(model)
    assert not Finding.objects.pending().exists()


def test_a_story_that_the_model_never_reads_is_given_up_and_holds_up_no_other(model: Model, article: Article) -> None:
    make_article("The poison story.\n\n" + TEXT)
    extract_due(NOW)
    poisoned: Reply = lambda handler: (  # noqa: E731
        content("{") if "poison" in model.prompts[-1] else RIGHT
    )(handler)
    model.says(poisoned)
    for n in range(6):
        ask(model, NOW + timedelta(hours=n))
        make_version(article, TEXT + f"\n\nUpdate {n}.")  # the other one is read each time
        extract_due(NOW)
        ask(model, NOW + timedelta(hours=n, minutes=30))
    marks = Extraction.objects.filter(extractor="model")
    assert marks.filter(note=GIVEN_UP).count() == 1
    assert marks.exclude(note=GIVEN_UP).count() >= 4
    state = state_of(NOW)
    assert state is not None
    assert (state.alarm, state.given_up) == ("", 1)


def test_what_may_be_spent_in_a_day_is_kept_to_and_the_story_is_asked_about_the_day_after(
    model: Model, article: Article, settings: Any
) -> None:
    settings.MODEL_TOKENS_PER_DAY = MOST_TOKENS
    assert ask(model)
    assert not ask(model, NOW.replace(hour=23, minute=59))
    assert model.asked == []
    state = state_of(NOW)
    assert state is not None
    assert state.alarm == ""
    assert "before 00:00 UTC: What may be spent in a day is spent." in state.notes[1]
    settings.MODEL_TOKENS_PER_DAY = 1_000_000
    assert ask(model, NOW + DAY)
    assert Extraction.objects.filter(extractor="model").count() == 1


def test_two_workers_together_spend_no_more_than_one_may() -> None:
    day = AskingDay.objects.create(day=NOW.date())
    one, other = DayMeter(day, 10_000), DayMeter(day, 10_000)
    one.reserve(6_000)
    with pytest.raises(OverBudget):
        other.reserve(6_000)
    one.settle(4_000, None)
    other.reserve(6_000)
    day.refresh_from_db()
    assert (day.tokens, day.tokens_in, day.requests) == (10_000, 4_000, 1)


def test_what_was_withdrawn_or_changed_while_it_was_asked_about_is_not_proposed(model: Model, article: Article) -> None:
    version = article.versions.get()
    found = read_story(story_of(version), model.endpoint(), Meter())
    day = AskingDay.objects.create(day=NOW.date())
    for change in (
        lambda: make_version(article, "Corrected."),
        lambda: withdraw(article, "made up", False, make_account(), NOW),
    ):
        change()
        _keep(version, found, day, NOW)
    assert not Finding.objects.filter(extractor__contains="model").exists()


def test_what_the_gate_does_is_counted_with_the_reason(model: Model, article: Article) -> None:
    invented = stand("Zed Quill loves the bond.", "Zed Quill")
    vote = decision("The council rejected it.", outcome="failed")
    model.says(claims(positions=[invented, stand(SAID, matter="pier repair bond")], decisions=[vote]))
    assert ask(model)
    state = state_of(NOW)
    assert state is not None
    assert dict(state.dropped) == {
        "name not word for word in the story": 1,
        "evidence not word for word in the story": 1,
    }
    assert "The gate: evidence not word for word in the story: 1" in Extraction.objects.get(extractor="model").note


def test_a_story_in_a_language_that_the_rules_cannot_read_goes_to_the_model(model: Model) -> None:
    text = (
        "El Concejo Municipal de Puerto Gris votará el 12 de mayo sobre el bono del muelle, dijo la alcaldesa Inés "
        "Robledo. Los vecinos de la calle del puerto esperan que el concejo decida antes del verano porque la madera "
        "está podrida."
    )
    article = make_article(text)
    extract_due(NOW)
    assert not article.findings.exists()
    vote = decision(
        "votará el 12 de mayo sobre el bono del muelle", status="scheduled", when="el 12 de mayo",
        matter="bono del muelle",
    )  # fmt: skip
    model.says(claims(decisions=[vote]))
    assert ask(model)
    (found,) = article.findings.all()
    assert (found.extractor, found.payload["phrase"], found.payload["earliest"]) == ("model", "el 12 de mayo", None)


def test_a_worker_that_dies_gives_its_story_back_after_a_while(model: Model, article: Article) -> None:
    version = article.versions.get()
    Asking.objects.create(version=version, attempts=1, next_try_at=NOW + timedelta(minutes=4))
    assert not ask(model, NOW + timedelta(minutes=3))
    assert ask(model, NOW + timedelta(minutes=5))


@pytest.mark.django_db(transaction=True)
def test_while_the_model_thinks_nothing_is_locked_and_the_rules_read_on(model: Model, article: Article) -> None:
    other = make_article(TEXT + "\n\nThe pier is old.")
    seen: list[object] = []

    def thinking(handler: Any) -> None:
        try:
            seen.append(extract_due(NOW))
            with transaction.atomic():
                seen.append(ArticleVersion.objects.select_for_update(nowait=True).get(article=article).pk)
                seen.append(AskingDay.objects.select_for_update(nowait=True).get().tokens > MOST_TOKENS)
        finally:
            leave()
        RIGHT(handler)

    model.says(thinking)
    assert ask(model)
    assert seen == [1, article.versions.get().pk, True]
    assert other.findings.exists()
