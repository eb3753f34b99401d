"""The pages by which readers come, ask for their link, and leave. Never cached."""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from votes.alerts import subscribe as service
from votes.alerts import throttle, tokens, wishes
from votes.alerts.kinds import FIRST
from votes.alerts.network import client_address, network_of
from votes.alerts.preview import last_mail
from votes.alerts.throttle import Wait
from votes.alerts.tokens import Claim, Purpose
from votes.alerts.topics import address_of, by_key, find, name_of, ref_of
from votes.forms import AddressForm, SubscribeForm, first_wish
from votes.models import Subscriber
from votes.models.alerts import default_leads

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
def subscribe(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Show the form. What it asks for is only noted: the answer, and the time to it, are the same for every address."""
    topic = find(kind, ref)
    if topic is None:
        raise Http404("There is nothing to follow at this address.")
    form = SubscribeForm(request.POST or None, initial=first_wish(kind), about=kind)
    context = {"form": form, "name": name_of(topic), "kind": kind}
    if not form.is_valid():
        preview = last_mail(topic, FIRST[kind], default_leads())
        return render(request, "votes/subscribe.html", context | {"preview": preview})
    if not form.cleaned_data["website"]:
        if wait := throttle.count(network_of(client_address(request))):
            return too_many(request, "votes/subscribe.html", context, wait)
        now = timezone.now()
        wishes.note(form.cleaned_data["email"], topic, **form.wish(), form=f"subscribe/{kind}", now=now)
    return redirect("check_mail", kind=kind, ref=ref_of(topic))


@never_cache
def check_mail(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Thank for a wish, and say that a mail is on its way."""
    topic = find(kind, ref)
    if topic is None:
        raise Http404("There is nothing to follow at this address.")
    return render(request, "votes/check_mail.html", {"kind": kind, "ref": ref, "name": name_of(topic)})


@never_cache
@get_or_post
def ask_link(request: HttpRequest) -> HttpResponse:
    """Take an address to which to send the way to one's alerts; the answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return private(render(request, "votes/ask_link.html", {"form": form}))
    # Whoever fills the form above for everybody shuts nobody out of their own page.
    if wait := throttle.count(network_of(client_address(request)), of="link "):
        return too_many(request, "votes/ask_link.html", {"form": form}, wait)
    wishes.note_link(form.cleaned_data["email"], timezone.now())
    return redirect("link_sent")


@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, if the address is a reader's."""
    return render(request, "votes/link_sent.html")


@csrf_exempt
@never_cache
@get_or_post
def leave(request: HttpRequest, token: str, subscription: int | None = None) -> HttpResponse:
    """End the subscriptions that a link is for. A bare POST is a mail program's one click (RFC 8058): no cookie, no
    form's token, no redirect, and the same answer however often.
    """
    claim = _leaving(token, subscription)
    if claim is None:
        return lost(request)
    reader, topics = claim.subscriber, claim.about or None
    if request.method == "POST" and reader:
        service.leave(reader, timezone.now(), topics)
    left = request.method == "POST" or reader is None or not service.to_leave(reader, topics).exists()
    followed = [name_of(topic) for topic in map(by_key, claim.about) if topic]
    if topics is None and reader:
        followed = [name_of(one.followed) for one in reader.subscriptions.live()]
    only = by_key(claim.about[0]) if len(claim.about) == 1 else None
    return private(
        render(
            request,
            "votes/leave.html",
            {
                "names": followed,
                "is_all": topics is None,
                "address": masked(reader.email) if reader else "your address",
                "again": address_of(only) if only else "",
                "left": left,
            },
        )
    )


def lost(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing, and offer a new one by mail."""
    return private(render(request, "votes/ask_link.html", {"form": AddressForm(), "is_lost": True}, status=404))


def too_many(request: HttpRequest, template: str, context: dict[str, object], wait: Wait) -> HttpResponse:
    """Answer that mail was asked for too often, and keep what was entered."""
    answer = render(request, template, context | {"wait": wait}, status=429)
    answer["Retry-After"] = str(wait.seconds)
    return answer


def private(response: HttpResponse) -> HttpResponse:
    """Mark an answer as no search engine's and no other site's."""
    response["X-Robots-Tag"] = "noindex"
    # An address that opens something goes to no other site. "no-referrer" would make browsers send `Origin: null`, and
    # the form behind it would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def masked(address: str) -> str:
    """Return an address as its owner recognises it and nobody else does: "w…@mail.example"."""
    local_part, _, host = address.rpartition("@")
    return f"{local_part[:1]}…@{host}"


def _leaving(token: str, subscription: int | None) -> Claim | None:
    """Return what a link leaves: one of ours, or of a mail sent before there were tokens, whose reader's key and
    number of the subscription stand in the address. None where it is neither.
    """
    if tokens.SEPARATOR in token:
        try:
            return tokens.read(Purpose.LEAVE, token)
        except BadSignature:
            return None
    # The database takes no NUL, which no key has.
    reader = Subscriber.objects.filter(key=token, erased_at=None).first() if "\0" not in token else None
    if reader is None:
        return None
    if subscription is None:
        return Claim(reader, [])
    topic = reader.subscriptions.filter(pk=subscription).values_list("topic", flat=True).first()
    return Claim(reader, [topic]) if topic else None
