"""The mails themselves: what they say, and the headers that programs act on."""

from datetime import date, timedelta
from email.message import EmailMessage
from itertools import takewhile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from tests.factories import NOW, make_official
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, EVIDENCE, SETTLED, WEEK, make_reader, make_scheduled, move, on, run, text_of
from tests.votes.test_words import position
from votes import schedule
from votes.alerts import announce, remind, tokens
from votes.alerts.tokens import Purpose
from votes.alerts.wording import values_of_position
from votes.citation import Citation
from votes.models import Announcement, FanOut, Issue, Position, Subscriber, Vote
from votes.subjects import key_of
from votes.words import one_line

pytestmark = pytest.mark.django_db


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
    vote, _, message = moved
    text = text_of(message)
    for words in [
        "When: Tuesday, May 5, 6 p.m.\nWas: the first week of April (April 1–7)\nWhere: City Hall",
        "“The council will take up the ban, Clerk Wren Okafor said.”\n  The Ferry Post, https://ferry.example/ban",
        f"{settings.SITE_URL}{vote.issue.get_absolute_url()}",
        "You get this because you follow Leaf blower ban",
        f"Change what you get: {settings.SITE_URL}/en/alerts/",
        f"Stop these mails: {settings.SITE_URL}/en/leave/",
    ]:
        assert words in text


def test_the_html_says_the_same_with_the_old_date_struck(moved: tuple[Vote, Subscriber, EmailMessage]) -> None:
    page = page_of(moved[2])
    assert page.h1.get_text(strip=True) == "Vote moved: Leaf blower ban, April 1–7 → May 5"
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
    leave = message["List-Unsubscribe"].strip()
    assert leave.startswith(f"<{settings.SITE_URL}/en/leave/")
    assert tokens.read(Purpose.LEAVE, leave.rsplit("/", 2)[1]).about == [reader.subscriptions.get().topic]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Civictrack alerts <alerts.127.0.0.1>"
    assert message["Date"]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip


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
        (on(date(2026, 3, 17)), 0, "In 7 days: vote, Leaf blower ban, Tuesday, March 17"),
        (on(date(2026, 3, 17)), 6, "Tomorrow: vote, Leaf blower ban, Tuesday, March 17"),
        (
            WEEK,
            15,
            "In 7 days at the earliest: vote, Leaf blower ban, the first week of April (April 1–7)",
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


def test_a_mail_says_was_of_what_its_own_reader_was_last_sent(mail_server: MailServer) -> None:
    """It said so of the version before, which nobody had been told."""
    vote = make_scheduled(**on(date(2026, 4, 1)))
    told = make_reader(vote.issue)
    new = make_reader(vote.issue, now=NOW - timedelta(days=1), kinds=[])
    run(NOW)
    new.subscriptions.update(kinds=["date"])
    move(vote, on(date(2026, 4, 8)), NOW)
    move(vote, DAY, NOW)
    run(NOW)
    mails = {message["To"]: text_of(message) for message in mail_server.messages[1:]}
    assert "When: Tuesday, May 5\nWas: Wednesday, April 1\n" in mails[told.email]
    assert mails[new.email].startswith("Vote expected: Leaf blower ban, Tuesday, May 5")
    assert "Was" not in mails[new.email]
    assert "April 8" not in "".join(mails.values())


def test_who_began_to_follow_when_a_date_was_public_is_told_that_it_moved(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 4, 1)))
    announce.fan_out(NOW)
    make_reader(vote.issue)
    move(vote, DAY, NOW + timedelta(days=1))
    run(NOW + timedelta(days=1))
    assert "When: Tuesday, May 5\nWas: Wednesday, April 1\n" in text_of(mail_server.messages[0])


def test_a_correction_is_called_one_to_who_was_sent_the_mistake_only(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    make_reader(vote.issue, now=NOW - timedelta(days=1), kinds=[])
    run(NOW)
    vote.issue.subscriptions.update(kinds=["date"])
    move(vote, DAY, NOW, why="mistake")
    run(NOW)
    texts = [text_of(message) for message in mail_server.messages[1:]]
    assert [text.startswith("Vote corrected: Leaf blower ban, Tuesday, May 5\n") for text in texts] == [True, False]
    assert ["This corrects a mistake of ours" in text for text in texts] == [True, False]


def test_an_announcement_of_before_is_sent_in_the_words_it_was_written_in(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    new = {"kind": "date", "subject": key_of(vote), "topics": [key_of(vote.issue)], "path": "/en/", "created_at": NOW}
    detail = "This corrects a mistake of ours.\nWhen: Tuesday, May 5\nBefore: April 1"
    old = Announcement.objects.create(version=1, title="Moved to May 5: Leaf blower ban", detail=detail, **new)
    FanOut.objects.create(announcement=old, due_at=NOW)
    run(NOW)
    assert mail_server.messages[0]["Subject"] == "Moved to May 5: Leaf blower ban"
    assert "This corrects a mistake of ours.\n\nWhen: Tuesday, May 5\nBefore: April 1\n" in text_of(
        mail_server.messages[0]
    )
    assert page_of(mail_server.messages[0]).s.get_text() == "April 1"


def test_what_an_announcement_without_values_said_is_known_from_the_ledger(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 4, 1)))
    make_reader(vote.issue)
    run(NOW)
    Announcement.objects.get().redact(NOW)
    assert Announcement.objects.get().new == {}
    move(vote, DAY, NOW)
    run(NOW)
    assert "When: Tuesday, May 5\nWas: Wednesday, April 1\n" in text_of(mail_server.messages[-1])


def tell(mail_server: MailServer, **fields: object) -> EmailMessage:
    person = make_official("Pia Lund")
    make_reader(person, kinds=["quote", "position"])
    values = {
        "kind": "quote", "topics": [key_of(person)], "subject": "quote:1", "version": 0, "path": "/en/quotes/1/",
        "new": {"speaker": "Pia Lund", "issue": "the ban"},
        "citation": Citation("“I am for it,” Lund said.", "Ferry Post", "https://x.example/"),
        **fields,
    }  # fmt: skip
    announce.tell(announce.News(**values), NOW - SETTLED)
    assert run(NOW) == 1
    return mail_server.messages[0]


def test_a_sentence_with_quotation_marks_is_not_given_more(mail_server: MailServer) -> None:
    assert "\n“I am for it,” Lund said.\n" in text_of(tell(mail_server))


def test_a_hostile_title_neither_adds_a_header_nor_marks_up_the_page(mail_server: MailServer) -> None:
    message = tell(mail_server, new={"speaker": "Ban <img src=x>\r\nBcc: all@mail.example\x1b\u2028end", "issue": ""})
    assert message["Bcc"] is None
    assert message["Subject"] == "Ban <img src=x> Bcc: all@mail.example end is quoted"
    assert not page_of(message).find_all("img")


def test_only_web_addresses_become_links(mail_server: MailServer) -> None:
    message = tell(mail_server, citation=Citation("Said so.", "Ferry Post", "javascript:alert(1)"))
    assert "javascript" not in text_of(message) + str(page_of(message))


def test_a_long_subject_is_cut_not_refused(mail_server: MailServer) -> None:
    new = {"speaker": "A very long name " * 30, "issue": ""}
    assert 240 < len(str(tell(mail_server, new=new)["Subject"]).strip()) <= 250


def test_a_long_statement_is_cut_to_sixty_words(mail_server: MailServer) -> None:
    message = tell(mail_server, citation=Citation("and so " * 80, "Ferry Post", "https://x.example/"))
    assert text_of(message).count("and so") == 30


def tell_of_stand(mail_server: MailServer, stand: Position, was: Position | None = None, deed: str = "") -> str:
    old = values_of_position(was) if was else {}
    message = tell(mail_server, kind="position", subject="position:1", new=values_of_position(stand, deed), old=old)
    return text_of(message)


def test_a_condition_travels_with_its_stance_into_the_mail(mail_server: MailServer) -> None:
    text = tell_of_stand(mail_server, position("support", conditional=True))
    assert text.startswith("Ada Reed supports the lease, with conditions\n")
    assert "\nHow: said so\nIssue: Harbor\n" in text


def test_a_change_of_mind_says_what_was_before(mail_server: MailServer) -> None:
    text = tell_of_stand(mail_server, position("oppose"), position("support", conditional=True))
    assert text.startswith("Ada Reed now opposes the lease\n")
    assert "Now: opposes the lease\nWas: supports the lease, with conditions\n" in text


def test_a_deed_is_told_as_the_deed_and_not_as_a_stance(mail_server: MailServer) -> None:
    deed = "asked the council to reconsider the lease"
    text = tell_of_stand(mail_server, position("oppose", "action"), deed=deed)
    assert text.startswith(f"Ada Reed: {deed}\n")
    assert "oppose" not in text
    assert "It is not a stance" in text


def test_what_is_taken_back_is_named_as_it_was_told(mail_server: MailServer) -> None:
    tell_of_stand(mail_server, position("oppose"))
    announce.take_back("position:1", "/en/", NOW - SETTLED)
    assert run(NOW) == 1
    assert mail_server.messages[-1]["Subject"] == "Taken back: Ada Reed opposes the lease"
    assert "it no longer stands" in text_of(mail_server.messages[-1])


def calendars_of(message: EmailMessage) -> dict[str, list[Any]]:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return {part.get_param("method"): Calendar.from_ical(part.get_content()).walk("VEVENT") for part in parts}


def test_a_date_comes_with_its_entry_for_calendars_and_goes_with_it(mail_server: MailServer) -> None:
    vote = make_scheduled(**DAY)
    make_reader(vote.issue)
    run(NOW)
    move(vote, {"status": "cancelled"}, NOW)
    run(NOW)
    (published,), (cancelled,) = (next(iter(calendars_of(message).values())) for message in mail_server.messages)
    assert [list(calendars_of(message)) for message in mail_server.messages] == [["PUBLISH"], ["CANCEL"]]
    assert published["uid"] == cancelled["uid"]
    assert (published["sequence"], cancelled["sequence"]) == (0, 1)


def test_what_was_our_mistake_goes_from_calendars_too(mail_server: MailServer) -> None:
    vote = make_scheduled(**DAY)
    make_reader(vote.issue)
    run(NOW)
    schedule.withdraw(vote, EVIDENCE, NOW - SETTLED)
    run(NOW)
    assert list(calendars_of(mail_server.messages[-1])) == ["CANCEL"]


def test_a_quote_has_no_entry_for_calendars(mail_server: MailServer) -> None:
    assert calendars_of(tell(mail_server)) == {}


def test_all_mails_about_a_vote_are_one_thread_and_a_digest_is_none(mail_server: MailServer) -> None:
    vote = make_scheduled(**DAY)
    make_reader(vote.issue)
    run(NOW)
    move(vote, {"status": "held", "outcome": "passed"}, NOW)
    run(NOW)
    threads = [(str(message["References"]), str(message["In-Reply-To"])) for message in mail_server.messages]
    thread = f"<vote-{vote.pk}.thread@{str(mail_server.messages[0]['Message-ID']).strip('<>').partition('@')[2]}>"
    assert threads == [(thread, thread)] * 2


def test_a_mail_of_several_votes_is_in_no_thread(mail_server: MailServer) -> None:
    vote, other = make_scheduled(**DAY), make_scheduled(**DAY)
    make_reader(vote.issue, other.issue)
    run(NOW)
    assert "(and 1 more)" in str(mail_server.messages[0]["Subject"])
    assert mail_server.messages[0]["References"] is None
    assert len(calendars_of(mail_server.messages[0])["PUBLISH"]) == 2


LONG = "مشروع قانون 🏛️ " * 70


@pytest.mark.parametrize(
    "title",
    [
        "x" * 1000, "Ban on leaf blowers and other machines " * 25, LONG, "\u202eBan\u2069\x00"[:5] + "🏛️" * 300,
        "Ban\r\n\r\nHello\tthere\x0b\x85Bcc: all@mail.example",
    ],
)  # fmt: skip
def test_headers_of_any_title_fold_and_say_the_same_again(mail_server: MailServer, title: str) -> None:
    message = tell(mail_server, new={"speaker": title, "issue": ""})
    head = message.as_bytes().partition(b"\n\n")[0].replace(b"\r", b"")
    assert all(len(line) <= 998 for line in head.split(b"\n"))
    assert not any(line.endswith(b": ") or not line.strip() for line in head.split(b"\n")), "no line is empty"
    subject = str(message["Subject"]).strip()
    assert subject.isprintable()
    assert len(subject) <= 250
    assert message["Bcc"] is None
    assert one_line(title)[:20] in subject


def test_the_news_is_not_cut_off_behind_a_long_title(mail_server: MailServer) -> None:
    vote = make_scheduled(**DAY)
    Issue.objects.update(title="A very long title " * 11)
    make_reader(vote.issue)
    run(NOW)
    move(Vote.objects.get(), {**on(date(2026, 5, 12))}, NOW)
    run(NOW)
    assert str(mail_server.messages[-1]["Subject"]).endswith("…, May 5 → May 12")


def test_a_site_of_any_name_keeps_the_address_of_its_list(mail_server: MailServer, settings: Any) -> None:
    settings.SITE_NAME = "Fähre: Stadt <Rat>"
    listed = str(tell(mail_server)["List-Id"])
    assert listed.endswith("<alerts.127.0.0.1>")


def raw_head(mail_server: MailServer) -> list[str]:
    """The head as it came in."""
    return mail_server.raw[-1].partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


@pytest.mark.parametrize("title", ["مشروع قانون 🏛️ " * 70, "Ban on leaf blowers and other machines " * 25, "Bän"])
def test_a_long_subject_is_folded_into_lines_as_mail_has_them(mail_server: MailServer, title: str) -> None:
    tell(mail_server, new={"speaker": title, "issue": ""})
    head = raw_head(mail_server)
    first = next(number for number, line in enumerate(head) if line.startswith("Subject: "))
    lines = [head[first], *takewhile(lambda line: line.startswith(" "), head[first + 1 :])]
    assert all(len(line) <= 78 for line in lines)
    assert len(lines[0]) > len("Subject: ")


def test_a_leave_link_stands_in_its_header_in_one_line(mail_server: MailServer) -> None:
    tell(mail_server)
    [line] = [line for line in raw_head(mail_server) if line.startswith("List-Unsubscribe: ")]
    assert line.endswith("/>")
