"""A story of a ferry lease, taken in with one date of publication after another."""

from datetime import datetime

from officials.models import Place
from stories.findings.propose import extract_due
from stories.ingestion.clipping import Clipping, Served
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.stamps import ReadFrom, Stamp
from stories.ingestion.save import keep
from stories.matching.match import match_issues
from stories.models import Article, Outlet
from tests.factories import NOW, make_body, make_issue, make_outlet, make_place

URL = "https://beacon.example/ferry"
TEXT = (
    "The Quarry Bend City Council will vote on the ferry lease on Wednesday.\n\n"
    "Mayor Ona Firth said she will vote for the ferry lease.\n\n"
    "The lease has been talked about for more than a year in the town."
)
# A Tuesday, as an address had it, and as a feed has it.
JUNE, NOVEMBER = datetime(2026, 6, 9), datetime.fromisoformat("2026-11-24T18:05:00-06:00")


def make_town() -> Place:
    """The place, with the issue that the story is about."""
    place = make_place("Quarry Bend", time_zone="America/Chicago")
    make_issue("Ferry lease", make_body("Quarry Bend City Council", place), terms=["ferry lease"])
    return place


def take_in(
    place: Place, moment: datetime, read_from: ReadFrom, text: str = TEXT, outlet: Outlet | None = None
) -> Article:
    outlet = outlet or place.outlets.first() or make_outlet(place=place)
    page = Page("Ferry lease to be decided", text, published=Stamp(moment, read_from))
    return keep([Clipping(page, URL, Served(URL, b""), outlet)], NOW)[0].article


def read(article: Article) -> None:
    match_issues([article.versions.get()])
    assert extract_due(NOW) == 1
