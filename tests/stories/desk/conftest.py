"""A curator at the desk."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_account


@pytest.fixture
def una() -> User:
    return make_account("una")


@pytest.fixture
def desk(client: Client, una: User) -> Client:
    client.force_login(una)
    return client
