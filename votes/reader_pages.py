"""The reader's own pages, which open by a link from a mail, without a password. Never cached.

A link's token leaves the address at once: it goes into a cookie that only its page is sent, for an hour, and the
browser is led on to the page's plain address. So it stands in no history, no referrer, and none of the requests that
follow; of the first one `votes/alerts/unlogged.py` keeps it out of our log.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from votes.alerts import barred, export, forget, moving, throttle, tokens
from votes.alerts import subscribe as service
from votes.alerts.kinds import in_words
from votes.alerts.network import client_address, network_of
from votes.alerts.tokens import Claim, Purpose
from votes.alerts.topics import LOADED, kind_of, name_of
from votes.forms import AddressForm, PauseForm, WishForm, wish_of
from votes.models import Subscriber, Subscription
from votes.models.alerts import SubscriptionQuerySet
from votes.views import get_or_post, lost, masked, private, too_many

Params = ParamSpec("Params")
ReaderView = Callable[Concatenate[HttpRequest, Subscriber, Params], HttpResponse]
# In seconds.
OPEN_FOR = 3600


def for_reader(purpose: Purpose) -> Callable[[ReaderView[Params]], Callable[..., HttpResponse]]:
    """Return what makes a view a page of whoever opened it by a link of this purpose."""

    def decorate(view: ReaderView[Params]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            claim = _opened(request, purpose)
            if claim is None or claim.subscriber is None:
                return lost(request)
            return private(view(request, claim.subscriber, *args, **kwargs))

        return never_cache(get_or_post(page))

    return decorate


@never_cache
@get_or_post
def open_page(request: HttpRequest, purpose: Purpose, token: str) -> HttpResponse:
    """Lead on from a link to its page."""
    try:
        tokens.read(purpose, token)
    except BadSignature:
        return lost(request)
    return private(_lead_to(request, purpose, token))


@for_reader(Purpose.CONFIRM)
def confirm(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Ask for a yes. Only the button confirms: programs that look at every link in a mail must not."""
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("subscription") if pk.isdecimal() and len(pk) < 19]
        service.confirm(subscriber, chosen, timezone.now())
        # Whoever reads the mail of this address may see what is sent to it.
        return _lead_to(request, Purpose.MANAGE, tokens.make(Purpose.MANAGE, subscriber), "?saved=confirmed")
    pending = [
        (one, name_of(one.followed), in_words(one.kinds, one.leads, one.cadence))
        for one in _with_topics(subscriber).pending()
    ]
    return render(request, "votes/confirm.html", {"subscriber": subscriber, "pending": pending})


@for_reader(Purpose.MANAGE)
def manage(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Show what a reader gets, and change all of it by one button."""
    if "again" in request.POST:
        service.confirm(subscriber, [], timezone.now(), form="manage")
        return redirect(f"{request.path}?saved=yes")
    posted = request.POST if request.method == "POST" else None
    pause = PauseForm(posted, initial={"until": subscriber.paused_until})
    rows = [_row(one, request) for one in _with_topics(subscriber).filter(ended_at=None, confirmed_at__isnull=False)]
    if posted is not None and pause.is_valid() and all(form.is_valid() for _, _, form, _ in rows if form.is_bound):
        _save(subscriber, rows, pause)
        return redirect(f"{request.path}?saved=yes")
    context = {
        "subscriber": subscriber,
        "rows": [(*row, in_words(*_wish(row[0]))) for row in rows],
        "pause": pause,
        "pending": subscriber.subscriptions.pending().exists(),
        "is_paused": bool(subscriber.paused_until and subscriber.paused_until > timezone.now().date()),
    }
    return render(request, "votes/manage.html", context | {"saved": request.GET.get("saved")})


@for_reader(Purpose.MANAGE)
def leave_all(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """End all subscriptions, if the reader says so once more."""
    names = [name_of(one.followed) for one in _with_topics(subscriber).live()]
    if request.method == "POST":
        service.leave(subscriber, timezone.now(), form="manage")
    left = {"is_all": True, "left": request.method == "POST", "own_page": True}
    return render(request, "votes/leave.html", {"address": masked(subscriber.email), "names": names, **left})


@for_reader(Purpose.MANAGE)
def change_address(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Take the address that the reader wants instead; a mail asks there."""
    form = AddressForm(request.POST or None)
    asked = ""
    if form.is_valid():
        if wait := throttle.count(network_of(client_address(request))):
            return too_many(request, "votes/change_address.html", {"form": form, "subscriber": subscriber}, wait)
        asked = form.cleaned_data["email"]
        moving.ask(subscriber, asked, timezone.now())
    return render(request, "votes/change_address.html", {"form": form, "subscriber": subscriber, "asked": asked})


@for_reader(Purpose.ADDRESS)
def new_address(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Send the reader's mail to the address that this page's link was sent to, once they say yes."""
    claim = _opened(request, Purpose.ADDRESS)
    if claim is None or [*claim.about] != [tokens.digest(subscriber.new_email)]:
        return lost(request)
    if request.method == "POST":
        moving.move(subscriber, timezone.now())
        subscriber.refresh_from_db()
        return _lead_to(request, Purpose.MANAGE, tokens.make(Purpose.MANAGE, subscriber), "?saved=moved")
    return render(request, "votes/new_address.html", {"subscriber": subscriber, "old": masked(subscriber.email)})


@for_reader(Purpose.MANAGE)
def download(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Hand the reader all that is kept of them."""
    answer = JsonResponse(export.everything_of(subscriber), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="alerts.json"'
    return answer


@for_reader(Purpose.MANAGE)
def revoke(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Let no link that was sent open the reader's page any more, if they say so on a page that tells what stays."""
    if request.method == "POST":
        service.revoke_links(subscriber)
        return redirect("ask_link")
    return render(request, "votes/revoke.html", {"subscriber": subscriber})


@for_reader(Purpose.MANAGE)
def erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Forget the reader, if they say so once more on a page that tells what goes and what stays."""
    if request.method == "POST":
        forget.erase(subscriber, timezone.now())
        return render(request, "votes/erased.html")
    return render(request, "votes/erase.html", {"subscriber": subscriber})


@for_reader(Purpose.NEVER)
def never(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Forget the address, and let nobody ask for mail to it any more, if its owner says so."""
    if request.method == "POST":
        barred.bar(subscriber, timezone.now())
        return render(request, "votes/never.html", {"done": True})
    names = [name_of(one.followed) for one in _with_topics(subscriber).live()]
    return render(request, "votes/never.html", {"address": subscriber.email, "names": names})


Row = tuple[Subscription, str, WishForm, bool]


def _row(subscription: Subscription, request: HttpRequest) -> Row:
    """Return a subscription, the name of its topic, its part of the form, and whether it is to end. What the page as it
    was posted did not show yet is not changed by it.
    """
    prefix = f"s{subscription.pk}"
    is_ending = f"{prefix}-stop" in request.POST
    is_shown = str(subscription.pk) in request.POST.getlist("subscription")
    topic = subscription.followed
    form = WishForm(
        request.POST if is_shown and not is_ending else None,
        initial=wish_of(subscription),
        prefix=prefix,
        about=kind_of(topic),
    )
    return subscription, name_of(topic), form, is_ending


@transaction.atomic
def _save(subscriber: Subscriber, rows: list[Row], pause: PauseForm) -> None:
    now = timezone.now()
    service.pause(subscriber, pause.cleaned_data["until"])
    for subscription, _, form, is_ending in rows:
        if is_ending:
            service.leave(subscriber, now, [subscription.topic], form="manage")
        elif form.is_bound:
            service.change(subscription, **form.wish(), now=now)


def _wish(subscription: Subscription) -> tuple[list[str], list[int], str]:
    return subscription.kinds, subscription.leads, subscription.cadence


def _opened(request: HttpRequest, purpose: Purpose) -> Claim | None:
    """Return by what link of this purpose the browser came; None where by none, or by one that is no longer good."""
    try:
        return tokens.read(purpose, request.COOKIES.get(_cookie(request, purpose), ""))
    except BadSignature:
        return None


def _lead_to(request: HttpRequest, purpose: Purpose, token: str, saying: str = "") -> HttpResponse:
    """Lead on to a page, with what opens it in a cookie of that page's."""
    path = reverse(purpose)
    answer = redirect(path + saying)
    answer.set_cookie(
        _cookie(request, purpose), token, OPEN_FOR, path=path, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return answer


def _cookie(request: HttpRequest, purpose: Purpose) -> str:
    """Return its name: behind TLS one that nobody without TLS can set."""
    return f"{'__Secure-' if request.is_secure() else ''}reader-{purpose}"


def _with_topics(subscriber: Subscriber) -> SubscriptionQuerySet:
    """Return a reader's subscriptions with what is needed to name their topics."""
    return Subscription.objects.filter(subscriber=subscriber).select_related(*LOADED).order_by("pk")
