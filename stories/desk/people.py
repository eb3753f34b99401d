"""The desk's room of people: find one, see what is known, mark, merge, tell apart."""

from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Person
from stories import curation
from stories.curation.apart import apart_from
from stories.desk.access import carried_out, curator, desk_act, desk_page, reason_in, searched_in
from stories.desk.enter import only_enter, pressed
from stories.desk.one_or_two import decided
from stories.desk.people_forms import NamesForm
from votes.models import Position


@desk_page
def people(request: HttpRequest) -> HttpResponse:
    """Show everyone in the records, or those of a name or other spelling."""
    query = searched_in(request)
    page = Paginator(_people_named(query), 40).get_page(request.GET.get("page"))
    return render(request, "desk/people.html", {"page": page, "query": query})


def _people_named(query: str) -> QuerySet[Person]:
    """Return those with every word in a name, and how much they said; all, where no word was typed."""
    known = Person.objects.filter(redacted_at=None).prefetch_related("roles__body", "aliases")
    for word in query.split():
        known = known.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word))
    counted = known.annotate(heard=Count("quotes", distinct=True), stands=Count("positions", distinct=True))
    return counted.order_by("name", "pk")


def _person(pk: int) -> Person:
    known = Person.objects.prefetch_related("roles__body", "aliases")
    return get_object_or_404(known, pk=pk)


@desk_page
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of one person, and what may be done about it; posted, set their names."""
    shown = _person(pk)
    naming = NamesForm(shown, request.POST or None)
    if naming.is_bound and not only_enter(request) and naming.is_valid():
        name, why = naming.cleaned_data["name"], naming.cleaned_data["reason"]
        seen = naming.cleaned_data["seen"]
        call = partial(curation.call, pk, name, naming.chosen(), curator(request), timezone.now(), why, seen)
        if carried_out(request, call, "Saved. The log can undo it."):
            return redirect("desk-person", pk)
    return _person_page(request, shown, naming)


def _person_page(request: HttpRequest, shown: Person, naming: NamesForm, note: str = "") -> HttpResponse:
    """Show it with what was typed: names, or a note for the log."""
    pk, query = shown.pk, searched_in(request)
    apart = apart_from(shown)
    # Who might be the same person: those searched for, or those of the surname.
    others = _people_named(query or shown.name.split(" ")[-1]).exclude(pk__in=[pk, *(other.pk for _, other in apart)])
    context = {
        "person": shown, **_known_of(shown), "query": query, "others": others[:12], "naming": naming, "apart": apart,
        "note": note,
    }  # fmt: skip
    return render(request, "desk/person.html", context)


def _known_of(person: Person) -> dict[str, object]:
    positions: QuerySet[Position] = person.positions.select_related("issue")
    return {"quotes": person.quotes.select_related("issue"), "positions": positions}


@desk_act
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a person a public figure, or private."""
    person = _person(pk)
    if request.POST.get("public") not in ("yes", "no") and not pressed(request):
        return _person_page(request, person, NamesForm(person), reason_in(request))
    public = request.POST.get("public") == "yes"
    done = f"{person} is {'a public figure' if public else 'private'} now."
    mark = partial(curation.mark_public_figure, pk, public, curator(request), timezone.now(), reason_in(request))
    carried_out(request, mark, done)
    return redirect("desk-person", pk)


@desk_page
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Show two records side by side; posted, merge them or remember that they are two people."""
    pair = (_person(pk), _person(other))
    if pk == other:
        return redirect("desk-person", pk)
    done, shown = decided(request, pair)
    if done:
        return redirect("desk-person", done)
    sides = [{"person": person, **_known_of(person)} for person in pair]
    return render(request, "desk/compare.html", shown | {"sides": sides}, status=422 if shown["refused"] else 200)
