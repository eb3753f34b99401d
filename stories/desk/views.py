"""The desk's first page: the queue. It loads, calls the curation door, and shows."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from stories import curation
from stories.curation.changed import changed_since
from stories.curation.redated import redated
from stories.desk import queue
from stories.desk.access import carried_out, curator, desk_act, desk_page, number_in, reason_in
from stories.desk.enter import pressed
from stories.desk.filters import filters_in
from stories.models import Article, Finding
from votes.alerts.health import mail_health

# Of claims whose story changed; their stories come first but for those on a vote.
CHANGED_SHOWN = 20


@desk_page
def desk(request: HttpRequest) -> HttpResponse:
    """Show the queue, as far as the filters of the address want it."""
    return _queue_page(request, {})


def _queue_page(request: HttpRequest, notes: dict[int, str]) -> HttpResponse:
    """Show it with the notes that were typed on its cards, by finding."""
    filters, form = filters_in(request.GET)
    asked, now = number_in(request.GET.get("page", "1")), timezone.now()
    notes_on_address = [*filters.notes]
    if not 0 < asked <= queue.MOST_PAGES:
        notes_on_address.append("There is no such page; showing the first.")
        asked = 1
    changed = list(_changed())
    page = queue.queue_page(filters, asked, curator(request), now, [one.article_id for one in changed])
    context = {
        "page": page, "filters": filters, "form": form, "filter_notes": notes_on_address,
        "matches": queue.proposed_matches(20), "overdue": queue.overdue_votes(timezone.localdate(now)),
        "changed": changed, "redated": redated()[:20], "mail_alarms": mail_health(now).alarms, "notes": notes,
    }  # fmt: skip
    return render(request, "desk/queue.html", context)


def _changed() -> QuerySet[Finding]:
    """Return the newest claims whose story changed. Which they are is asked first: with all that their cards show, the
    database would read every story.
    """
    newest = changed_since().select_related(None).order_by("-id").values_list("pk", flat=True)
    return changed_since().filter(pk__in=list(newest[:CHANGED_SHOWN])).order_by("-id")


@desk_page
def next_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the story below this one in the queue that the address describes; to the queue where none is left."""
    article = get_object_or_404(Article, pk=pk)
    filters, _ = filters_in(request.GET)
    changed = _changed().values_list("article_id", flat=True)
    following = queue.next_story(article, curator(request), timezone.now(), filters, list(changed))
    where = reverse("desk-story", args=[following.pk]) if following else reverse("desk")
    return redirect(f"{where}?{filters.query}" if filters else where)


@desk_act
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep or take back a claim whose story was corrected since it was accepted, or is of another day than known."""
    known = (curator(request), timezone.now(), reason_in(request))
    seen, act = request.POST.get("version", ""), pressed(request, "keep", "undo")
    is_redated = redated().filter(pk=pk).exists()
    if not act and (is_redated or changed_since().filter(pk=pk).exists()):
        return _queue_page(request, {pk: reason_in(request)})
    done = True
    if act == "undo":
        take_back = curation.count_again if is_redated else curation.take_back
        done = carried_out(request, partial(take_back, pk, *known), "Taken back.")
    # A claim may be both: the card of a story that changed names the version that was looked at.
    elif act == "keep" and seen.isdecimal() and len(seen) < 10:
        done = carried_out(request, partial(curation.keep, pk, int(seen), *known), "Kept.")
    elif act == "keep" and is_redated:
        done = carried_out(request, partial(curation.keep_date, pk, *known), "Kept.")
    if not done and (note := reason_in(request)):
        messages.info(request, f"Your note was: “{note}”")
    if not done and (redated().filter(pk=pk).exists() or changed_since().filter(pk=pk).exists()):
        return _queue_page(request, {pk: reason_in(request)})
    return redirect(f"{redirect('desk').url}#{'redated' if is_redated and not seen else 'changed'}")
