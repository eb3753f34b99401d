"""The desk's room of votes: one moved, settled, shelved or brought back, put off by a motion, and its roll call."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter, pressed
from stories.desk.vote_forms import BallotsForm, DisposalForm, VoteForm
from stories.public.accounts import accounts_of
from stories.public.edits import moves_of
from votes.models import Vote


def _vote(pk: int) -> Vote:
    known = Vote.objects.select_related("issue", "body__place", "meeting", "disposes_of__body")
    return get_object_or_404(known, pk=pk)


@desk_page
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or settle a vote, and record how each member voted."""
    shown = _vote(pk)
    act = pressed(request, "vote", "ballots") if request.method == "POST" else ""
    sent = act or request.POST.get("nothing")
    form = VoteForm(shown, request.POST if sent == "vote" else None)
    ballots = BallotsForm(shown, request.POST if sent == "ballots" else None)
    if act == "vote" and form.is_valid() and _move(request, shown, form):
        return redirect("desk-vote", pk)
    if act == "ballots" and ballots.is_valid() and _record(request, shown, ballots):
        return redirect("desk-vote", pk)
    disposals = shown.disposals.standing().select_related("body")
    context = {
        "vote": shown, "form": form, "ballots": ballots, "disposals": disposals,
        "account": accounts_of([shown], moves_of([shown]))[0],
        "today": timezone.localdate(timezone=shown.body.place.zone),
    }  # fmt: skip
    return render(request, "desk/vote.html", context, status=422 if act else 200)


def _move(request: HttpRequest, shown: Vote, form: VoteForm) -> bool:
    move = partial(
        curation.edit_vote, shown, form.new_values(), form.citation(), curator(request), timezone.now(),
        form.cleaned_data["why"],
    )  # fmt: skip
    return carried_out(request, move, "Published. Everyone who was told the old date is told the new one.", form)


def _record(request: HttpRequest, shown: Vote, form: BallotsForm) -> bool:
    seen = form.cleaned_data["seen"]
    record = partial(curation.record_ballots, shown, form.ballots(), curator(request), timezone.now(), seen=seen)
    return carried_out(request, record, "The roll call is recorded.", form)


@desk_page
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the vote by which a body put this one off, or tried to."""
    shown = _vote(pk)
    form = DisposalForm(shown, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid() and _dispose(request, shown, form):
        return redirect("desk-vote", pk)
    # The motion is perhaps known already.
    disposals = shown.disposals.standing().select_related("body__place")
    context = {"vote": shown, "form": form, "disposals": disposals}
    return render(request, "desk/put_off.html", context, status=422 if sent else 200)


def _dispose(request: HttpRequest, shown: Vote, form: DisposalForm) -> bool:
    enter = partial(
        curation.enter_disposal, shown, form.cleaned_data["body"], shown.motion, form.told(), form.fate(),
        form.citation(), curator(request), timezone.now(),
    )  # fmt: skip
    return carried_out(request, enter, "Published, with the motion as the reason.", form)
