"""Findings that the machine did not propose as they stand: one added from the story's words, one cut in two, two made
one.

`spans` is the hidden field of `desk/spans`: on the page that adds by the kind's roles, on the one that cuts by `first`
and `second`. Without JavaScript the words are copied.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator

from stories import curation
from stories.curation.choice import Stretch
from stories.curation.parts import draft, first_words
from stories.desk.access import carried_out, curator, desk_page, number_in, reason_in
from stories.desk.cards import CARDS
from stories.desk.enter import only_enter, pressed
from stories.desk.forms import NOT_IN_STORY, FindingForm, Words
from stories.desk.lines import OPEN, address_of
from stories.desk.spans import SpansField
from stories.findings.kinds import KINDS
from stories.models import Article, Finding
from votes.models import Issue

NO_WORDS = "Mark the words that say so in the story, or copy them here."


@desk_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of a finding of the `kind` that the address names, on the words from `start` to `end`; posted, add
    it: `act` is "accept", or "wait" to leave it to be decided.
    """
    article = get_object_or_404(Article.objects.select_related("outlet__place"), pk=pk, versions__number=1)
    sent = request.POST if request.method == "POST" else request.GET
    kind = sent.get("kind", "")
    span = _selected(request)
    stretch = {"start": span[0], "end": span[1]} if span else {}
    context: dict[str, Any] = {"article": article, "kinds": Finding.Kind.choices, "kind": kind, "stretch": stretch}
    if kind not in KINDS:
        context["selected"] = article.versions.latest("number").text[slice(*span)] if span else ""
        return render(request, "desk/add.html", context, status=422 if request.method == "POST" else 200)
    try:
        finding = draft(article, kind, span)
    except curation.CurationError as error:
        messages.error(request, str(error))
        return redirect("desk-story", pk)
    finding.issue = _only_issue(article)
    form = CARDS[kind].form(finding, request.POST or None)
    _begin_at_what_is_missing(form)
    act = pressed(request, "accept", "wait") if request.method == "POST" else ""
    if act and form.is_valid() and (added := _added(request, article, form, act == "wait")):
        return _to_card(added)
    context |= {"form": form, "label": Finding.Kind(kind).label, "version": finding.version, "note": reason_in(request)}
    return render(request, "desk/add.html", context, status=422 if request.method == "POST" else 200)


def _only_issue(article: Article) -> Issue | None:
    """Return the one issue that the story belongs to; None where it is of several, or of none yet."""
    rows = article.article_issues.accepted().select_related("issue")[:2]
    return rows[0].issue if len(rows) == 1 else None


def _begin_at_what_is_missing(form: FindingForm) -> None:
    """Give the cursor to the first field that says what nobody has said yet: who, else what can't be left open."""
    kind = KINDS[form.finding.kind]
    missing = (name for name in (kind.person, *kind.required) if name in form.fields and not form.initial.get(name))
    if not form.is_bound and (name := next(missing, "")):
        form.fields[name].widget.attrs["autofocus"] = True


def _selected(request: HttpRequest) -> Stretch | None:
    """Return the stretch that the address names, None where it names none."""
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    return (number_in(start), number_in(end)) if start and end else None


def _added(request: HttpRequest, article: Article, form: FindingForm, wait: bool) -> Finding | None:
    """Add the finding and return it; None where that was refused, which stands in the form then."""
    choice, kind = form.choice(), form.finding.kind
    stretches = choice.spans.get(KINDS[kind].roles[0]) or _proposed(form)
    if not stretches:
        form.add_error("words", NO_WORDS)
        return None
    made = []
    enter = partial(
        curation.add, article, kind, stretches[0], choice, curator(request), timezone.now(), wait=wait,
        reason=reason_in(request),
    )  # fmt: skip
    done = "Added; it waits to be decided." if wait else "Added, and public. The log can undo it."
    carried_out(request, lambda: made.append(enter()), done, form)
    return made[0].finding if made else None


def _proposed(form: FindingForm) -> list[Stretch]:
    """Return where the words stand that the address named and nobody changed."""
    return [(span["start"], span["end"]) for span in form.finding.spans[:1]]


def _to_card(finding: Finding) -> HttpResponse:
    return redirect(address_of(finding))


class SplitForm(forms.Form):
    """The words of the two parts, each as they stand in the story."""

    first = Words()
    second = Words()
    spans = SpansField()

    def __init__(self, finding: Finding, data: Any = None) -> None:
        words = finding.spans[0]["text"] if finding.spans else ""
        super().__init__(data, initial={"first": words, "second": words})
        self.finding = finding

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        near = self.finding.spans[0]["start"] if self.finding.spans else 0
        self.stretches: dict[str, Stretch | None] = {}
        for name in ("first", "second"):
            marked = (values.get("spans") or {}).get(name)
            words = str(values.get(name) or "").strip().replace("\r\n", "\n")
            self.stretches[name] = marked[0] if marked else first_words(self.finding.version, words, near)
            if marked:
                self.errors.pop(name, None)
            elif self.stretches[name] is None and name not in self.errors:
                self.add_error(name, NOT_IN_STORY)
        return values

    def parts(self) -> tuple[Stretch, Stretch]:
        """Return where the two parts stand; only valid after `is_valid()`."""
        first, second = self.stretches["first"], self.stretches["second"]
        assert first  # `clean` refuses what stands nowhere
        assert second
        return first, second


class JoinForm(forms.Form):
    """Which other finding of the kind belongs to this one."""

    other = forms.TypedChoiceField(coerce=int, label="Join it with", widget=forms.RadioSelect)

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(data)
        others = Finding.objects.filter(article=finding.article_id, kind=finding.kind, state__in=OPEN)
        others = others.filter(version=finding.version_id, redacted_at=None).exclude(pk=finding.pk).order_by("pk")
        named = [(other.pk, Truncator(other.spans[0]["text"]).chars(160)) for other in others if other.spans]
        self.fields["other"].choices = named  # type: ignore[attr-defined]
        self.has_others = bool(named)


def _open_finding(request: HttpRequest, pk: int) -> Finding | None:
    """Return the finding if it is still to be decided; else None, and the curator is told."""
    finding = get_object_or_404(Finding.objects.select_related("article", "version", "issue"), pk=pk)
    if finding.state in OPEN and not finding.redacted_at:
        return finding
    messages.error(request, f"This was {finding.state} meanwhile; undo that first.", extra_tags=str(pk))
    return None


@desk_page
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form that cuts a finding in two; posted, do it."""
    finding = _open_finding(request, pk)
    if finding is None:
        return _to_card(Finding.objects.get(pk=pk))
    form = SplitForm(finding, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        cut = partial(curation.split, pk, form.parts(), curator(request), timezone.now(), reason_in(request))
        if carried_out(request, cut, "These are two findings now. Correct each, then decide.", form):
            return _to_card(finding)
    context = {"finding": finding, "form": form, "note": reason_in(request)}
    return render(request, "desk/split.html", context, status=422 if sent else 200)


@desk_page
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which findings of the kind the story has besides; posted, join the chosen one with this."""
    finding = _open_finding(request, pk)
    if finding is None:
        return _to_card(Finding.objects.get(pk=pk))
    form = JoinForm(finding, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        other = form.cleaned_data["other"]
        act = partial(curation.join, pk, other, curator(request), timezone.now(), reason_in(request))
        if carried_out(request, act, "They are one finding now.", form):
            return _to_card(finding)
    context = {"finding": finding, "form": form, "note": reason_in(request)}
    return render(request, "desk/join.html", context, status=422 if sent else 200)
