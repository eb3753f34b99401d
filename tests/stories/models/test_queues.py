"""The small tables of what waits or stands out say what the large ones do, whatever becomes of these."""

import pytest
from django.db import connection

from stories.migrations import _queues as queues
from stories.models import (
    Article,
    ArticleVersion,
    Entry,
    EntryTally,
    Extraction,
    Finding,
    Outdated,
    Rank,
    Source,
    Unread,
    YieldDay,
)
from stories.sources.health import health
from tests.factories import NOW, make_article, make_finding, make_source, make_version, number

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
