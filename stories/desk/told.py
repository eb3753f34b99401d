"""Who was told what: of a reader, of an announcement, and the words of each mail; for editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from stories.desk.access import desk_page
from stories.desk.enter import only_enter
from votes.alerts import record, rehearsal
from votes.models import Announcement, Subscriber

NOBODY = "Nobody of this address is known here: it never asked for anything, or it was erased."


@desk_page
def told(request: HttpRequest) -> HttpResponse:
    """Show what was announced of late with how many readers; a sent address leads to what its reader was told. It is
    sent, and not part of a page's address, so that no log of the web server keeps it.
    """
    if request.method == "POST" and not only_enter(request):
        reader = record.find_reader(request.POST.get("address", ""))
        if reader is not None:
            return redirect("desk-told-reader", reader.pk)
        messages.error(request, NOBODY)
    newest = list(Announcement.objects.order_by("-pk")[: record.SHOWN])
    counts = record.counts_of(newest)
    rows = [(one, rehearsal.title_of(one, one.created_at), counts[one.pk]) for one in newest]
    return render(request, "desk/told.html", {"rows": rows, "typed": request.POST.get("address", "")})


@desk_page
def told_reader(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a reader was told and when, what not and why, the words of each mail, and what they asked for."""
    reader = get_object_or_404(Subscriber, pk=pk)
    rows = [(row, record.name_of(row.announcement), record.outcome_of(row)) for row in record.told_to(reader)]
    untold = [(one, record.name_of(one.announcement)) for one in record.untold(reader)]
    context = {"reader": reader, "rows": rows, "untold": untold, "consents": record.consents_of(reader)}
    return render(request, "desk/told_reader.html", context)


@desk_page
def told_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom an announcement was told, who not and why, and in which words."""
    announcement = get_object_or_404(Announcement.objects.select_related("fan_out", "held"), pk=pk)
    rows = [(delivery, record.outcome_of(delivery)) for delivery in record.told_of(announcement)]
    words = {row.message.words for row, _ in rows if row.message and row.message.words}
    context = {
        "announcement": announcement,
        "name": rehearsal.title_of(announcement, announcement.created_at),
        "rows": rows,
        "why_nobody": record.why_nobody(announcement),
        "counts": record.counts_of([announcement])[announcement.pk],
        "words": sorted(words, key=lambda one: one.pk),
    }
    return render(request, "desk/told_of.html", context)
