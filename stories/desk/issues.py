"""The desk's room of issues: what people follow, and which stories its terms bring in."""

from copy import copy
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Body, Place
from stories import curation
from stories.curation.edit import issue_values
from stories.curation.log import mark_of
from stories.curation.near_records import issues_near
from stories.curation.people import free_slug, known_body, place_of
from stories.desk.access import carried_out, curator, desk_page, number_in
from stories.desk.lines import address_of
from stories.matching import rematch
from stories.matching.terms import refusals
from stories.models import ArticleIssue, Finding
from votes.models import Issue

# More would bring in stories of everything.
MOST_TERMS = 40
# Of an issue's stories, the newest that its page lists.
LISTED = 50
# Issues on a page of the list.
A_PAGE = 50


class IssueForm(forms.Form):
    """`terms` one a line; `closed` keeps the page and takes no more stories in."""

    title = forms.CharField(max_length=200)
    another = forms.BooleanField(required=False, label="It is another matter than those known already")
    question = forms.CharField(
        max_length=300, required=False, help_text="What is to be decided, as a question that yes or no answers."
    )
    summary = forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Two or three sentences."
    )
    place = forms.ModelChoiceField(Place.objects.all(), required=False, empty_label="not known yet")
    body = forms.ModelChoiceField(Body.objects.all(), required=False, empty_label="not known yet", label="Who decides")
    terms = forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}), label="Terms that bring stories in",
        help_text="One word or phrase a line. A story that names one is proposed for the issue; readers see it there "
        "once you accept it or something it says.",
    )  # fmt: skip
    closed = forms.BooleanField(
        required=False, label="Closed", help_text="The page stays; no more stories are brought in."
    )
    bring_in = forms.BooleanField(required=False, label="Bring in the stories stored already, too")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, issue: Issue, data: Any = None) -> None:
        initial = {name: getattr(issue, name) for name in ("title", "question", "summary", "place", "body")}
        initial |= {
            "terms": "\n".join(issue.terms),
            "closed": bool(issue.closed_at),
            "bring_in": not issue.pk,
            "seen": mark_of(issue_values(issue)),
        }
        super().__init__(data, initial=initial)
        self.issue = issue
        if not issue.pk and not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True
        self.near = self._near()
        if not self.near:
            del self.fields["another"]

    def _near(self) -> list[Issue]:
        """Return the known issues that may be the one that is about to be made."""
        if self.issue.pk or not self.is_bound:
            return []
        place, title = number_in(str(self.data.get("place", ""))), str(self.data.get("title", "")).replace("\x00", "")
        return issues_near(title[:200], Place.objects.filter(pk=place).first())

    def clean_terms(self) -> list[str]:
        lines = (" ".join(line.split()) for line in str(self.cleaned_data["terms"]).splitlines())
        terms = list(dict.fromkeys(line for line in lines if line))
        if len(terms) > MOST_TERMS:
            raise forms.ValidationError(f"{len(terms)} terms are too many to tell stories apart; {MOST_TERMS} at most.")
        if long := next((term for term in terms if len(term) > 100), None):
            raise forms.ValidationError(f"“{long[:40]}…” is too long: a term has 100 characters at most.")
        return terms

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("seen", "") not in ("", mark_of(issue_values(self.issue))):
            raise forms.ValidationError(
                "Someone else changed this issue while the page was open. Open it anew and look at what it says now."
            )
        if self.near and self.data.get("act") == "save" and not values.get("another"):
            self.add_error("another", "Is it one of those above? Open that one, or say that it is another matter.")
        body, place = values.get("body"), values.get("place")
        for refusal in refusals(values.get("terms", []), place, self.issue.terms):
            self.add_error("terms", refusal)
        if body and place and body.place_id != place.pk:
            self.add_error("body", f"{body} decides for {body.place}, not for {place}.")
        return values

    def values(self) -> dict[str, Any]:
        """Return the issue's new values."""
        values = {name: self.cleaned_data[name] for name in ("title", "question", "summary", "place", "body", "terms")}
        closed = self.cleaned_data["closed"]
        values["closed_at"] = (self.issue.closed_at or timezone.now()) if closed else None
        values["slug"] = self.issue.slug or free_slug(Issue, values["title"])
        return values


@desk_page
def issues(request: HttpRequest) -> HttpResponse:
    """Show the issues with how much is there; the open ones first."""
    matches = ArticleIssue.objects
    # Copies of accepted ones apart: for both at once, PostgreSQL would read every story there is.
    accepted = _count_of(matches.filter(state=ArticleIssue.State.ACCEPTED)) + _count_of(matches.following())
    known = Issue.objects.annotate(stories=accepted, waiting=_count_of(matches.waiting()))
    known = known.select_related("place", "body").order_by(F("closed_at").asc(nulls_first=True), "title", "pk")
    return render(request, "desk/issues.html", {"page": Paginator(known, A_PAGE).get_page(request.GET.get("page"))})


def _count_of(rows: QuerySet[ArticleIssue]) -> Coalesce:
    """Return how many of the rows an issue has, counted for those alone that a page shows."""
    of_issue = rows.filter(issue=OuterRef("pk")).order_by().values("issue")
    return Coalesce(Subquery(of_issue.annotate(many=Count("pk")).values("many")), 0)


@desk_page
def issue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Open a new issue or change a known one; "Preview" shows what its terms would bring in and saves nothing."""
    asking = _asking(request) if pk is None else None
    known = get_object_or_404(Issue, pk=pk) if pk else _proposed_by(asking)
    form = IssueForm(known, request.POST or None)
    if not form.is_bound:
        matched = known.article_issues.select_related("article__outlet") if known.pk else ArticleIssue.objects.none()
        newest = matched.defer("article__fingerprint").order_by("-article__published_at")[:LISTED]
        return _issue_page(request, form, list(newest))
    if not form.is_valid():
        return _issue_page(request, form, None, status=422)
    if request.POST.get("act") == "save" and _save(request, form):
        return redirect(address_of(asking)) if asking else redirect("desk-issue", form.issue.pk)
    draft = copy(known)
    for name, value in form.values().items():
        setattr(draft, name, value)
    return _issue_page(request, form, rematch.try_out(draft))


def _asking(request: HttpRequest) -> Finding | None:
    """Return the finding of no issue yet that the address names: the new issue is opened for it."""
    findings = Finding.objects.filter(pk=number_in(request.GET.get("finding", "")), redacted_at=None)
    return findings.select_related("article__outlet__place", "issue").first()


def _proposed_by(finding: Finding | None) -> Issue:
    """Return an issue as the finding has it: on its matter, of its body and place."""
    if finding is None:
        return Issue()
    matter = str(finding.payload.get("matter") or "")[:100]
    body = known_body(str(finding.payload.get("body") or ""), finding)
    place = body.place if body else place_of(finding)
    terms = [matter] if matter and not refusals([matter], place, []) else []
    return Issue(title=matter[:1].upper() + matter[1:], place=place, body=body, terms=terms)


def _issue_page(
    request: HttpRequest, form: IssueForm, matches: list[ArticleIssue] | None, status: int = 200
) -> HttpResponse:  # fmt: skip
    issue = Issue.objects.filter(pk=form.issue.pk).first()
    states = dict(issue.article_issues.values_list("article", "state")) if issue else {}
    if issue:
        states |= dict.fromkeys(issue.article_issues.accepted().values_list("article", flat=True), "accepted")
    shown = None if matches is None else [(match, states.get(match.article_id)) for match in matches]
    context = {
        "form": form, "known": issue, "found": shown, "looked": rematch.LOOKED_THROUGH,
        "votes": issue.votes.standing().select_related("body") if issue else [],
        "events": issue.events.standing().prefetch_related("bodies") if issue else [],
    }  # fmt: skip
    return render(request, "desk/issue.html", context, status=status)


def _save(request: HttpRequest, form: IssueForm) -> bool:
    """Save the issue, and say whether that was done. Its terms may bring in stored stories even where nothing else was
    changed.
    """
    issue, values = form.issue, form.values()
    bring_in = form.cleaned_data["bring_in"] and not form.cleaned_data["closed"]
    changed = any(getattr(issue, name) != value for name, value in values.items())
    seen = form.cleaned_data["seen"] or None
    save = partial(curation.save_issue, issue, values, curator(request), timezone.now(), seen)
    if (changed or not bring_in or not issue.published_at) and not carried_out(request, save, "Saved."):
        return False
    if bring_in:
        count = rematch.bring_in(issue)
        messages.success(request, f"{count} stored {'story waits' if count == 1 else 'stories wait'} on the desk now.")
    return True
