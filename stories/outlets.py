"""The outlet that an operator names: found by its name, else made with an address of its own."""

from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from stories.ingestion.urls import host_of
from stories.models import Outlet

LONGEST_SLUG = 90


def outlet_named(name: str, url: str) -> Outlet:
    """The outlet of this name or slug, made where there is none; `url` is one of its pages."""
    name = " ".join(name.split())[:200]
    known = Outlet.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    return known or Outlet.objects.create(name=name, slug=_free_slug(name, url), url=f"https://{host_of(url)}/")


def _free_slug(name: str, url: str) -> str:
    """A name without a Latin letter has no slug; its site's host has one."""
    slug = slugify(name)[:LONGEST_SLUG] or slugify(host_of(url).replace(".", "-"))[:LONGEST_SLUG] or "outlet"
    tried = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(one for one in tried if not Outlet.objects.filter(slug=one).exists())
