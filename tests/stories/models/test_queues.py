"""The small tables of what waits or stands out say what the large ones do, whatever becomes of these."""

from datetime import timedelta

import pytest
from django.db import connection

from stories.migrations import _queues as queues
from stories.models import (
    Article,
    ArticleIssue,
    ArticleVersion,
    Entry,
    EntryTally,
    Extraction,
    Finding,
    Outdated,
    Rank,
    Source,
    Taken,
    Unasked,
    Unread,
    YieldDay,
)
from stories.public.queries import public_stories
from stories.sources.health import health
from tests.factories import NOW, make_article, make_finding, make_issue, make_outlet, make_source, make_version, number

pytestmark = pytest.mark.django_db


def listed(source: Source, article: Article | None = None, state: str = "due") -> Entry:
    times = {"next_try_at": NOW, "seen_at": NOW}
    return Entry.objects.create(
        source=source, guid=f"g{number()}", url="https://x.example/", article=article, state=state, **times
    )


def counted_anew(fill: str, table: str) -> list[tuple[object, ...]]:
    """What a migration that runs on the data as it is would write there, in place of what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        cursor.execute(fill)
        cursor.execute(f"SELECT to_jsonb({table}) - 'id' FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


def test_a_version_waits_until_an_extractor_has_read_it_and_again_when_its_day_is_counted_anew() -> None:
    article = make_article("The council will vote.")
    later = make_version(article, "The council will vote soon.")
    record = make_article("The council will meet.", rank=Rank.RECORD)
    assert set(Unread.objects.values_list("version", flat=True)) == {*article.versions.values_list("pk", flat=True)}
    for version in ArticleVersion.objects.all():
        Extraction.objects.create(version=version, done_at=NOW)
    Extraction.objects.create(version=later, extractor="model", done_at=NOW)
    assert not ArticleVersion.objects.unread().exists()
    Extraction.objects.filter(version=later, extractor="model").delete()
    assert not ArticleVersion.objects.unread().exists()
    Article.objects.filter(pk__in=[article.pk, record.pk]).count_anew()
    assert list(ArticleVersion.objects.unread()) == [later]
    assert counted_anew(queues.UNREAD_SO_FAR, "stories_unread") == [(f'{{"version_id": {later.pk}}}',)]


def unasked() -> list[int]:
    return list(Unasked.objects.order_by("version").values_list("version_id", flat=True))


def test_a_model_has_yet_to_be_asked_about_the_newest_version_that_the_rules_have_read() -> None:
    article = make_article("The council will vote.")
    first = article.versions.get()
    assert unasked() == []
    rules = Extraction.objects.create(version=first, done_at=NOW)
    assert unasked() == [first.pk]
    model = Extraction.objects.create(version=first, extractor="model", done_at=NOW)
    assert unasked() == []
    model.delete()
    assert unasked() == [first.pk]
    rules.delete()
    assert unasked() == []
    Extraction.objects.create(version=first, done_at=NOW)
    later = make_version(article, "The council will vote soon.")
    assert unasked() == []
    Extraction.objects.create(version=later, done_at=NOW)
    assert unasked() == [later.pk]
    assert len(counted_anew(queues.UNASKED_SO_FAR, "stories_unasked")) == 1
    # Without a model nobody asks: what is older than a month goes by itself.
    ArticleVersion.objects.bulk_create([ArticleVersion(
        article=make_article("The council met."), number=2, title="", text="It met.", sha256="x",
        read_at=later.read_at + timedelta(days=32),
    )])  # fmt: skip
    newest = ArticleVersion.objects.latest("pk")
    Extraction.objects.create(version=newest, done_at=NOW)
    assert unasked() == [newest.pk]


def taken() -> set[int]:
    return {*Taken.objects.values_list("article_id", flat=True)}


def test_a_story_is_taken_when_something_of_it_or_of_one_in_its_words_is_accepted() -> None:
    issue, paper = make_issue(), make_outlet()
    told, matched, copied, waiting = (make_article("The council will vote.", outlet=paper) for _ in range(4))
    copy = make_article("The council will vote.", original=copied)
    proposed = ArticleIssue.objects.create(article=matched, issue=issue)
    make_finding(waiting, "council")
    assert taken() == set()
    make_finding(told, "council", state="accepted")
    make_finding(make_article("The council will meet.", rank=Rank.RECORD), "council", state="accepted")
    proposed.state = "accepted"
    proposed.save()
    of_copy = make_finding(copy, "council")
    Finding.objects.filter(pk=of_copy.pk).update(state="accepted")
    public = {*public_stories().reports().values_list("pk", flat=True)}
    assert taken() == {told.pk, matched.pk, copied.pk, copy.pk} == public
    assert len(counted_anew(queues.TAKEN_SO_FAR, "stories_taken")) == len(taken())
    # One that is found to be a copy later is public along with its original; it moves with its day and its outlet.
    other = make_outlet()
    day = NOW - timedelta(days=9)
    Article.objects.filter(pk=waiting.pk).update(original=matched)
    Article.objects.filter(pk=waiting.pk).update(outlet=other, published_at=day)
    assert waiting.pk in taken()
    assert list(Taken.objects.filter(outlet=other).values_list("article_id", "at")) == [(waiting.pk, day)]


def test_a_claim_is_outdated_while_the_newest_version_lacks_its_words() -> None:
    article = make_article("The  council\nwill vote. The mayor left.")
    stays, goes = make_finding(article, "council\nwill vote"), make_finding(article, "The mayor left")
    without = make_version(article, "The council will vote.")
    assert list(Outdated.objects.values_list("finding", flat=True)) == [goes.pk]
    found_late = Finding.objects.create(
        article=article, version=goes.version, kind="quote", spans=goes.spans, fingerprint="late", created_at=NOW,
        confidence=0.5,
    )  # fmt: skip
    both = [{"finding_id": goes.pk}, {"finding_id": found_late.pk}]
    assert counted_anew(queues.OUTDATED_SO_FAR, "stories_outdated") == [(str(one).replace("'", '"'),) for one in both]
    without.redact(NOW)
    assert not Outdated.objects.exists()
    make_version(article, "Nothing is known.")
    assert set(Outdated.objects.values_list("finding", flat=True)) == {stays.pk, goes.pk, found_late.pk}


def test_a_source_yields_on_the_days_of_its_stories_findings_whichever_of_its_entries_come_later() -> None:
    first, second = make_source(), make_source()
    article = make_article("The council will vote.")
    listed(first, article)
    for _ in range(2):
        make_finding(article, "council")
    assert [(day.source, day.day) for day in YieldDay.objects.all()] == [(first, NOW.date())]
    entry = listed(second)
    entry.article = article
    entry.save()
    days = [(day.source, day.day) for day in YieldDay.objects.order_by("source")]
    assert days == [(first, NOW.date()), (second, NOW.date())]
    assert len(counted_anew(queues.YIELDS_SO_FAR, "stories_yieldday")) == len(days)


def test_the_tallies_of_entries_add_up_however_they_move_and_folding_changes_no_sum() -> None:
    source, article = make_source(), make_article("The council will vote.", partial=True)
    entries = [listed(source) for _ in range(4)]
    Entry.objects.filter(pk=entries[0].pk).update(state="done", article=article)
    Entry.objects.filter(pk=entries[1].pk).update(state="skipped")
    Entry.objects.filter(pk=entries[2].pk).delete()
    written = EntryTally.objects.count()
    Entry.objects.update(claimed_until=NOW)  # which moves nothing
    assert EntryTally.objects.count() == written

    def shown() -> tuple[int, int, int, int]:
        [state] = health(NOW)
        return state.waiting, state.failed, state.skipped, state.partial

    assert shown() == (1, 0, 1, 1)
    EntryTally.objects.fold()
    assert EntryTally.objects.count() == 3
    assert shown() == (1, 0, 1, 1)
    Article.objects.filter(pk=article.pk).update(partial=False)
    assert shown() == (1, 0, 1, 0)
    before = shown()
    counted_anew(queues.TALLIES_SO_FAR, "stories_entrytally")
    assert shown() == before
