"""The way a fetch takes over redirects: which are followed, and what is no longer sent along."""

from dataclasses import dataclass, field, replace

from stories.ingestion.errors import BadRedirect, TooManyRedirects, UnsafeURL
from stories.ingestion.fetch.fetched import Fetched, Wish
from stories.ingestion.fetch.settings import FetchSettings
from stories.ingestion.fetch.statuses import PERMANENT
from stories.ingestion.fetch.urls import Target, resolve_location


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect as answered: the status and the Location as the server wrote it."""

    status: int
    location: str


@dataclass(slots=True)
class Journey:
    """The stage that a fetch has reached, from the URL that was asked for to the page."""

    requested_url: str
    target: Target
    wish: Wish
    settings: FetchSettings
    hops: list[str] = field(default_factory=list)
    moved_to: str | None = None
    all_permanent: bool = True

    def follow(self, redirect: Redirect) -> None:
        """Turn to where the redirect leads; raises BadRedirect or TooManyRedirects."""
        self.hops.append(self.target.url)
        destination = self._destination(redirect)
        if destination.url in self.hops:
            raise TooManyRedirects(self.requested_url, self.settings.max_redirects, circle=True)
        if len(self.hops) > self.settings.max_redirects:
            raise TooManyRedirects(self.requested_url, self.settings.max_redirects)
        if destination.origin != self.target.origin:
            self.wish = replace(self.wish, credentials={})
        self.all_permanent = self.all_permanent and redirect.status in PERMANENT
        if self.all_permanent:
            self.moved_to = destination.url
        self.target = destination

    def arrive(self, page: Fetched) -> Fetched:
        """Return the page, with the URLs by which it was reached."""
        hops = (*self.hops, self.target.url)
        return replace(page, requested_url=self.requested_url, moved_to=self.moved_to, hops=hops)

    def _destination(self, redirect: Redirect) -> Target:
        try:
            destination = resolve_location(self.target, redirect.location, self.settings.ports())
        except UnsafeURL as error:
            raise BadRedirect(self.target.url, redirect.location, error.reason) from error
        if (self.target.scheme, destination.scheme) == ("https", "http") and not self.settings.allow_downgrade:
            raise BadRedirect(self.target.url, destination.url, "it leads from a secure to an open connection")
        return destination
