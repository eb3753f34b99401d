"""What every template may use: the site's name and address."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return `site_name` and `site_url`."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
