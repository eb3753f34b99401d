"""Addresses of pages that name a number, for pages with hundreds of them: each kind is worked out once."""

from functools import cache

from django.urls import get_script_prefix, get_urlconf, reverse


def numbered(page: str, number: int) -> str:
    """Return the address of the page of this name and number, as `reverse` does."""
    before, after = _around(page, get_urlconf(), get_script_prefix())
    return f"{before}{number}{after}"


@cache
def _around(page: str, urls: str | None, prefix: str) -> tuple[str, str]:
    """Return what stands before and after the number in the addresses of a page."""
    before, _, after = reverse(page, urlconf=urls, args=[0]).rpartition("0")
    return before, after
