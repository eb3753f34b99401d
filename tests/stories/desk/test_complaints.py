"""What readers say is wrong, on the desk."""

import pytest
from django.test import Client

from stories.curation.complaints import receive
from stories.models import Complaint
from tests.factories import NOW, make_account, make_article, make_finding

pytestmark = pytest.mark.django_db
WORDS = "She never said so."


@pytest.fixture
def complaint() -> Complaint:
    finding = make_finding(make_article("Firth said no."), "Firth said no.", state="accepted")
    return receive(finding, WORDS, "reader@reader.example", NOW)


def test_the_queue_leads_to_each_and_to_why_we_say_it(desk: Client, complaint: Complaint) -> None:
    assert WORDS in desk.get("/desk/complaints/").content.decode()
    page = desk.get(f"/desk/complaints/{complaint.pk}/").content.decode()
    for part in (WORDS, "Firth said no.", f"/desk/findings/{complaint.finding_id}/why/", "left an address"):
        assert part in page
    assert "reader@" not in page


def test_an_editor_answers_and_says_who_may_read_it(desk: Client, complaint: Complaint) -> None:
    sent = {"verdict": "unchanged", "answer": "The recording has it.", "shown": "listed"}
    page = desk.post(f"/desk/complaints/{complaint.pk}/", sent, follow=True).content.decode()
    assert "Nothing waits for an answer" in page
    complaint.refresh_from_db()
    assert (complaint.verdict, complaint.answer, complaint.shown) == ("unchanged", "The recording has it.", "listed")
    assert "Answered: not changed" in desk.get(f"/desk/complaints/{complaint.pk}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"answer": "No."}, "Say what came of it."), ({"verdict": "unchanged"}, "Write why"),
     ({"verdict": "withdrawn", "answer": "Gone."}, "The claim still stands"),
     ({"verdict": "corrected", "answer": "Done."}, "Correct it first, or choose another answer")],
)  # fmt: skip
def test_half_an_answer_is_refused_with_a_sentence(
    desk: Client, complaint: Complaint, sent: dict[str, str], said: str
) -> None:
    page = desk.post(f"/desk/complaints/{complaint.pk}/", sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Complaint.objects.open().exists()


def test_a_curator_reads_it_and_does_not_answer(client: Client, complaint: Complaint) -> None:
    client.force_login(make_account("cleo", "curator"))
    page = client.get(f"/desk/complaints/{complaint.pk}/").content.decode()
    assert WORDS in page
    assert "<textarea" not in page
