"""The last mail they would have had."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import NOW, make_issue, make_official
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_reader, make_scheduled, move, run, subjects
from votes.alerts.preview import last_mail

pytestmark = pytest.mark.django_db

KINDS, LEADS = ["date", "reminder", "result"], [7, 1]


def test_it_says_what_the_mail_said(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    run(NOW)
    move(vote, DAY, NOW + timedelta(hours=1))
    run(NOW + timedelta(hours=1))
    for topic in (vote, vote.issue, vote.body, vote.body.place):
        preview = last_mail(topic, KINDS, LEADS)
        assert preview is not None
        assert preview.item.wording.title == subjects(mail_server.messages)[-1]
        assert [fact.value for fact in preview.item.wording.facts if fact.gone]
    page = Client().get(f"/en/subscribe/issue/{vote.issue.slug}/").text
    assert preview.item.wording.title in page


def test_what_they_do_not_ask_for_and_what_was_not_told_is_not_in_it() -> None:
    vote = make_scheduled()
    assert last_mail(vote.issue, KINDS, LEADS) is None, "it has not settled"
    run(NOW)
    assert last_mail(vote.issue, KINDS, LEADS) is not None
    assert last_mail(vote.issue, ["quote"], []) is None
    assert last_mail(make_issue(), KINDS, LEADS) is None
    assert "Nothing was sent on this yet" in Client().get(f"/en/subscribe/person/{make_official().slug}/").text
