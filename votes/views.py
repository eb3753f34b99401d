"""The reader's own pages. Never cached; whoever has the key from a mail needs no password."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from votes.alerts import forget, throttle
from votes.alerts import subscribe as service
from votes.alerts.network import client_address, network_of
from votes.alerts.topics import address_of, find, kind_of, name_of
from votes.forms import SubscribeForm, WishForm, first_wish, wish_of
from votes.models import Subscriber, Subscription
from votes.models.alerts import SubscriptionQuerySet

Params = ParamSpec("Params")
KeyView = Callable[Concatenate[HttpRequest, Subscriber, Params], HttpResponse]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def for_reader(view: KeyView[Params]) -> Callable[..., HttpResponse]:
    """Return a view that finds the reader by the key in the address, and keeps the page out of caches and searches."""

    @wraps(view)
    def page(request: HttpRequest, key: str, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        # The database takes no NUL, which no key has.
        subscriber = Subscriber.objects.filter(key=key).first() if "\0" not in key else None
        if subscriber is None:
            return _private(render(request, "votes/unknown_key.html", status=404))
        return _private(view(request, subscriber, *args, **kwargs))

    return never_cache(get_or_post(page))


@never_cache
@get_or_post
def subscribe(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Show the form. Its answer is the same whether or not the address is known."""
    topic = find(kind, ref)
    if topic is None:
        raise Http404("There is nothing to follow at this address.")
    form = SubscribeForm(request.POST or None, initial=first_wish(kind), about=kind)
    context = {"form": form, "name": name_of(topic), "kind": kind}
    if not form.is_valid():
        return render(request, "votes/subscribe.html", context)
    if not form.cleaned_data["website"]:
        # Asked before the address is looked up: the answer is the same for every address.
        if wait := throttle.count(network_of(client_address(request))):
            answer = render(request, "votes/subscribe.html", context | {"wait": wait}, status=429)
            answer["Retry-After"] = str(wait.seconds)
            return answer
        service.subscribe(form.cleaned_data["email"], topic, now=timezone.now(), **form.wish())
    return redirect("check_mail", kind=kind, ref=ref)


@never_cache
def check_mail(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Thank for a wish, and say that a mail is on its way."""
    topic = find(kind, ref)
    if topic is None:
        raise Http404("There is nothing to follow at this address.")
    return render(request, "votes/check_mail.html", {"kind": kind, "ref": ref, "name": name_of(topic)})


@for_reader
def confirm(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Ask for a yes. Only the button confirms: programs that look at every link in a mail must not."""
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("subscription") if pk.isdecimal() and len(pk) < 19]
        service.confirm(subscriber, chosen, timezone.now())
        return redirect(f"{reverse('manage', args=[subscriber.key])}?saved=all")
    pending = [(subscription, name_of(subscription.followed)) for subscription in _with_topics(subscriber).pending()]
    return render(request, "votes/confirm.html", {"subscriber": subscriber, "pending": pending})


@for_reader
def manage(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Show what a reader gets and change it; each subscription is a form of its own."""
    rows = []
    for subscription in _with_topics(subscriber).filter(ended_at=None, confirmed_at__isnull=False):
        pk, topic = subscription.pk, subscription.followed
        posted = request.POST if request.POST.get("subscription") == str(pk) else None
        form = WishForm(posted, initial=wish_of(subscription), auto_id=f"id_{pk}_%s", about=kind_of(topic))
        if form.is_valid():
            service.update(subscription, **form.wish())
            return redirect(f"{request.path}?saved={pk}#s{pk}")
        rows.append((subscription, name_of(topic), form))
    context = {"subscriber": subscriber, "rows": rows, "pending": _with_topics(subscriber).pending().count()}
    return render(request, "votes/manage.html", context | {"saved": request.GET.get("saved")})


@csrf_exempt
@for_reader
def leave(request: HttpRequest, subscriber: Subscriber, subscription: int) -> HttpResponse:
    """End one subscription. A bare POST is a mail program's one click (RFC 8058): no cookie, token or redirect."""
    topic = get_object_or_404(_with_topics(subscriber), pk=subscription).followed
    if request.method == "POST":
        service.leave(subscriber, timezone.now(), subscription)
    context = {"subscriber": subscriber, "name": name_of(topic), "again": address_of(topic)}
    return render(request, "votes/leave.html", context | {"left": request.method == "POST"})


@csrf_exempt
@for_reader
def leave_all(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """End all subscriptions, in the manner of `leave`."""
    if request.method == "POST":
        service.leave(subscriber, timezone.now())
    names = [name_of(subscription.followed) for subscription in _with_topics(subscriber).live()]
    return render(
        request, "votes/leave.html", {"subscriber": subscriber, "names": names, "left": request.method == "POST"}
    )


@for_reader
def erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Forget the reader, if they say so once more on a page that tells what goes and what stays."""
    if request.method == "POST":
        forget.erase(subscriber, timezone.now())
        return render(request, "votes/erased.html")
    return render(request, "votes/erase.html", {"subscriber": subscriber})


def _with_topics(subscriber: Subscriber) -> SubscriptionQuerySet:
    """Return a reader's subscriptions with what is needed to name their topics."""
    topics = ("issue", "person", "body", "vote__issue", "vote__body", "place")
    return Subscription.objects.filter(subscriber=subscriber).select_related(*topics).order_by("pk")


def _private(response: HttpResponse) -> HttpResponse:
    """Mark an answer as no search engine's and no other site's."""
    response["X-Robots-Tag"] = "noindex"
    # The key in the address goes to no other site. "no-referrer" would make browsers send `Origin: null`, and the
    # form behind it would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
