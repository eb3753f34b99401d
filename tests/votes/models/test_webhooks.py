"""Rules that the database keeps of webhooks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_account, make_body, make_issue
from votes.models import Webhook
from votes.models.webhooks import new_secret

pytestmark = pytest.mark.django_db


@pytest.fixture
def values() -> dict[str, Any]:
    return {"url": "https://x.example/", "made_at": NOW, "made_by": make_account(), "next_try_at": NOW}


def test_it_is_of_one_issue_or_one_body(values: dict[str, Any]) -> None:
    issue, body = make_issue(), make_body()
    for wrong in ({}, {"issue": issue, "body": body}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Webhook.objects.create(**values, **wrong)
    assert Webhook.objects.create(**values, body=body).followed == body


def test_one_address_is_told_of_one_thing_once(values: dict[str, Any]) -> None:
    body = make_body()
    Webhook.objects.create(**values, body=body, ended_at=NOW)
    Webhook.objects.create(**values, body=body)
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.create(**values, body=body)


def test_no_two_secrets_are_alike() -> None:
    assert new_secret().startswith("whsec_")
    assert new_secret() != new_secret()
