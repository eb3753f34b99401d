"""Two curators at the very same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from officials.models import Person
from stories.models import Finding, LoggedAction, Quote
from tests.factories import make_account, make_article, make_finding, make_issue
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(findings: list[Finding]) -> list[int]:
    """Each finding accepted by a curator of its own, all starting together; the answers' status codes."""
    together = Barrier(len(findings))
    users = [make_account(f"curator{number}") for number in range(len(findings))]

    def accept(user: User, finding: Finding) -> int:
        try:
            client = Client()
            client.force_login(user)
            prefix = f"f{finding.pk}"
            form = {f"{prefix}-words": finding.spans[0]["text"], f"{prefix}-speaker": "Ona Firth"}
            form |= {f"{prefix}-type": "direct", f"{prefix}-issue": finding.issue_id, "state": "pending"}
            form |= {f"{prefix}-new_person": "Ona Firth", "act": "accept"}
            together.wait(PATIENCE)
            return client.post(f"/desk/findings/{finding.pk}/", form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(findings)) as pool:
        return list(pool.map(accept, users, findings))


def quote(title: str, words: str, **fields: object) -> Finding:
    payload = {"speaker": "Ona Firth", "type": "direct"}
    return make_finding(make_article(f"“{words}” Ona Firth said.", title), words, payload=payload, **fields)


def test_one_card_accepted_by_two_at_once_is_one_quote_and_one_decision() -> None:
    finding = quote("Ferry", "The ferry is ours,", issue=make_issue())
    assert sorted(at_once([finding, finding])) == [302, 409]
    assert (Quote.objects.count(), Person.objects.count(), LoggedAction.objects.count()) == (1, 1, 1)


def test_a_new_person_in_three_stories_at_once_trips_nobody() -> None:
    issue = make_issue()
    findings = [quote(f"Story {n}", f"The ferry is ours, {n} times,", issue=issue) for n in range(3)]
    assert at_once(findings) == [302, 302, 302]
    assert Quote.objects.count() == LoggedAction.objects.count() == 3
