"""The desk's room of events: a meeting, hearing or deadline entered, moved or called off by hand."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Body, Place
from stories import curation
from stories.desk.access import carried_out, curator, desk_page, number_in
from stories.desk.enter import only_enter
from stories.desk.windows import GroupedForm, SourceForm, VersionedForm, WindowForm, why_field
from stories.desk.words import stands_in_words
from votes.models import Event, Issue, Vote
from votes.models.changes import Why
from votes.models.events import EVENT_FIELDS, EVENT_STATUSES, EventKind
from votes.models.status import OPEN_STATUSES, Status
from votes.windows import Precision


class VotesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, vote: Any) -> str:
        return f"{vote} ({stands_in_words(vote)})"


def several(field: type[Any], rows: QuerySet[Any], **options: Any) -> Any:
    """Return the choice of any number of these, each with a box to tick."""
    return field(rows, required=False, widget=forms.CheckboxSelectMultiple, **options)


class EventForm(GroupedForm, VersionedForm, WindowForm, SourceForm):
    """A new event of an issue, or a known one with all that is known of it."""

    GROUPS = (
        ("What it is", ("kind", "title", "issues", "bodies")),
        ("When and where", ("phrase", "precision", "earliest", "latest", "time", "location", "url", "status")),
        ("Votes taken at it", ("votes",)),
        ("Who says so", (*SourceForm.SOURCE, "why")),
    )

    kind = forms.ChoiceField(choices=EventKind, help_text="Of a deadline, the time is when it ends.")
    title = forms.CharField(max_length=300, label="What it is on")
    issues = several(forms.ModelMultipleChoiceField, Issue.objects.none(), label="Issues")
    bodies = several(
        forms.ModelMultipleChoiceField, Body.objects.none(), label="Whose it is",
        help_text="A joint meeting has several; leave it open where the source does.",
    )  # fmt: skip
    location = forms.CharField(max_length=300, required=False, label="Where")
    url = forms.URLField(
        max_length=1000, required=False, label="Link", assume_scheme="https",
        help_text="The agenda, or where to sign up or answer.",
    )  # fmt: skip
    status = forms.ChoiceField(choices=[(status.value, status.label) for status in EVENT_STATUSES])
    votes = several(
        VotesChoice, Vote.objects.none(), label="These votes",
        help_text="They get the event’s date and place, move with it and are called off with it; readers are told of "
        "the vote.",
    )  # fmt: skip
    why = why_field()

    def __init__(self, event: Event, about: Issue | None, data: Any = None) -> None:
        super().__init__(data, initial=_shown_of(event) if event.pk else _proposed_for(about))
        self.shown = self.event = event
        place = event.place or (about.place if about else None)
        issues = _issues_at(event, place)
        own = Q(pk__in=event.bodies.values("pk") if event.pk else [])
        bodies = Body.objects.filter(Q(place=place) | own) if place else Body.objects.all()
        votes = Vote.objects.standing().on_the_matter().filter(issue__in=issues)
        votes = votes.filter(Q(status__in=OPEN_STATUSES) | Q(pk__in=_taken_at(event)))
        rows = {"issues": issues, "bodies": bodies, "votes": votes.select_related("body")}
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if not event.pk:
            del self.fields["version"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "issues" not in self.errors and not values.get("issues"):
            self.add_error("issues", "Say which issue this is on.")
        if self._is_moved_to_a_day_gone(values):
            self.add_error(
                "earliest",
                "That day is over. Look at the year; if we had the day wrong, say below that it was our mistake.",
            )
        return values

    def _is_moved_to_a_day_gone(self, values: dict[str, Any]) -> bool:
        latest = values.get("latest")
        if not self.event.pk or latest is None or latest == self.event.latest or values.get("why") == Why.MISTAKE:
            return False
        return bool(latest < timezone.localdate(timezone=self.event.zone))

    def values(self) -> dict[str, Any]:
        """Return the event's own fields."""
        return {name: self.cleaned_data[name] for name in EVENT_FIELDS}

    def votes_taken(self) -> list[Vote] | None:
        """Return the votes taken at it from now on, None where that stays."""
        stays = self.event.pk and not {"issues", "votes"} & {*self.changed_data}
        return None if stays else list(self.cleaned_data["votes"])


def _shown_of(event: Event) -> dict[str, Any]:
    chosen = {name: [row.pk for row in getattr(event, name).all()] for name in ("issues", "bodies")}
    values = {name: getattr(event, name) for name in (*EVENT_FIELDS, "version")}
    return values | chosen | {"votes": _taken_at(event)}


def _taken_at(event: Event) -> list[int]:
    """Return the numbers of the votes that are yet to be taken at it, or were called off with it."""
    return [vote.pk for vote in event.votes.standing().undecided()] if event.pk else []


def _proposed_for(issue: Issue | None) -> dict[str, Any]:
    """Return what a new event most likely is: one day, of the body that decides."""
    proposed: dict[str, Any] = {"precision": Precision.DAY, "status": Status.SCHEDULED}
    if issue is None:
        return proposed
    bodies = [issue.body_id] if issue.body_id else []
    return proposed | {"title": issue.title, "issues": [issue.pk], "bodies": bodies}


def _issues_at(event: Event, place: Place | None) -> QuerySet[Issue]:
    """Return the open issues of the place, or of no place yet, and those that the event is on."""
    there = Q(place=place) | Q(place=None) if place else Q()
    return Issue.objects.filter(Q(there, closed_at=None) | Q(pk__in=event.issues.values("pk") if event.pk else []))


@desk_page
def event(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new event, of the issue that the address names, or change a known one."""
    known = get_object_or_404(Event.objects.select_related("place"), pk=pk) if pk else Event()
    asked = request.GET.get("issue", "")
    about = get_object_or_404(Issue.objects.select_related("place"), pk=number_in(asked)) if asked else None
    form = EventForm(known, about, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid() and (saved := _save(request, form)):
        return redirect("desk-event", saved)
    context = {"event": known, "form": form, "about": about, "issues": known.issues.all() if known.pk else []}
    return render(request, "desk/event.html", context, status=422 if sent else 200)


def _save(request: HttpRequest, form: EventForm) -> int | None:
    """Enter the event or publish its change; return its number, None where that was refused."""
    by, now, values = curator(request), timezone.now(), form.values()
    chosen = {name: form.cleaned_data[name] for name in ("bodies", "issues")}
    if form.event.pk:
        new = values | {name: [row.pk for row in rows] for name, rows in chosen.items()}
        why = form.cleaned_data["why"]
        act = partial(curation.edit_event, form.event, new, form.citation(), by, now, why, form.votes_taken())
        is_done = carried_out(request, act, "Published. Everyone who was told the old date is told the new one.", form)
        return form.event.pk if is_done else None
    kind, title, votes = values.pop("kind"), values.pop("title"), form.votes_taken() or ()
    event = curation.NewEvent(kind, title, [*chosen["bodies"]], [*chosen["issues"]], votes, values)
    entered: list[Event] = []
    enter = partial(curation.enter_event, event, form.citation(), by, now)
    return entered[0].pk if carried_out(request, lambda: entered.append(enter()), "Published.", form) else None
