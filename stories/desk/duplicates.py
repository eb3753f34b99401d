"""Records that may be one: pairs of near names, and two of any kind side by side to be merged."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from officials.models import Body, Person, Place
from stories.curation.apart import CALLED, apart_from
from stories.curation.duplicates import holdings, pairs_alike
from stories.desk.access import desk_page, number_in, searched_in
from stories.desk.one_or_two import decided
from stories.desk.words import stands_in_words
from votes.models import Issue, Vote

# By what each kind is called in an address.
KINDS: dict[str, type[Model]] = {"people": Person, "bodies": Body, "places": Place, "issues": Issue, "votes": Vote}
# What is said of a record beside its name; nothing of what is not known.
FACTS: dict[type[Model], Callable[[Any], dict[str, object]]] = {
    Body: lambda body: {
        "Place": body.place, "Also called": "; ".join(body.aliases), "Seats": body.seats,
        "Made of": "; ".join(str(part) for part in body.parents.all()),
    },
    Place: lambda place: {"Kind": place.get_kind_display(), "State": place.state, "Time": place.time_zone},
    Issue: lambda issue: {
        "Who decides": issue.body or issue.place, "Question": issue.question, "Terms": ", ".join(issue.terms),
        "Seen by": "" if issue.published_at else "curators only",
    },
    Vote: lambda vote: {"Issue": vote.issue, "Body": vote.body, "Stands": stands_in_words(vote)},
}  # fmt: skip
# The desk's page of a record, where it has one.
PAGES = {Person: "desk-person", Body: "desk-body", Issue: "desk-issue", Vote: "desk-vote"}


# What two that are one share; a body can be merged only within its place.
OTHERS: dict[type[Model], Callable[[Any], Q]] = {
    Body: lambda body: Q(place=body.place_id),
    Place: lambda _: Q(),
    Issue: lambda issue: Q(place=issue.place_id) | Q(place=None) if issue.place_id else Q(),
    Vote: lambda vote: Q(issue=vote.issue_id, withdrawn_at=None),
}
# Records listed to compare with.
LISTED = 40


def _kind(kind: str) -> type[Model]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@desk_page
def duplicates(request: HttpRequest, kind: str = "people") -> HttpResponse:
    """Show pairs of a kind that may be one, with what each has."""
    model, page = _kind(kind), number_in(request.GET.get("page", "")) or 1
    pairs, has_more = pairs_alike(model, page)
    context = {
        "kind": kind, "kinds": list(KINDS), "noun": model._meta.verbose_name, "pairs": pairs,
        "previous": page - 1, "next": page + 1 if has_more else 0,
    }  # fmt: skip
    return render(request, "desk/duplicates.html", context)


@desk_page
def same(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show with what a record may be compared, whatever that is called."""
    model, query = _kind(kind), searched_in(request)
    if model is Person:
        return redirect("desk-person", pk)
    record = get_object_or_404(model, pk=pk)
    apart, called = apart_from(record), CALLED[model]
    others = model._default_manager.filter(OTHERS[model](record)).exclude(pk__in=[pk, *(one.pk for _, one in apart)])
    for word in query.split()[:6]:
        others = others.filter(**{f"{called}__icontains": word})
    context = {
        "kind": kind, "record": record, "query": query, "apart": apart,
        "others": others.order_by(called, "pk")[:LISTED],
        "page": reverse(PAGES[model], args=[pk]) if model in PAGES else "",
    }  # fmt: skip
    return render(request, "desk/same.html", context)


@desk_page
def merge(request: HttpRequest, kind: str, pk: int, other: int) -> HttpResponse:
    """Show two records of a kind side by side; posted, make them one or remember that they are two."""
    model = _kind(kind)
    if model is Person:
        return redirect("desk-compare", pk, other)
    pair = (get_object_or_404(model, pk=pk), get_object_or_404(model, pk=other))
    if pk == other:
        return redirect("desk-duplicates", kind)
    done, shown = decided(request, pair)
    if done:
        return redirect(PAGES[model], done) if model in PAGES else redirect("desk-duplicates", kind)
    has = holdings(model, [pk, other])
    sides = [
        {
            "record": record,
            "page": reverse(PAGES[model], args=[record.pk]) if model in PAGES else "",
            "facts": {name: value for name, value in FACTS[model](record).items() if value},
            "has": has[record.pk],
        }
        for record in pair
    ]
    context = shown | {"kind": kind, "sides": sides}
    return render(request, "desk/merge.html", context, status=422 if shown["refused"] else 200)
