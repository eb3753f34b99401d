"""The site's own pages, as rows."""

import pytest
from django.db import IntegrityError

from stories.models import SitePage

pytestmark = pytest.mark.django_db


def test_each_page_has_one_row_and_an_address() -> None:
    page = SitePage.objects.create(name="contact")
    assert (str(page), page.get_absolute_url()) == ("Contact", "/en/contact/")
    with pytest.raises(IntegrityError):
        SitePage.objects.create(name="contact")
