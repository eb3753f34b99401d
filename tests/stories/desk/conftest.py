"""A curator at the desk."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def una() -> User:
    return User.objects.create_user("una", password="a long password")


@pytest.fixture
def desk(client: Client, una: User) -> Client:
    client.force_login(una)
    return client
