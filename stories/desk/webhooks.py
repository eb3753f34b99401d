"""The desk's room of webhooks: which programs are told what, how that goes, and their keys, shown once."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Body
from stories.desk.access import curator, desk_page
from stories.desk.enter import only_enter
from stories.ingestion.errors import UnsafeURL
from stories.ingestion.fetch import check_url
from stories.ingestion.fetcher import fetch_settings
from votes.alerts import webhooks as calls
from votes.models import Call, Issue, Webhook

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class WebhookForm(forms.Form):
    """An address, and the one issue or body that it is told of."""

    url = forms.URLField(max_length=1000, label="Address", assume_scheme="https")
    issue = forms.ModelChoiceField(Issue.objects.public().order_by("title"), required=False, empty_label="No issue")
    body = forms.ModelChoiceField(
        Body.objects.select_related("place").order_by("name"), required=False, empty_label="No body"
    )

    def clean_url(self) -> str:
        """Return the address, in one spelling, if it may be asked at all; where it leads is looked at at each call."""
        opened = fetch_settings()
        try:
            target = check_url(self.cleaned_data["url"], opened.ports())
        except UnsafeURL as error:
            raise forms.ValidationError(str(error)) from error
        if target.scheme != "https" and not (target.host in LOOPBACK and target.port in opened.loopback_ports):
            raise forms.ValidationError("Give an https address: what is sent must not be changed on its way.")
        return str(target.url)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("issue")) == bool(cleaned.get("body")):
            raise forms.ValidationError("Choose one issue or one body.")
        return cleaned


@desk_page
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show every webhook; posted, make one and show its key."""
    form = WebhookForm(request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        followed = form.cleaned_data["issue"] or form.cleaned_data["body"]
        made = calls.add(form.cleaned_data["url"], followed, curator(request), timezone.now())
        if made is not None:
            return _page(request, WebhookForm(), made)
        form.add_error("url", "This address is told of it already.")
    return _page(request, form, None, 422 if sent else 200)


@desk_page
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew a webhook's key, call it again, or end it."""
    if request.method != "POST" or only_enter(request):
        return redirect("desk-webhooks")
    known, now, act = get_object_or_404(Webhook, pk=pk, ended_at=None), timezone.now(), request.POST.get("act", "")
    if act == "renew":
        calls.renew_key(known)
        return _page(request, WebhookForm(), known)
    if act == "resume":
        calls.resume(known, now)
        messages.success(request, "It is called again within a minute, with all that waits for it.")
    if act == "end":
        calls.end(known, curator(request), now)
        messages.success(request, "It is called no more.")
    return redirect("desk-webhooks")


def _page(request: HttpRequest, form: WebhookForm, shown: Webhook | None, status: int = 200) -> HttpResponse:
    """Return the page, with the key of the one webhook that was made or renewed just now: no page shows it again."""
    owed, failed = Q(calls__state=Call.State.OWED), Q(calls__state=Call.State.FAILED)
    known = Webhook.objects.filter(ended_at=None).select_related("issue", "body__place", "made_by")
    counted = known.annotate(
        waiting=Count("calls", filter=owed),
        taken=Count("calls", filter=Q(calls__state=Call.State.TAKEN)),
        given_up=Count("calls", filter=failed),
    )
    context = {"webhooks": counted, "form": form, "shown": shown}
    return render(request, "desk/webhooks.html", context, status=status)
