"""The program's tables, for superusers: all to be looked at, few to be written, none past the curation door."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from civictrack.plumbing import APPS, ROWS, WRITABLE, plumbing
from civictrack.second_factor import new_recovery_codes
from stories.models import LoggedAction, Source
from tests.civictrack.apps_on_phones import KEY, with_app
from tests.factories import make_account, make_article, make_finding, make_issue, make_official, make_source, make_vote
from tests.votes.alerts.readers import make_reader
from votes.ledger import AppendOnly

pytestmark = pytest.mark.django_db

TABLES = sorted(plumbing._registry.items(), key=lambda item: item[0]._meta.label_lower)
HOSTILE = "<script>alert(1)</script>\u202e{{ 7 }}"


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", password="a long password"))
    return client


@pytest.fixture
def request_of_root(root: Client, rf: RequestFactory) -> Any:
    request = rf.get("/plumbing/")
    request.user = User.objects.get(username="root")
    return request


def address(model: Any, *more: object) -> str:
    path = "/".join(map(str, (model._meta.app_label, model._meta.model_name, *more)))
    return f"/plumbing/{path}/"


def may(table: Any, request: Any) -> set[str]:
    said = {
        "add": table.has_add_permission(request),
        "change": table.has_change_permission(request),
        "delete": table.has_delete_permission(request),
    }
    return {verb for verb, yes in said.items() if yes}


def test_what_can_be_written_is_what_the_table_says_with_a_reason(request_of_root: Any) -> None:
    written = {model._meta.label_lower: may(table, request_of_root) for model, table in TABLES}
    assert {label: verbs for label, verbs in written.items() if verbs} == {
        label: set(verbs) for label, (verbs, _) in WRITABLE.items()
    }
    assert all(why for _, why in WRITABLE.values())


def test_nothing_that_only_grows_can_be_written(request_of_root: Any) -> None:
    growing = {model._meta.label_lower for model in apps.get_models() if issubclass(model, AppendOnly)}
    assert growing >= {"stories.loggedaction", "stories.effect", "votes.votechange", "votes.announcement"}
    assert growing <= {model._meta.label_lower for model, _ in TABLES}
    assert not growing & set(WRITABLE)


def test_every_table_of_the_program_is_there_but_for_codes() -> None:
    there = {model for model, _ in TABLES}
    missing = {model._meta.label_lower for label in APPS for model in apps.get_app_config(label).get_models()} - {
        model._meta.label_lower for model in there
    }
    assert missing == {"auth.permission", "otp_static.statictoken"}


@pytest.mark.parametrize("model", [model for model, _ in TABLES if model._meta.label_lower not in WRITABLE])
def test_a_form_sent_to_a_table_that_is_looked_at_is_refused(root: Client, model: Any) -> None:
    for path in (address(model, "add"), address(model, 1, "delete")):
        assert root.post(path, {"post": "yes"}).status_code in (302, 403), path
    page = root.post(address(model), {"action": "delete_selected", "_selected_action": "1"})
    assert "delete_selected" not in page.content.decode()


def test_a_ledgers_row_is_not_changed_and_not_deleted(root: Client) -> None:
    article = make_article("“No,” Ada Quill said.")
    finding = make_finding(article, "No,", payload={"speaker": "Ada Quill", "label": "", "type": "direct"})
    root.post(f"/desk/findings/{finding.pk}/", {"act": "reject"})
    action = LoggedAction.objects.get()
    assert root.get(address(LoggedAction, action.pk, "change")).status_code == 200
    assert root.post(address(LoggedAction, action.pk, "change"), {"reason": "another"}).status_code == 403
    assert root.post(address(LoggedAction, action.pk, "delete"), {"post": "yes"}).status_code == 403
    action.refresh_from_db()
    assert action.reason == ""


def fill(rows: int) -> None:
    """So many rows in the largest tables, hostile text in each."""
    for _ in range(rows):
        article = make_article(f"“No,” Ada said. {HOSTILE}", title=HOSTILE)
        make_finding(article, "No,", payload={"speaker": HOSTILE, "label": "", "type": "direct"})
        person = make_official(HOSTILE, title=HOSTILE)
        make_vote(make_issue(HOSTILE), motion=HOSTILE)
        make_source(problem=HOSTILE)
        make_account(f"user{person.pk}")


def test_every_list_takes_as_many_queries_for_many_rows_as_for_few_and_escapes_them(root: Client) -> None:
    counted: dict[str, list[int]] = {}
    for rows in (2, 6):
        fill(rows)
        for model, _ in TABLES:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = root.get(address(model))
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
            counted.setdefault(model._meta.label_lower, []).append(len(queries))
    assert {label: counts for label, counts in counted.items() if counts[0] != counts[1]} == {}
    assert max(max(counts) for counts in counted.values()) <= 12


def test_a_list_ends_after_a_page(root: Client) -> None:
    for n in range(ROWS + 5):
        make_source(problem=f"problem {n}")
    for query in ("", "?all="):
        page = BeautifulSoup(root.get(f"{address(Source)}{query}").content, "lxml")
        assert len(page.select("#result_list tbody tr")) == ROWS


def test_every_kind_of_row_can_be_looked_at(root: Client) -> None:
    fill(1)
    make_reader(make_issue())
    with_app(make_account("una"))
    seen = 0
    for model, _ in TABLES:
        for pk in model._default_manager.values_list("pk", flat=True)[:1]:
            page = root.get(address(model, pk, "change"))
            assert page.status_code == 200, model
            assert "<script>alert" not in page.content.decode(), model
            seen += 1
    assert seen > 15


def test_what_opens_something_by_itself_is_not_shown(root: Client) -> None:
    reader, una = make_reader(make_issue()), with_app(make_account("una"))
    codes = new_recovery_codes(una)
    source = make_source(request_headers={"X-Token": "very secret"})
    pages = "".join(
        root.get(path).content.decode()
        for path in (
            address(type(reader)), address(type(reader), reader.pk, "change"), address(Source, source.pk, "change"),
            "/plumbing/otp_totp/totpdevice/", f"/plumbing/otp_totp/totpdevice/{una.totpdevice_set.get().pk}/change/",
            f"/plumbing/otp_static/staticdevice/{una.staticdevice_set.get().pk}/change/",
            f"/plumbing/otp_static/staticdevice/{una.staticdevice_set.get().pk}/delete/",
        )
    )  # fmt: skip
    assert [secret for secret in (reader.key, KEY, "very secret", *codes) if secret in pages] == []


def test_a_source_is_polled_as_often_as_is_typed_here_and_at_once(root: Client) -> None:
    source = make_source(failures=3)
    root.post(
        address(Source, source.pk, "change"),
        {"interval_minutes": "45", "full_text": "feed", "url": "https://x.example/"},
    )
    after = Source.objects.get()
    assert (after.interval_minutes, after.full_text, after.changes) == (45, "feed", 1)
    assert (after.url, after.failures) == (source.url, 3)


def test_a_second_factor_is_reset_here_too(root: Client) -> None:
    una = with_app(make_account("una"))
    root.post(f"/plumbing/otp_totp/totpdevice/{una.totpdevice_set.get().pk}/delete/", {"post": "yes"})
    assert not una.totpdevice_set.exists()


def test_an_account_is_made_and_put_into_a_role_and_is_never_deleted(root: Client) -> None:
    sent = {
        "username": "new",
        "usable_password": "true",
        "password1": "quite a long one",
        "password2": "quite a long one",
    }
    assert root.post("/plumbing/auth/user/add/", sent).status_code == 302
    new = User.objects.get(username="new")
    assert root.post(address(User, new.pk, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("pk", ["404404404", "9" * 5000, "-1", "x", "%00", "_2F", "<b>"])
def test_a_row_that_is_none_breaks_nothing(root: Client, pk: str) -> None:
    for model, _ in TABLES:
        assert root.get(address(model, pk, "change")).status_code in (302, 404), model


@pytest.mark.parametrize(
    "query", ["?p=9999999999", "?o=999.-1.x", "?pk=x", "?q=%00", "?id__gt=1", "?_facets=1", "?e=1"]
)
def test_a_question_that_is_none_breaks_nothing(root: Client, query: str) -> None:
    for model, _ in TABLES:
        assert root.get(address(model) + query).status_code in (200, 302, 400), model


def test_the_login_of_the_plumbing_is_the_desks(client: Client, root: Client) -> None:
    assert root.get("/plumbing/login/").headers["Location"] == "/plumbing/"
    client.logout()
    assert client.get("/plumbing/").headers["Location"] == "/desk/login/?next=/plumbing/"
