"""The desk's room of bodies: their other names, seats, what passes in them, and how residents take part."""

from functools import partial
from itertools import groupby
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import WAYS_TO_TAKE_PART, Body, Place
from stories import curation
from stories.curation.edit import BODY_FIELDS, body_values
from stories.curation.log import mark_of
from stories.desk.access import carried_out, curator, desk_page, searched_in
from stories.desk.enter import only_enter
from stories.desk.windows import MOST_VOTES, GroupedForm, PassageForm, date_field

MOST_ALIASES = 40
# What readers miss of a body that does not have it.
WANTED = {
    "seats": "seats",
    "passage_rule": "what passes",
    "address": "address",
    "sign_up_url": "sign-up link",
    "comment_url": "comment link",
}


def missing_of(body: Body) -> list[str]:
    """Return what nobody has said of the body yet, in words."""
    return [words for name, words in WANTED.items() if not getattr(body, name)]


class BodyForm(GroupedForm, PassageForm):
    """`aliases` one a line; `seen` is the mark of what was shown. Each way to take part has the day it was checked."""

    GROUPS = (
        ("What it is", ("name", "aliases", "kind", "place", "parents", "url")),
        ("How it decides", ("seats", "passage_rule", "passage_number")),
        ("Its own calendar", ("accepts_own_calendar",)),
        ("How to take part", tuple(n for way, day in WAYS_TO_TAKE_PART.items() for n in (way, f"{day}_checked_on"))),
    )

    place = forms.ModelChoiceField(Place.objects.all(), empty_label=None)
    kind = forms.ChoiceField(choices=Body.Kind, label="What sort of body")
    parents = forms.ModelMultipleChoiceField(
        Body.objects.none(), required=False, label="Part of, or made of", widget=forms.CheckboxSelectMultiple,
        help_text="A joint body is made of several; a committee is part of one.",
    )  # fmt: skip
    name = forms.CharField(max_length=250)
    aliases = forms.CharField(
        max_length=12_000, required=False, label="Also called", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: the names by which stories call it.",
    )  # fmt: skip
    url = forms.URLField(max_length=500, required=False, label="Its own site", assume_scheme="https")
    seats = forms.IntegerField(
        min_value=1, max_value=MOST_VOTES, required=False, help_text="Those who vote in it, vacant ones too."
    )
    accepts_own_calendar = forms.BooleanField(
        required=False, label="Accept its own calendar’s moves of a known meeting by itself",
        help_text="Readers are told at once, before a curator has looked. The log says so, and can undo it.",
    )  # fmt: skip
    address = forms.CharField(max_length=300, required=False, label="Where it meets and may be written to")
    address_checked_on = date_field("Address checked on")
    sign_up_url = forms.URLField(
        max_length=1000, required=False, label="Where to sign up to speak", assume_scheme="https"
    )
    sign_up_checked_on = date_field("Sign-up link checked on")
    comment_url = forms.URLField(max_length=1000, required=False, label="Where to comment", assume_scheme="https")
    comment_checked_on = date_field(
        "Comment link checked on", help_text="Left empty beside something new, each of these days is today."
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, body: Body, data: Any = None) -> None:
        initial = {name: getattr(body, name) for name in BODY_FIELDS}
        initial |= {"aliases": "\n".join(body.aliases), "seen": mark_of(body_values(body)), "place": body.place_id}
        super().__init__(data, initial=initial | {"parents": list(body.parents.values_list("pk", flat=True))})
        self.body = body
        others = Body.objects.filter(Q(place=body.place_id) | Q(children=body)).exclude(pk=body.pk).distinct()
        self.fields["parents"].queryset = others  # type: ignore[attr-defined]
        if not others.exists():
            del self.fields["parents"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        self._refuse_others(name)
        return name

    def clean_aliases(self) -> list[str]:
        lines = (" ".join(line.split()) for line in str(self.cleaned_data["aliases"]).splitlines())
        names = list({line.casefold(): line for line in lines if line}.values())
        if len(names) > MOST_ALIASES:
            raise forms.ValidationError(f"{len(names)} names are too many; {MOST_ALIASES} at most.")
        for name in names:
            if len(name) > 250:
                raise forms.ValidationError(f"“{name[:40]}…” is too long: a name has 250 characters at most.")
            self._refuse_others(name)
        own = str(self.cleaned_data.get("name", self.body.name)).casefold()
        return [name for name in names if name.casefold() != own]

    def _refuse_others(self, name: str) -> None:
        """Raise ValidationError where the name is another body's of the place: a story's claims would be either's."""
        place = self.cleaned_data.get("place") or self.body.place
        if other := Body.objects.called(name).filter(place=place).exclude(pk=self.body.pk).first():
            raise forms.ValidationError(f"{other} of {other.place} is called “{name}” already. Tell the two apart.")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        today = timezone.localdate(timezone=self.body.place.zone)
        for way, checked in WAYS_TO_TAKE_PART.items():
            if way in values and (day := f"{checked}_checked_on") in values:
                self._date_way(values, way, day, today)
        return values

    def _date_way(self, values: dict[str, Any], way: str, day: str, today: Any) -> None:
        """Give what is new the day on which it was checked, today where none was typed; what is gone has none."""
        typed = values[day] if day in self.changed_data else None
        if typed and typed > today:
            self.add_error(day, "Nobody has checked it on a day to come.")
        elif not values[way]:
            if typed:
                self.add_error(day, "Nothing stands here that was checked: give it, or leave the day empty.")
            values[day] = None
        elif way in self.changed_data:
            values[day] = typed or today
        elif values[day] is None:
            self.add_error(day, "Say on which day it was checked.")

    def values(self) -> dict[str, Any]:
        """Return the body's new values."""
        values = {name: self.cleaned_data[name] for name in BODY_FIELDS if name in self.fields}
        values["place_id"] = self.cleaned_data["place"].pk
        if "parents" in self.fields:
            values["parents"] = [body.pk for body in self.cleaned_data["parents"]]
        return values


@desk_page
def bodies(request: HttpRequest) -> HttpResponse:
    """Show every body by its place, with what readers miss of it; or those with the words in a name."""
    query = searched_in(request)
    known = Body.objects.select_related("place").order_by("place__name", "place_id", "name")
    for word in query.split():
        known = known.filter(Q(name__icontains=word) | Q(aliases__icontains=word) | Q(place__name__icontains=word))
    page = Paginator(known, 60).get_page(request.GET.get("page"))
    places = [
        (place, [(body, missing_of(body)) for body in there])
        for place, there in groupby(page, key=lambda body: body.place)
    ]
    return render(request, "desk/bodies.html", {"page": page, "places": places, "query": query})


@desk_page
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of one body; posted, change it."""
    known = get_object_or_404(Body.objects.select_related("place"), pk=pk)
    form = BodyForm(known, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        save = partial(
            curation.save_body, known, form.values(), curator(request), timezone.now(), form.cleaned_data["seen"]
        )  # fmt: skip
        if carried_out(request, save, "Saved. The log can undo it.", form):
            return redirect("desk-body", pk)
    context = {"body": known, "form": form, "missing": missing_of(known)}
    return render(request, "desk/body.html", context, status=422 if sent else 200)
