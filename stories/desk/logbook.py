"""The log of curation as pages: what was done, of one curator, sort, person, story or finding, and undoing it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Person
from stories import curation
from stories.curation.log import personal_to
from stories.desk import queue
from stories.desk.access import carried_out, curator, desk_act, desk_page, number_in, reason_in
from stories.desk.enter import only_enter
from stories.desk.story import shown_again
from stories.models import LoggedAction

ACTIONS_A_PAGE = 50
# What the address may ask for.
ASKED = ("by", "act", "person", "finding", "story")


@desk_page
def log(request: HttpRequest) -> HttpResponse:
    """Show the log of curation, with undo; of what the address asks for, or all."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "")[:150]
        for name in ("by", "act", "person", "finding", "story")
    }
    acts = LoggedAction.objects.filter(by=OuterRef("pk"))
    page = Paginator(_asked_for(asked), ACTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "asked": asked, "is_filtered": any(asked.values()), "acts": LoggedAction.Act.choices,
        "curators": User.objects.filter(Exists(acts)).order_by("username"),
    }  # fmt: skip
    return render(request, "desk/log.html", context)


def _asked_for(asked: dict[str, str]) -> QuerySet[LoggedAction]:
    """Return the actions with all that is asked for; none of a number that is none."""
    actions = queue.logged_actions()
    if asked["by"]:
        actions = actions.filter(by__username=asked["by"])
    if asked["act"]:
        actions = actions.filter(act=asked["act"])
    if asked["person"]:
        actions = actions.filter(_about(number_in(asked["person"])))
    if asked["finding"]:
        actions = actions.filter(finding=number_in(asked["finding"]))
    if asked["story"]:
        story = number_in(asked["story"])
        actions = actions.filter(Q(finding__article=story) | Q(after__article=story))
    return actions


def _about(person: int) -> Q:
    """Return the condition on actions about a person: their findings, names, replies, merges, and their removal."""
    return personal_to(Person(pk=person)) | Q(after__person=person) | Q(before__person=person)


@desk_act
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an action, then back to the finding's card or the story's withdrawal where it was undone there, else to the
    log.
    """
    action = get_object_or_404(LoggedAction.objects.select_related("finding"), pk=pk)
    if not only_enter(request):
        act: Any = partial(curation.undo, pk, curator(request), timezone.now(), reason_in(request))
        if not carried_out(request, act, "Undone.") and (note := reason_in(request)):
            messages.info(request, f"Your note was: “{note}”")
    back = request.POST.get("next")
    if back == "story" and action.finding is not None:
        return shown_again(request, action.finding)
    if back == "why" and action.finding is not None:
        return redirect("desk-why", action.finding_id)
    if back == "withdrawal" and "withdrawal" in action.after:
        return redirect("desk-withdraw", action.after["article"])
    return redirect("desk-log")
