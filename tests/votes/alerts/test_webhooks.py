"""Programs elsewhere are told what readers are told, provably by us, and not for ever in vain."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from standardwebhooks import Webhook as Receiver
from standardwebhooks import WebhookVerificationError

from tests.factories import NOW, make_account, make_issue
from tests.votes.alerts.readers import make_scheduled, move, on, run
from votes.alerts import pause, webhooks
from votes.alerts.webhooks import MOST_REFUSALS, NotTaken
from votes.models import Announcement, Call, Vote, Webhook

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class Elsewhere:
    """A program that is told; `answers` is the status it gives, or what keeps it from being reached."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes, Mapping[str, str]]] = []
        self.answers: int | NotTaken = 204

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.heard.append((url, body, headers))
        if isinstance(self.answers, NotTaken):
            raise self.answers
        return self.answers


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def vote() -> Vote:
    return make_scheduled()


def make_webhook(vote: Vote, url: str = "https://town.example/hook") -> Webhook:
    made = webhooks.add(url, vote.issue, make_account(f"by{url[-3:]}"), NOW)
    assert made is not None
    return made


def test_what_is_sent_is_signed_so_that_any_receiver_of_the_standard_can_check_it(
    vote: Vote, elsewhere: Elsewhere
) -> None:
    hook = make_webhook(vote)
    run(NOW)
    assert webhooks.send_due(NOW, elsewhere) == 1
    ((url, body, headers),) = elsewhere.heard
    told = Receiver(hook.key).verify(body, dict(headers))
    assert (url, told["type"], told["data"]["subject"]) == (hook.url, "alert.date", f"vote:{vote.pk}")
    assert "Ban gas leaf blowers" in json.dumps(told)
    assert told["data"]["new"]["earliest"] == "2026-04-01"
    with pytest.raises(WebhookVerificationError):
        Receiver(hook.key).verify(body + b" ", dict(headers))
    with pytest.raises(WebhookVerificationError):
        Receiver(hook.key).verify(body, {**headers, "webhook-timestamp": "1"})


def test_the_signature_is_that_of_the_specification() -> None:
    """Its own example."""
    signed = Receiver("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), '{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_is_told_once_and_again_under_the_same_identifier_where_it_did_not_take_it(
    vote: Vote, elsewhere: Elsewhere
) -> None:
    make_webhook(vote)
    run(NOW)
    elsewhere.answers = 500
    assert webhooks.send_due(NOW, elsewhere) == 0
    assert webhooks.send_due(NOW + timedelta(seconds=5), elsewhere) == 0
    assert len(elsewhere.heard) == 1, "it is left alone for a while"
    elsewhere.answers = 200
    assert webhooks.send_due(NOW + timedelta(seconds=15), elsewhere) == 1
    assert webhooks.send_due(NOW + HOUR, elsewhere) == 0
    assert len({headers["webhook-id"] for _, _, headers in elsewhere.heard}) == 1
    hook = Webhook.objects.get()
    assert (hook.failures, hook.problem, hook.failing_since) == (0, "", None)


def test_it_is_told_of_its_issue_or_body_alone(vote: Vote, elsewhere: Elsewhere) -> None:
    other = make_issue("The ferry")
    webhooks.add("https://town.example/ferry", other, make_account(), NOW)
    webhooks.add("https://town.example/body", vote.body, make_account("bo"), NOW)
    run(NOW)
    webhooks.send_due(NOW, elsewhere)
    assert [url for url, _, _ in elsewhere.heard] == ["https://town.example/body"]


def test_an_address_that_fails_for_days_is_stopped_and_resumed_by_hand(vote: Vote, elsewhere: Elsewhere) -> None:
    hook = make_webhook(vote)
    run(NOW)
    elsewhere.answers = NotTaken("town.example was not contacted: it leads to 10.0.0.1, which is private.")
    now = NOW
    while not hook.stopped_at:
        webhooks.send_due(now, elsewhere)
        hook.refresh_from_db()
        assert now < NOW + timedelta(days=6)
        now = max(now + timedelta(minutes=1), hook.next_try_at)
    assert 3 <= (hook.stopped_at - NOW).days <= 4
    assert len(elsewhere.heard) < 12
    assert "10.0.0.1" in hook.problem
    move(vote, on(date(2026, 4, 20)), now)
    run(now)
    assert Call.objects.count() == 1, "what is announced meanwhile is not kept for it"
    assert webhooks.send_due(now + timedelta(days=9), elsewhere) == 0
    webhooks.resume(hook, now)
    move(vote, on(date(2026, 4, 21)), now + HOUR)
    run(now + HOUR)
    elsewhere.answers = 200
    assert webhooks.send_due(now + HOUR, elsewhere) >= 1


def test_one_that_is_gone_is_stopped_at_once(vote: Vote, elsewhere: Elsewhere) -> None:
    hook = make_webhook(vote)
    run(NOW)
    elsewhere.answers = 410
    webhooks.send_due(NOW, elsewhere)
    hook.refresh_from_db()
    assert hook.stopped_at == NOW


def test_one_call_that_is_never_taken_does_not_stand_before_the_others_for_ever(
    vote: Vote, elsewhere: Elsewhere
) -> None:
    make_webhook(vote)
    run(NOW)
    first = Call.objects.get()
    Call.objects.update(attempts=MOST_REFUSALS - 1)
    move(vote, on(date(2026, 4, 20)), NOW + HOUR)
    run(NOW + HOUR)
    elsewhere.answers = 422
    webhooks.send_due(NOW + HOUR, elsewhere)
    first.refresh_from_db()
    assert (first.state, first.problem) == ("failed", "It answered 422.")
    elsewhere.answers = 200
    assert webhooks.send_due(NOW + 2 * HOUR, elsewhere) == 1


def test_nothing_is_sent_of_what_was_removed_or_while_all_mail_is_paused(vote: Vote, elsewhere: Elsewhere) -> None:
    make_webhook(vote)
    run(NOW)
    una = make_account()
    pause.begin(una, "Wrong day.", NOW)
    assert webhooks.send_due(NOW, elsewhere) == 0
    pause.end(una, NOW)
    Announcement.objects.get().redact(NOW)
    assert webhooks.send_due(NOW, elsewhere) == 0
    assert (elsewhere.heard, Call.objects.get().state) == ([], "failed")


def test_a_worker_that_dies_of_a_call_leaves_it_for_another(vote: Vote, elsewhere: Elsewhere) -> None:
    make_webhook(vote)
    run(NOW)

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        webhooks.send_due(NOW, die)
    assert webhooks.send_due(NOW + timedelta(minutes=5), elsewhere) == 0
    assert webhooks.send_due(NOW + timedelta(minutes=11), elsewhere) == 1


def test_an_ended_one_keeps_no_key_and_its_address_may_be_used_again(vote: Vote, elsewhere: Elsewhere) -> None:
    hook, una = make_webhook(vote), make_account()
    assert webhooks.add(hook.url, vote.issue, una, NOW) is None
    before = hook.key
    assert webhooks.renew_key(hook) != before
    webhooks.end(hook, una, NOW)
    run(NOW)
    assert (webhooks.send_due(NOW, elsewhere), hook.key, Call.objects.count()) == (0, "", 0)
    assert webhooks.add(hook.url, vote.issue, una, NOW) is not None
