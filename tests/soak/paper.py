"""A local paper whose site stumbles: the first answer for a page often fails, and its stories are rewritten."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import cycle
from time import sleep

from stories.models import Article, Source
from tests.stories.ingestion.beacon import rss, story
from tests.stories.ingestion.fetch.answers import OK
from tests.stories.ingestion.web import Page, Site, page, raw

STUMBLES: list[Page | None] = [page(b"oops", 500), raw(b""), None, raw(OK, b"Content-Length: 9999\r\n\r\nshort"), None]


@dataclass
class Paper:
    """`texts` holds the words of each story, as they were first and as they were changed; `says` stands in each."""

    site: Site
    says: str = ""
    texts: dict[int, list[str]] = field(default_factory=dict)

    def publish(self) -> None:
        """One more story, first in the feed."""
        number = len(self.texts) + 1
        self.texts[number] = [f"The council of Gull Cove will vote on pier {number} of {self.site.port}."]
        self._serve(number, STUMBLES[number % len(STUMBLES)])
        self.site.pages["/feed"] = self._stumbling(page(rss(self.site, *reversed(self.texts))), STUMBLES[number % 3])

    def rewrite(self, number: int) -> None:
        """The story says something else from now on."""
        self.texts[number].append(f"The council put its vote on pier {number} off, time {len(self.texts[number])}.")
        self._serve(number, STUMBLES[(number + 1) % len(STUMBLES)])

    def _serve(self, number: int, stumble: Page | None) -> None:
        words = f"{self.texts[number][-1]} {self.says}".strip()
        answer = page(story(number, words), Content_Type="text/html")
        self.site.pages[f"/{number}.html"] = self._stumbling(answer, stumble)

    def _stumbling(self, answer: Page, stumble: Page | None) -> Page:
        """The first answer is the stumble, the third comes late."""
        turns = cycle([stumble or answer, answer, answer])

        def send(handler: BaseHTTPRequestHandler) -> None:
            turn = next(turns)
            if turn is stumble:
                sleep(0.2)
            turn(handler)

        return send

    def is_taken_in(self, source: Source) -> bool:
        """Whether all its stories are stored as they are now."""
        return source.entries.filter(state="done").count() == len(self.texts) and all(
            article is not None and texts[-1] in article.versions.latest("number").text
            for article, texts in ((self._article(number), texts) for number, texts in self.texts.items())
        )

    def check(self, source: Source) -> int:
        """Each story stands exactly once, with versions in their order and none twice; how many versions there are."""
        assert source.entries.count() == len(self.texts), "an entry is missing, or one is there twice"
        assert Article.objects.filter(url__startswith=self.site.url("/")).count() == len(self.texts)
        return sum(self._check_story(number, texts) for number, texts in self.texts.items())

    def _check_story(self, number: int, texts: list[str]) -> int:
        article = self._article(number)
        assert article is not None, f"story {number} is missing"
        versions = list(article.versions.order_by("number"))
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        told = [next(place for place, words in enumerate(texts) if words in version.text) for version in versions]
        assert told == sorted(set(told)), "a version is there twice, or an old one came after a new one"
        assert told[-1] == len(texts) - 1
        return len(versions)

    def _article(self, number: int) -> Article | None:
        return Article.objects.filter(url=self.site.url(f"/{number}.html")).first()
