"""The town that `bench_growth` measures: `web_data`'s, and the same with ever more years of closed issues behind it.

What waits (findings for a curator, stories to be read again, mail) is the same at every size: it follows what happens
in a day. What was done grows: stories with all that was read, decided and told of them. Every closed issue of the first
town, with all that hangs on it, is written again by INSERT … SELECT, each number moved on by the same step.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.utils import timezone

from stories.migrations._queues import OUTDATED_SO_FAR, TAKEN_SO_FAR, TALLIES_SO_FAR, UNREAD_SO_FAR, YIELDS_SO_FAR
from stories.models import (
    Appearance,
    Article,
    ArticleIssue,
    ArticleVersion,
    Entry,
    EntryTally,
    Extraction,
    Finding,
    LoggedAction,
    Outdated,
    Quote,
    Snapshot,
    Source,
    Taken,
)
from tests.bench.bench_desk import payload
from tests.bench.web_data import OPEN, STORIES, STORIES_EACH, Town, fill, triggers
from votes.models import Announcement, Ballot, Delivery, Event, EventChange, FanOut, Issue, Position, Vote, VoteChange

# The first story of a closed issue, and all before it, which is written once.
ONCE = STORIES + (OPEN - 1) * STORIES_EACH
# Stories of which findings wait for a curator, and those that wait to be read again.
WAITING, REREAD = 200, 40
READERS = 1_000
OF_STORY, OF_ISSUE = f"article_id > {ONCE}", f"issue_id > {OPEN}"
# What is written again: which rows, and what differs from the one that is copied beside keys.
COPIED: Mapping[type[models.Model], tuple[str, Mapping[str, str]]] = {
    Issue: (f"id > {OPEN}", {"slug": "'matter-' || {id}"}),
    Event: (f"id > {OPEN}", {}),
    Event.issues.through: (f"event_id > {OPEN}", {}),
    Event.bodies.through: (f"event_id > {OPEN}", {}),
    EventChange: (f"event_id > {OPEN}", {}),
    Vote: (OF_ISSUE, {}),
    VoteChange: (f"vote_id > {OPEN}", {}),
    Ballot: (f"vote_id > {OPEN}", {}),
    Article: (f"id > {ONCE}", {"url": "'https://paper.example/' || {id}", "fingerprint": "{hashes}"}),
    ArticleVersion: (OF_STORY, {"sha256": "lpad({id}::text, 64, '0')"}),
    Extraction: (f"version_id IN (SELECT id FROM stories_articleversion WHERE {OF_STORY})", {}),
    ArticleIssue: (OF_ISSUE, {}),
    Appearance: (OF_ISSUE, {}),
    Quote: (OF_ISSUE, {}),
    Position: (OF_ISSUE, {}),
    Finding: (OF_STORY, {"fingerprint": "{id}::text"}),
    Taken: (OF_STORY, {}),
    Outdated: (f"finding_id IN (SELECT id FROM stories_finding WHERE {OF_STORY})", {}),
    LoggedAction: (f"finding_id IN (SELECT id FROM stories_finding WHERE {OF_STORY})", {}),
    Entry: (OF_STORY, {"url": "'https://paper.example/' || {article_id}", "guid": "{id}::text"}),
    Snapshot: ("sha256::numeric > {once}", {"sha256": "lpad((row.sha256::numeric + {moved})::text, 64, '0')"}),
    Announcement: (f"id > {ONCE}", {"subject": "'quote:' || {id}"}),
    FanOut: (f"announcement_id > {ONCE}", {}),
    Delivery: (f"announcement_id > {ONCE}", {}),
}  # fmt: skip
# Two dozen hashes that no other story has: what most stories are known by.
HASHES = "(SELECT array_agg(hashint8(({id})::bigint * 100 + part)) FROM generate_series(1, 24) part)"
BEGUN = f"""
    UPDATE votes_issue SET terms = ARRAY[title] WHERE id <= {OPEN};
    UPDATE stories_article SET fingerprint = {HASHES.format(id="stories_article.id")};
    UPDATE stories_article SET next_reread_at = now() - interval '1 hour' WHERE id <= {REREAD};
    -- Two stories in a hundred changed once; of one in seven of these the words are gone.
    INSERT INTO stories_articleversion (article_id, number, title, text, headings, sha256, read_at)
        SELECT article_id, 2, title, CASE WHEN article_id % 7 = 0 THEN 'Gone.' ELSE text || ' More.' END, '[]',
            lpad((article_id + 5000000)::text, 64, '0'), read_at + interval '1 hour'
        FROM stories_articleversion WHERE article_id % 50 = 0;
    INSERT INTO stories_extraction (version_id, extractor, note, done_at)
        SELECT id, extractor, '', read_at FROM stories_articleversion, (VALUES ('rules'), ('model')) by (extractor);
    -- As bytes where the page is still kept.
    INSERT INTO stories_snapshot (sha256, url, content_type, body, fetched_at)
        SELECT sha256, '', 'text/html', CASE WHEN read_at > now() - interval '30 days' THEN '\\x00'::bytea END, read_at
        FROM stories_articleversion WHERE number = 1;
    INSERT INTO stories_entry (source_id, guid, url, title, content, published_at, state, article_id, attempts,
                               next_try_at, problem, seen_at)
        SELECT source.id, 'guid-' || article.id, article.url, article.title, '', published_at, 'done', article.id, 1,
            first_read_at, '', first_read_at
        FROM stories_article article JOIN stories_source source USING (outlet_id);
    INSERT INTO stories_entry (source_id, guid, url, title, content, state, attempts, next_try_at, problem, seen_at)
        SELECT id, 'due', url || '/due', 'Due', '', 'due', 1, now(), 'It was away.', now() FROM stories_source;
    INSERT INTO stories_finding (article_id, version_id, kind, spans, payload, confidence, extractor, rule, because,
                                 seconded_by, fingerprint, recounted, state, issue_id, governs, chosen, created_at)
        SELECT article_id, version_id, kind, spans, payload, confidence, extractor, rule, because, seconded_by,
            'waits-' || id, '{{}}', 'pending', issue_id, false, false, created_at
        FROM stories_finding WHERE article_id BETWEEN {STORIES + 1} AND {STORIES + WAITING} AND kind = 'quote';
    INSERT INTO votes_subscriber (id, email, new_email, key, nonce, created_at, confirmed_at, stopped_why)
        SELECT n, 'reader' || n || '@mail.example', '', 'key-' || n, 'nonce-' || n, now() - interval '1 day',
            now() - interval '1 day', '' FROM generate_series(1, {READERS}) n;
    INSERT INTO votes_subscription (subscriber_id, issue_id, kinds, leads, cadence, created_at, confirmed_at)
        SELECT n, 1 + n % {OPEN}, '{{date,reminder,result,quiet}}', '{{7,1}}', 'at_once', now() - interval '1 day',
            now() - interval '1 day' FROM generate_series(1, {READERS}) n;
    -- Of every tenth story something was told, to five readers.
    INSERT INTO votes_announcement (id, kind, topics, subject, version, to_end, old, new, why, title, detail, sentence,
                                    source_name, source_url, path, created_at)
        SELECT id, 'quote', ARRAY['issue:' || (1 + id % {OPEN})], 'quote:' || id, 0, false, '{{}}', '{{}}', 'news',
            'Told', '', '', '', '', '/', first_read_at FROM stories_article WHERE id % 10 = 0;
    INSERT INTO votes_fanout (announcement_id, due_at, done_at, overtaken)
        SELECT id, created_at, created_at, false FROM votes_announcement;
    INSERT INTO votes_delivery (announcement_id, subscriber_id, state, why, due_at, closed_at, created_at)
        SELECT id, 1 + (id + n * 199) % {READERS}, 'sent', '', created_at, created_at, created_at
        FROM votes_announcement, generate_series(1, 5) n;
"""


# What triggers keep, and none saw.
KEPT = f"""
    {OUTDATED_SO_FAR}; {YIELDS_SO_FAR}; TRUNCATE stories_taken; {TAKEN_SO_FAR};
    -- The eight that are next to be read.
    DELETE FROM stories_extraction WHERE version_id <= 8;
    {UNREAD_SO_FAR};
"""


class Growing:
    """The town, at first with as many stories as are asked for."""

    def __init__(self, articles: int) -> None:
        self.town: Town = fill(articles)
        self.articles = Article.objects.count()
        self._ask("SELECT setval('stories_articleversion_id_seq', (SELECT max(id) FROM stories_articleversion))")
        for outlet in {article.outlet for article in Article.objects.order_by("id")[:STORIES].select_related("outlet")}:
            Source.objects.create(outlet=outlet, url=f"https://{outlet.slug}.example/feed", next_poll_at=timezone.now())
        triggers(on=False)
        for kind in {"quote", "position", "vote"}:
            says = payload(kind, "Ona Firth", "Reedham Council", "the lease")
            Finding.objects.filter(kind=kind).update(payload=says)
        self._ask(BEGUN)
        self._ask(KEPT)
        triggers(on=True)
        self._settle()
        self._steps = {model: self._step(model) for model in COPIED}
        self._written_again, self._copies = self.articles - ONCE, 0

    def grow(self, articles: int) -> None:
        """Write closed issues again until there are about as many stories."""
        more = round((articles - self.articles) / self._written_again)
        if more < 1:
            return
        triggers(on=False)
        for model, (which, otherwise) in COPIED.items():
            self._copy(model, which, otherwise, self._copies + 1, self._copies + more)
        triggers(on=True)
        self._copies += more
        self.articles += more * self._written_again
        self._settle()

    def _step(self, model: type[models.Model]) -> int:
        """By how much a copy's number is higher than that of what it was copied from."""
        if isinstance(model._meta.pk, models.ForeignKey):
            return 0
        return 0 if model is Snapshot else int(self._ask(f"SELECT max(id) FROM {model._meta.db_table}")[0][0])

    def _copy(self, model: type[models.Model], which: str, otherwise: Mapping[str, str], first: int, last: int) -> None:
        """Write the rows that were there at first again, once for each number."""
        columns: dict[str, str] = {}
        for field in model._meta.local_concrete_fields:
            if field.generated:
                continue
            of = field.related_model if isinstance(field, models.ForeignKey) else model if field.primary_key else None
            step = self._steps.get(of, 0) if isinstance(of, type) else 0
            columns[field.column] = f'(row."{field.column}" + n.n * {step})' if step else f'row."{field.column}"'
        article = f"n.n * {self._steps[Article]}"
        named = {**columns, "hashes": HASHES.format(**columns) if "id" in columns else "", "moved": article}
        columns |= {name: value.format(**named) for name, value in otherwise.items()}
        table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
        of_first = f"SELECT * FROM {table} WHERE {which.format(once=ONCE)}"
        if self._steps[model]:
            of_first += f" AND id <= {self._steps[model]}"
        elif model is Snapshot:
            of_first += f" AND sha256::numeric <= {self._steps[Article]}"
        else:
            key = model._meta.pk.column
            of = model._meta.pk.related_model
            of_first += f" AND {key} <= {self._steps[of]}"
        self._ask(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())}"
            f" FROM ({of_first}) row, generate_series({first}, {last}) n(n)"
        )
        if self._steps[model]:
            self._ask(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")

    def _settle(self) -> None:
        """What the server and the clock do by themselves after a while."""
        EntryTally.objects.all().delete()
        self._ask(TALLIES_SO_FAR)
        self._ask("VACUUM ANALYZE")

    def _ask(self, sql: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
