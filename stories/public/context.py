"""What every template may use: the site's name, address and place."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return `site_name`, `site_url` and `site_place`, which may be empty."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "site_place": settings.SITE_PLACE}
