"""Which issue something is on: open ones are listed, any other is found by its title."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join

from officials.models import Place
from stories.desk.access import desk_page, searched_in
from votes.models import Issue

# Issues that are named to somebody who types, at most.
MOST_NAMED = 8


class QuickSelect(forms.Select):
    """A select whose options are written in one go. Through Django's templates, two an option, those of a few long
    selects cost more than the rest of the page.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        chosen, tag = set(self.format_value(value)), self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        rows = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
        return format_html("<select{}>{}</select>", flatatt(tag), options)


class IssueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Any issue, or none. The row's `own` is at hand: only another one is asked for."""

    widget = QuickSelect
    own: Issue | None = None

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(Issue.objects.all(), required=required, empty_label=None if required else "no issue")

    def to_python(self, value: Any) -> Any:
        return self.own if self.own and str(value) == str(self.own.pk) else super().to_python(value)

    def offer(self, own: Issue | None, place: Place | None, sent: int = 0) -> None:
        """List those that are open, the place's first, the row's own, and the one that was sent."""
        self.own = own
        self.choices = partial(self._offered, place, {sent, own.pk if own else 0} - {0})

    def _offered(self, place: Place | None, also: set[int]) -> list[tuple[str, str]]:
        issues = Issue.objects.filter(Q(closed_at=None) | Q(pk__in=also)).nearest(place)
        none = [] if self.required else [("", str(self.empty_label))]
        return [*none, *((str(pk), title) for pk, title in issues.values_list("pk", "title"))]


class IssueByTitle(forms.CharField):
    """An issue that is not listed, by its title or words of it; None where nothing is typed."""

    def __init__(self) -> None:
        typing = {"autocomplete": "off", "data-issues": reverse_lazy("desk-suggest-issue")}
        super().__init__(
            max_length=200, required=False, label="Or another issue", widget=forms.TextInput(attrs=typing),
            help_text="A closed one, too: its title, or words of it.",
        )  # fmt: skip

    def clean(self, value: Any) -> Issue | None:
        typed = " ".join(super().clean(value).split())
        return issue_called(typed) if typed else None


def issue_called(typed: str) -> Issue:
    """Return the one issue of this title or slug, or whose title has all these words; where there is none or more than
    one, say what to type.
    """
    exactly = list(Issue.objects.filter(Q(title__iexact=typed) | Q(slug=typed.casefold()))[:MOST_NAMED])
    found = exactly or list(issues_named(typed)[:MOST_NAMED])
    if not found:
        raise forms.ValidationError("No issue is called so: type other words of its title.")
    if len(found) > 1:
        named = "; ".join(value for value, _ in _told_apart(found))
        raise forms.ValidationError("More than one is called so. Type one of: %(named)s.", params={"named": named})
    return found[0]


def issues_named(words: str) -> QuerySet[Issue]:
    """Return the issues with all the words in their title: open ones first, then those closed last."""
    named = Issue.objects.all()
    for word in words.split()[:10]:
        named = named.filter(title__icontains=word)
    return named.order_by(F("closed_at").desc(nulls_first=True), "title", "pk")


def _told_apart(issues: list[Issue]) -> list[tuple[str, Issue]]:
    """Return each with what names it alone: its title, or its slug where another one is called the same."""
    titles = [issue.title.casefold() for issue in issues]
    return [(issue.slug if titles.count(issue.title.casefold()) > 1 else issue.title, issue) for issue in issues]


@desk_page
def suggest(request: HttpRequest) -> HttpResponse:
    """Return the issues that may be meant by what was typed, as options of a list of values."""
    words = searched_in(request)
    found = list(issues_named(words)[:MOST_NAMED]) if words else []
    return render(request, "desk/issue_titles.html", {"named": _told_apart(found)})
