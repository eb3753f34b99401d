"""The invented stories: text files with a head of TOML, dated when they are read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from civictrack.demo.days import days, words

FOLDER = Path(__file__).parent / "stories"
ZONE = ZoneInfo("America/New_York")
DAYS_SINCE_CHECKED = 9
NOTICE = "This story has been corrected: an earlier version listed two council members under the wrong vote."


@dataclass(frozen=True, slots=True)
class Outlet:
    """One of the invented newsrooms. `kind` is how it offers its stories: rss, atom or a section page."""

    key: str
    name: str
    kind: str


OUTLETS = {
    outlet.key: outlet
    for outlet in (
        Outlet("beacon", "The Tern Harbor Beacon", "rss"),
        Outlet("radio", "Coastline Public Radio", "atom"),
        Outlet("wharf", "The Wharf Weekly", "page"),
    )
}


@dataclass(frozen=True, slots=True)
class DemoStory:
    """A story as it appears; `corrected` is its text once corrected, None for all others."""

    slug: str
    outlet: Outlet
    title: str
    byline: str
    published: datetime
    text: str
    corrected: str | None = None

    @property
    def path(self) -> str:
        return f"/{self.outlet.key}/{self.slug}.html"


def city(news: str, today: date) -> str:
    """Return the city's file, with the address of its news sites and the day on which somebody last looked how to take
    part.
    """
    text = (Path(__file__).parent / "city.toml").read_text(encoding="utf-8")
    checked = today - timedelta(days=DAYS_SINCE_CHECKED)
    return text.replace("{news}", news).replace("{checked}", checked.isoformat())


def load(today: date) -> list[DemoStory]:
    """Return all stories that have appeared by today, in the order of their files."""
    known = days(today)
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    return [_story(name, files, known) for name in files]


def _story(name: str, files: Mapping[str, str], known: Mapping[str, date]) -> DemoStory:
    head, *texts = files[name].split("---\n")
    about = tomllib.loads(head)
    if original := about.get("copy_of"):
        texts = files[original].split("---\n")[1:]
    filled = [text.format_map(words(known)).strip() for text in texts]
    published = datetime.combine(known[about["day"]], time.fromisoformat(about["time"]), ZONE)
    return DemoStory(
        slug=name.partition("-")[2],
        outlet=OUTLETS[about["outlet"]],
        title=about["title"],
        byline=about["byline"],
        published=published,
        text=filled[0],
        corrected=f"{filled[1]}\n\n{NOTICE}" if len(filled) > 1 else None,
    )
