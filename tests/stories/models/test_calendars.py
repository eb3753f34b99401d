"""Rows of calendars."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from stories.models import Article, CalendarRow, Source
from tests.factories import NOW, make_article, make_source

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def make_row(uid: str, source: Source, **fields: object) -> CalendarRow:
    return CalendarRow.objects.create(source=source, article=make_article(), uid=uid, seen_at=NOW, **fields)


def test_a_row_is_ahead_as_long_as_its_day_is_not_over() -> None:
    source = make_source(kind="ical", rank="record")
    rows = [make_row(str(day), source, day=day) for day in (date(2026, 3, 9), TODAY, None)]
    assert set(CalendarRow.objects.ahead(TODAY)) == {*rows[1:]}
    rows[1].gone_at = NOW
    rows[1].save()
    assert list(CalendarRow.objects.missing(TODAY)) == [rows[1]]
    assert str(rows[1]) == str(rows[1].article)


def test_a_calendar_has_a_uid_once_and_is_an_official_record() -> None:
    source = make_source(kind="ical", rank="record")
    make_row("a", source)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_row("a", source)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_source(kind="legistar")
    assert source.is_calendar
    assert not make_source().is_calendar


def test_an_article_is_a_report_unless_it_is_said_to_be_a_record() -> None:
    story, record = make_article(), make_article(rank="record")
    assert (story.is_record, record.is_record) == (False, True)
    assert list(Article.objects.reports()) == [story]
