"""Django's admin, for whoever looks after the program itself: superusers only. Every table can be looked at; what is
public changes through the curation door alone, so that only the tables of `WRITABLE` can be written here.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from stories.desk.access import refused
from stories.desk.held import log_in_first
from stories.sources import follow

APPS = ("officials", "votes", "stories", "auth", "axes", "otp_totp", "otp_static")
# What opens something by itself: nobody has to read it to look after it.
SECRETS = {"key", "token", "password", "request_headers"}
# No table that can be added to, changed or deleted from stands here without the reason why.
WRITABLE = {
    "stories.source": (("change",), "how a source is polled is an operator's business, and makes nothing public"),
    "auth.user": (("add", "change"), "accounts; one that has done something stays, since the log names it"),
    "auth.group": (("add", "change", "delete"), "roles; the three that the program needs are made again"),
    "axes.accessattempt": (("delete",), "lets in at once who is locked out"),
    "otp_totp.totpdevice": (("delete",), "resets a second factor"),
    "otp_static.staticdevice": (("delete",), "resets its recovery codes"),
}
# What of a source is typed here. Its address and rules are tried out first, by `manage.py add_source`; pausing is an
# act of the desk's.
SOURCE_FIELDS = ("full_text", "interval_minutes")
# Kept short enough for one line of a list.
SHORT = (
    models.CharField, models.DateField, models.BooleanField, models.IntegerField, models.ForeignKey,
    models.GenericIPAddressField,
)  # fmt: skip
# What no person reads.
OPAQUE = (models.BinaryField, SearchVectorField)
COLUMNS, ROWS = 8, 50


class Table(admin.ModelAdmin):  # type: ignore[type-arg]  # no class to be subscripted when the program runs
    """A table, to be looked at and no more unless `WRITABLE` says so. A list is one query: other tables' rows stand as
    their numbers, and nothing is counted beyond the page.
    """

    list_per_page = list_max_show_all = ROWS
    show_full_result_count = False
    ordering = ("-pk",)
    view_on_site = False

    def _may(self, verb: str) -> bool:
        verbs, _why = WRITABLE.get(self.opts.label_lower, ((), ""))
        return verb in verbs

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may("add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("delete")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = [field.attname for field in self._columns() if isinstance(field, SHORT)]
        return ["pk", *shown[:COLUMNS]]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        through: Any = [(field.name, field.remote_field.through) for field in self.opts.many_to_many]
        several = [name for name, table in through if table._meta.auto_created]
        return [field.name for field in self._columns()] + several

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)

    def _columns(self) -> list[Any]:
        """The fields that a person can read, without keys, pictures of pages and search words."""
        return [
            field
            for field in self.opts.concrete_fields
            if not field.primary_key and field.name not in SECRETS and not isinstance(field, OPAQUE)
        ]


class Sources(Table):
    """How a source is polled; what is changed here is heeded at its next turn, which is now."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in self.get_fields(request, obj) if name not in SOURCE_FIELDS]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        follow.change(obj, {name: form.cleaned_data[name] for name in form.changed_data}, None, timezone.now())


class Accounts(UserAdmin):  # type: ignore[type-arg]
    """Accounts, as Django has them; one that is no longer wanted is made inactive."""

    list_per_page = list_max_show_all = ROWS
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Plumbing(admin.AdminSite):
    """The pages. Whoever is not logged in gets our own login, with its two steps; whoever is no superuser a refusal."""

    site_header = site_title = index_title = "Plumbing"
    site_url = "/desk/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)

        @never_cache
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return guarded(request, *args, **kwargs) if self.has_permission(request) else self.login(request)

        return asked

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one login that there is."""
        if self.has_permission(request):
            return redirect("admin:index")
        if not request.user.is_authenticated:
            return log_in_first(request)
        return refused(request, "Only a superuser may look after the program’s tables.")


plumbing = Plumbing()
OWN = {"auth.user": Accounts, "auth.group": GroupAdmin, "stories.source": Sources}
for label in APPS:
    for model in apps.get_app_config(label).get_models():
        if model._meta.label_lower not in ("auth.permission", "otp_static.statictoken"):
            plumbing.register(model, OWN.get(model._meta.label_lower, Table))
