"""The desk's first page: the queue. It loads, calls the curation door, and shows."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stories import curation
from stories.curation.changed import changed_since
from stories.curation.redated import redated
from stories.desk import queue
from stories.desk.access import carried_out, curator, desk_act, desk_page, reason_in
from stories.desk.enter import pressed
from votes.alerts.health import mail_health
from votes.models import Issue


@desk_page
def desk(request: HttpRequest) -> HttpResponse:
    """Show the queue, of one issue or of all."""
    return _queue_page(request, {})


def _queue_page(request: HttpRequest, notes: dict[int, str]) -> HttpResponse:
    """Show it with the notes that were typed on its cards, by finding."""
    slug = request.GET.get("issue", "").replace("\x00", "")
    issue = Issue.objects.filter(slug=slug).first()
    page = Paginator(queue.stories_waiting(issue), 30).get_page(request.GET.get("page"))
    context = {
        "page": page, "issue": issue, "issues": Issue.objects.all(), "matches": queue.proposed_matches()[:20],
        "overdue": queue.overdue_votes(timezone.now().date()), "changed": changed_since()[:20],
        "redated": redated()[:20],
        "mail_alarms": mail_health(timezone.now()).alarms,
        "notes": notes,
    }  # fmt: skip
    return render(request, "desk/queue.html", context)


@desk_act
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep or take back a claim whose story was corrected since it was accepted, or is of another day than known."""
    known = (curator(request), timezone.now(), reason_in(request))
    seen, act = request.POST.get("version", ""), pressed(request, "keep", "undo")
    is_redated = redated().filter(pk=pk).exists()
    if not act and (is_redated or changed_since().filter(pk=pk).exists()):
        return _queue_page(request, {pk: reason_in(request)})
    if act == "undo":
        take_back = curation.count_again if is_redated else curation.take_back
        carried_out(request, partial(take_back, pk, *known), "Taken back.")
    # A claim may be both: the card of a story that changed names the version that was looked at.
    elif act == "keep" and seen.isdecimal() and len(seen) < 10:
        carried_out(request, partial(curation.keep, pk, int(seen), *known), "Kept.")
    elif act == "keep" and is_redated:
        carried_out(request, partial(curation.keep_date, pk, *known), "Kept.")
    return redirect(f"{redirect('desk').url}#{'redated' if is_redated and not seen else 'changed'}")
