"""Addresses of pages that name a number."""

import pytest
from django.urls import reverse, set_script_prefix

from officials.addresses import numbered


@pytest.mark.parametrize("page", ["story", "quote", "vote", "event", "wrong", "vote_calendar"])
def test_an_address_is_what_django_says_it_is(page: str) -> None:
    for number in (1, 10, 2026):
        assert numbered(page, number) == reverse(page, args=[number])


def test_a_site_below_another_address_has_its_own() -> None:
    numbered("story", 1)
    set_script_prefix("/town/")
    try:
        assert numbered("story", 1) == reverse("story", args=[1]) == "/town/en/stories/1/"
    finally:
        set_script_prefix("/")
