"""“This is wrong”: a form beside every claim, without an account, and what readers were answered."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stories.curation.complaints import receive
from stories.evidence.book import Book, Evidence
from stories.findings.kinds import CLAIMS
from stories.models import Complaint, Finding
from stories.public.clock import site_zone
from stories.public.kept import public
from stories.public.queries import roles_of_people
from stories.public.views import show
from votes.alerts import throttle
from votes.alerts.network import client_address, network_of
from votes.forms import mailable

A_PAGE = 30


class ComplaintForm(forms.Form):
    """What is wrong, and where an answer may go."""

    text = forms.CharField(
        max_length=2000, label="What is wrong with it?", widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What it should say, and how we can see that: a recording, minutes, the story itself.",
        error_messages={"required": "Write what is wrong with it."},
    )  # fmt: skip
    email = forms.EmailField(
        max_length=254, required=False, label="Your e-mail address, if you want an answer",
        help_text="Used for the answer alone, and erased when it is sent.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "That is not an e-mail address; one looks like name@example.org."},
    )  # fmt: skip

    def clean_email(self) -> str:
        return mailable(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claim and the form; posted, keep what was written for the desk."""
    finding = get_object_or_404(claims(), pk=pk)
    form = ComplaintForm(request.POST or None)
    status, wait = 200, None
    if form.is_valid():
        wait = throttle.count(network_of(client_address(request)), of="wrong ")
        if wait is None:
            receive(finding, form.cleaned_data["text"], form.cleaned_data["email"], timezone.now())
            return redirect(f"{request.path}?sent=yes")
        status = 429
    book = Book()
    book.read(findings=[pk])
    evidence = book.with_words(Evidence(finding, None))
    shown = {"finding": finding, "evidence": evidence, "form": form, "wait": wait, "sent": "sent" in request.GET}
    answer = render(request, "public/wrong.html", shown, status=status)
    answer["X-Robots-Tag"] = "noindex"
    if wait:
        answer["Retry-After"] = str(wait.seconds)
    return answer


@require_safe
@public
def answers(request: HttpRequest) -> HttpResponse:
    page = Paginator(answered(), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "public/answers.html", {"zone": site_zone(), "page": page})


def claims() -> QuerySet[Finding]:
    """Return the claims that readers see, with what showing one needs."""
    accepted = Finding.objects.accepted().filter(kind__in=CLAIMS)
    roles = [roles_of_people(path) for path in ("quote__person", "position__person")]
    claimed = accepted.select_related(
        "article__outlet__place", "quote__person", "position__person", "position__issue", "vote__body", "event"
    )
    return claimed.prefetch_related(*roles)


def answered() -> QuerySet[Complaint]:
    """Return what readers were answered and everybody may read, the last first."""
    return Complaint.objects.answered().exclude(shown="").select_related("finding__article__outlet", "finding__vote")
