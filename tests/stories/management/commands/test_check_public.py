"""`manage.py check_public`: a line for each fault, and an exit code that says whether there is any."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from stories.models import ArticleIssue, LoggedAction
from tests.factories import make_article, make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_score() -> ArticleIssue:
    article, issue = make_article(title="Gulls"), make_issue("The pier")
    return ArticleIssue.objects.create(article=article, issue=issue, state="accepted", reason="names “pier”")


def test_nothing_wrong_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_public")
    assert capsys.readouterr().out == "Everything public has its sentence and a person's act.\n"


def test_a_fault_is_a_line_with_its_page_and_the_exit_code_is_1(
    by_score: ArticleIssue, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match=r"^1 public without") as error:
        call_command("check_public")
    assert error.value.returncode == 1
    assert capsys.readouterr().out == (
        f"/en/stories/{by_score.article_id}/  article issue {by_score.pk}: on an issue by its score alone "
        "(“Gulls” on “The pier”: names “pier”)\n"
    )
    by_score.refresh_from_db()
    assert by_score.state == "accepted"


def test_repairing_says_each_and_names_who_did_it(by_score: ArticleIssue, capsys: pytest.CaptureFixture[str]) -> None:
    una = User.objects.create_user("una")
    call_command("check_public", "--repair", "--as", "una")
    assert "names “pier”): set back" in capsys.readouterr().out
    assert LoggedAction.objects.get().by == una
    call_command("check_public")


def test_a_user_who_does_not_exist_is_told(by_score: ArticleIssue) -> None:
    with pytest.raises(CommandError, match="There is no user bo"):
        call_command("check_public", "--repair", "--as", "bo")
