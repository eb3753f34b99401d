"""The letters that carry no news."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.factories import NOW, make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import WISH, ask, make_reader, text_of
from votes.alerts import deliver
from votes.alerts.subscribe import subscribe

pytestmark = pytest.mark.django_db


def test_the_question_shows_the_whole_wish_and_a_way_to_say_never_again(mail_server: MailServer) -> None:
    subscribe("wren@mail.example", make_issue("Pier repairs"), now=NOW, **WISH)
    deliver.send_due(NOW)
    (asked,) = mail_server.messages
    page = BeautifulSoup(asked.get_body(("html",)).get_content(), "lxml").get_text()
    for words in (text_of(asked), page):
        assert "Pier repairs" in words
        assert "dates and changes, reminders 3 days before; in one mail a day" in words
        assert "works for 3 days" in words
        assert "never again" in words
    assert "/en/never/" in text_of(asked)
    assert (asked["Auto-Submitted"], asked["List-Id"]) == ("auto-generated", None)


def test_who_gets_it_already_is_sent_the_way_to_it(mail_server: MailServer) -> None:
    issue = make_issue()
    reader = make_reader(issue)
    ask(reader.email, issue)
    deliver.send_due(timezone.now())
    (told,) = mail_server.messages
    assert "You already get the alerts" in text_of(told)
    assert "/en/alerts/" in text_of(told)
