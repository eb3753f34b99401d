"""Names in stories that are nobody's yet: whom each means, asked name by name; and whom a name means as it is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from stories import curation
from stories.curation import alike, people
from stories.curation.unmatched import unmatched_name, unmatched_names
from stories.desk.access import carried_out, curator, desk_page, number_in, searched_in
from stories.desk.enter import pressed
from stories.models import Article, Finding, LoggedAction

# Characters of a name, what a record holds.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a button does with a name of a story, and what is said once it is done."""

    act: Callable[[int, str, User, datetime], LoggedAction]
    done: str


ANSWERS = {
    "new": Answer(curation.say_new, "{name} is a person of their own now."),
    "nobody": Answer(curation.say_no_person, "What the story says of “{name}” was rejected: not a person."),
    "aside": Answer(curation.put_aside, "“{name}” is put aside in this story; another story asks anew."),
}


@desk_page
def names(request: HttpRequest) -> HttpResponse:
    """Show the names of the newest stories that are nobody's, or of whom two fit."""
    looked = unmatched_names(number_in(request.GET.get("before", "")) or None)
    return render(
        request, "desk/names.html", {"looked": looked, "before": number_in(request.GET.get("before", "")) or ""}
    )


@desk_page
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one name of a story with those whom a search finds; posted, do with it what the button says."""
    if request.method == "POST":
        return _answered(request, pk)
    article = get_object_or_404(Article.objects.select_related("outlet__place"), pk=pk)
    called, query = _name_in(request.GET), searched_in(request)
    asked = unmatched_name(article, called)
    if asked is None:
        raise Http404
    asked.suggestions = alike.typed(query or called, people.place_of(asked.findings[0]), article.printed_on)
    context = {"one": asked, "called": called, "query": query, "before": number_in(request.GET.get("before", "")) or ""}
    return render(request, "desk/name.html", context)


def _answered(request: HttpRequest, pk: int) -> HttpResponse:
    """Do with the name of the story what the button says, and go on with the list."""
    called, by, now = _name_in(request.POST), curator(request), timezone.now()
    act, _, number = request.POST.get("act", "").partition(":")
    if act == "person" and "nothing" not in request.POST:
        person = number_in(number)
        say = partial(curation.say_who, pk, called, person, by, now)
        carried_out(request, say, f"Remembered whom “{called}” means in this story.")
    elif act := pressed(request, *ANSWERS):
        answer = ANSWERS[act]
        carried_out(request, partial(answer.act, pk, called, by, now), answer.done.format(name=called))
    before = number_in(request.POST.get("before", ""))
    return redirect(reverse("desk-names") + (f"?before={before}" if before else ""))


def _name_in(sent: QueryDict) -> str:
    return " ".join(sent.get("name", "").split())[:LONGEST]


@desk_page
def suggest(request: HttpRequest) -> HttpResponse:
    """Return who may be meant by what was typed for a finding, as a fragment of a page: those with a role at its place
    on its day first, at last that it is somebody new.
    """
    query = searched_in(request)
    found = Finding.objects.select_related("article__outlet__place", "issue__place")
    finding = found.filter(pk=number_in(request.GET.get("finding", ""))).first()
    place = people.place_of(finding) if finding else None
    day = finding.article.printed_on if finding else timezone.localdate()
    context = {"suggestions": alike.typed(query, place, day), "query": query, "place": place}
    return render(request, "desk/suggestions.html", context)
