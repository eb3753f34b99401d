"""The same mistake in other findings that wait: listed before anything is changed, each with its sentence."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.curation.changed import ACCEPTANCE
from stories.curation.siblings import MOST
from stories.desk.access import carried_out, curator, desk_page, number_in, reason_in
from stories.desk.enter import only_enter
from stories.models import Finding


@desk_page
def siblings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the correction of a finding would set right in others; posted, do so in those ticked (`sibling`)."""
    finding = get_object_or_404(Finding.objects.select_related("article"), pk=pk)
    action = finding.actions.filter(act__in=ACCEPTANCE, undone_by=None).first()
    listed = {number_in(number) for number in request.POST.getlist("sibling")[:MOST]}
    sent = request.method == "POST" and not only_enter(request)
    if sent and not listed:
        messages.error(request, "Tick those in which it is to be set right, or go back to the story.")
    elif sent and action is not None:
        apply = partial(curation.apply_to, action.pk, listed, curator(request), timezone.now(), reason_in(request))
        if carried_out(request, apply, "Set right; they wait to be decided. The log can undo it as one act."):
            return redirect("desk-story", finding.article_id)
    offered = curation.siblings_of(action) if action else []
    context = {"finding": finding, "siblings": offered, "listed": listed, "sent": sent, "note": reason_in(request)}
    return render(request, "desk/siblings.html", context, status=422 if sent else 200)
