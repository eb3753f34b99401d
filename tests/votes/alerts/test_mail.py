"""The mails themselves: what they say, and the headers that programs act on."""

from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup

from tests.factories import NOW, make_official
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, WEEK, make_reader, make_scheduled, move, on, run
from votes.alerts import announce, remind
from votes.alerts.mail import one_line
from votes.citation import Citation
from votes.models import Subscriber, Vote
from votes.subjects import key_of

pytestmark = pytest.mark.django_db


def text_of(message: EmailMessage) -> str:
    return str(message.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def page_of(message: EmailMessage) -> BeautifulSoup:
    return BeautifulSoup(message.get_body(("html",)).get_content(), "lxml")


@pytest.fixture
def moved(mail_server: MailServer) -> tuple[Vote, Subscriber, EmailMessage]:
    """A vote whose move a reader has just been told of."""
    vote = make_scheduled()
    reader = make_reader(vote.issue)
    run(NOW)
    move(vote, {**DAY, "time": "18:00", "location": "City Hall"}, NOW)
    run(NOW)
    return vote, reader, mail_server.messages[-1]


def test_a_mail_about_a_move_says_when_where_why_and_how_to_leave(
    moved: tuple[Vote, Subscriber, EmailMessage], settings: object
) -> None:
    vote, reader, message = moved
    text = text_of(message)
    for words in [
        "When: Tuesday, May 5, 6 p.m.\nBefore: the first week of April (April 1–7)\nWhere: City Hall",
        "“The council will take up the ban, Clerk Wren Okafor said.”\n  The Ferry Post, https://ferry.example/ban",
        f"{settings.SITE_URL}{vote.issue.get_absolute_url()}",
        "You get this because you follow Leaf blower ban",
        f"{settings.SITE_URL}/en/alerts/{reader.key}/",
        f"{settings.SITE_URL}/en/leave/{reader.key}/{reader.subscriptions.get().pk}/",
    ]:
        assert words in text


def test_the_html_says_the_same_with_the_old_date_struck(moved: tuple[Vote, Subscriber, EmailMessage]) -> None:
    page = page_of(moved[2])
    assert page.h1.get_text(strip=True) == "Moved to Tuesday, May 5, 6 p.m.: Leaf blower ban (Ferry City Council)"
    assert page.s.get_text() == "the first week of April (April 1–7)"
    assert {"https://ferry.example/ban"} < {link["href"] for link in page.find_all("a")}


def test_a_mail_loads_nothing_from_anywhere(moved: tuple[Vote, Subscriber, EmailMessage]) -> None:
    page = page_of(moved[2])
    assert not page.find_all(["img", "link", "script", "iframe", "object"])
    assert "url(" not in str(page)


def test_mail_programs_can_leave_file_and_recognise_it(
    moved: tuple[Vote, Subscriber, EmailMessage], settings: object
) -> None:
    _, reader, message = moved
    leave = f"<{settings.SITE_URL}/en/leave/{reader.key}/{reader.subscriptions.get().pk}/>"
    assert message["List-Unsubscribe"].strip() == leave
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Civictrack alerts <alerts.127.0.0.1>"
    assert message["Date"]
    assert message.get_content_type() == "multipart/alternative"


def test_one_click_on_a_mail_from_two_subscriptions_ends_both(mail_server: MailServer, client: object) -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue, vote.body)
    run(NOW)
    url = mail_server.messages[0]["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not reader.subscriptions.live().exists()


@pytest.mark.parametrize(
    ("window", "days", "subject"),
    [
        (on(date(2026, 3, 17)), 0, "In 7 days: Leaf blower ban (Ferry City Council), Tuesday, March 17"),
        (on(date(2026, 3, 17)), 6, "Tomorrow: Leaf blower ban (Ferry City Council), Tuesday, March 17"),
        (
            WEEK,
            15,
            "In 7 days at the earliest: Leaf blower ban (Ferry City Council), the first week of April (April 1–7)",
        ),
    ],
)
def test_a_reminder_says_how_far_off_the_vote_is(
    mail_server: MailServer, window: dict[str, object], days: int, subject: str
) -> None:
    make_reader(make_scheduled(**window).issue, kinds=["reminder"])
    now = NOW + timedelta(days=days)
    remind.remind(now)
    run(now)
    assert str(mail_server.messages[0]["Subject"]).strip() == subject


def test_a_reader_who_missed_a_step_is_told_what_they_last_heard(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 4, 1)))
    make_reader(vote.issue)
    run(NOW)
    move(vote, on(date(2026, 4, 8)), NOW)
    move(vote, DAY, NOW)
    run(NOW)
    words = "Our last mail to you said: Expected Wednesday, April 1: Leaf blower ban"
    assert words in text_of(mail_server.messages[-1])


def tell(mail_server: MailServer, **fields: object) -> EmailMessage:
    person = make_official("Pia Lund")
    make_reader(person, kinds=["quote"])
    values = {
        "kind": "quote", "topics": [key_of(person)], "subject": "quote:1", "version": 0, "path": "/en/quotes/1/",
        "title": "Pia Lund on the ban", "citation": Citation("“I am for it,” Lund said.", "Ferry Post", "https://x.example/"),
        **fields,
    }  # fmt: skip
    announce.tell(announce.News(**values), NOW)
    assert run(NOW) == 1
    return mail_server.messages[0]


def test_a_sentence_with_quotation_marks_is_not_given_more(mail_server: MailServer) -> None:
    assert "\n“I am for it,” Lund said.\n" in text_of(tell(mail_server))


def test_a_hostile_title_neither_adds_a_header_nor_marks_up_the_page(mail_server: MailServer) -> None:
    message = tell(mail_server, title="Ban <img src=x>\r\nBcc: all@mail.example\x1b\u2028end")
    assert message["Bcc"] is None
    assert message["Subject"] == "Ban <img src=x> Bcc: all@mail.example end"
    assert not page_of(message).find_all("img")


def test_only_web_addresses_become_links(mail_server: MailServer) -> None:
    message = tell(mail_server, citation=Citation("Said so.", "Ferry Post", "javascript:alert(1)"))
    assert "javascript" not in text_of(message) + str(page_of(message))


def test_a_long_subject_is_cut_not_refused(mail_server: MailServer) -> None:
    assert len(str(tell(mail_server, title="A very long motion " * 30)["Subject"]).strip()) == 250


def test_a_long_statement_is_cut_to_sixty_words(mail_server: MailServer) -> None:
    message = tell(mail_server, citation=Citation("and so " * 80, "Ferry Post", "https://x.example/"))
    assert text_of(message).count("and so") == 30


def test_a_header_line_has_no_control_characters() -> None:
    assert one_line("a\r\nb\x1b[0m\tc ") == "a b [0m c"
