"""A story on the desk: its findings in place, and what a curator decides on them."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.curation import Choice
from stories.desk import queue
from stories.desk.access import curator, desk_act, desk_page, number_in, reason_in
from stories.desk.cards import effect_on_records, form_for
from stories.desk.forms import ClaimForm, FindingForm
from stories.desk.preview import besides_of
from stories.desk.sheet import sheet_of
from stories.desk.versions import changes
from stories.evidence.book import accepted_findings, evidence_of
from stories.models import Article, ArticleIssue, Finding
from stories.public.queries import public_stories
from votes.models import Issue

# What may be decided, and what the page shows unasked.
OPEN = (Finding.State.PENDING, Finding.State.STALE)
SHOWN = (Finding.State.PENDING, Finding.State.ACCEPTED)
# What the page leaves out until asked.
HIDDEN = (Finding.State.REJECTED, Finding.State.STALE)


@desk_page
def desk_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the story's text with each finding in place."""
    return _story_page(request, _article(pk))


def _article(pk: int) -> Article:
    return get_object_or_404(Article.objects.select_related("outlet", "original"), pk=pk, versions__number=1)


def _story_page(request: HttpRequest, article: Article, bad_form: FindingForm | None = None) -> HttpResponse:
    shows_all = request.GET.get("show") == "all"
    sheet = sheet_of(article, shows_all)
    pending = sheet.pending()
    hidden = article.findings.filter(state__in=HIDDEN, redacted_at=None)
    evidence = evidence_of(accepted_findings().filter(article=article))
    # A refusal stands on its card, where the curator looks; the message's tag names it.
    tagged = [message for message in messages.get_messages(request) if message.extra_tags.isdecimal()]
    forms = {finding.pk: form_for(finding) for finding in [*pending, *sheet.stale()]}
    typed = {}
    if bad_form is not None:
        forms[bad_form.finding.pk] = bad_form
        typed = {bad_form.finding.pk: bad_form.typed_name} if isinstance(bad_form, ClaimForm) else {}
    context = {
        "article": article, "sheet": sheet, "forms": forms, "pending": pending, "shows_all": shows_all,
        "hidden": hidden.count(), "plain_quotes": queue.plain_quotes(pending),
        "effects": {finding.pk: effect_on_records(finding) for finding in pending},
        "besides": besides_of(article, [*pending, *sheet.stale()], typed),
        "refusals": {int(message.extra_tags): str(message) for message in tagged},
        "following": None if pending else queue.next_story(article),
        "matches": article.article_issues.select_related("issue"),
        "belonging": set(article.article_issues.accepted().values_list("pk", flat=True)),
        "issues": Issue.objects.filter(closed_at=None),
        "is_public": public_stories().filter(pk=article.pk).exists(),
        "changes": changes(article), "wordless": {item.finding.pk for item in evidence if item.withheld},
    }  # fmt: skip
    return render(request, "desk/story.html", context, status=200 if bad_form is None else 422)


@desk_act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, correct or reject one finding, then on to the next."""
    finding = get_object_or_404(Finding.objects.select_related("article", "version", "issue"), pk=pk)
    now, by = timezone.now(), curator(request)
    act = partial(curation.reject, pk, by, now, reason_in(request))
    if request.POST.get("act") != "reject":
        form = form_for(finding, request.POST)
        # A finding decided meanwhile has no form to mend: the door says who decided it.
        if finding.state in OPEN and not form.is_valid():
            return _story_page(request, _article(finding.article_id), form)
        choice = form.choice() if finding.state in OPEN else Choice()
        act = partial(curation.accept, pk, by, now, choice, reason_in(request))
    try:
        act()
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags=str(pk))
        return _to_card(finding.article_id, pk, finding.state not in SHOWN)
    following = sheet_of(finding.article).pending_after(pk)
    return _to_card(finding.article_id, following.pk) if following else redirect("desk-story", finding.article_id)


def _to_card(article: int, finding: int, shows_all: bool = False) -> HttpResponseRedirect:
    address = redirect("desk-story", article).url
    return HttpResponseRedirect(f"{address}{'?show=all' if shows_all else ''}#finding-{finding}")


@desk_act
def accept_listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the findings the form lists, as proposed: what arrived after the page was made is not among them."""
    article = get_object_or_404(Article, pk=pk)
    listed = [number_in(number) for number in request.POST.getlist("finding")][:1000]
    findings = Finding.objects.pending().filter(article=article, pk__in=listed)
    failed = curation.accept_all(findings, curator(request), timezone.now())
    for finding, why in failed:
        messages.error(request, why, extra_tags=str(finding.pk))
    return _to_card(pk, failed[0][0].pk) if failed else redirect("desk-story", pk)


@desk_act
def choose_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a story belongs to an issue; its findings without one follow."""
    article = get_object_or_404(Article, pk=pk)
    issue = get_object_or_404(Issue, pk=number_in(request.POST.get("issue", "")))
    state = ArticleIssue.State.REJECTED if request.POST.get("act") == "reject" else ArticleIssue.State.ACCEPTED
    curation.match(article, issue, state, curator(request), timezone.now())
    return redirect("desk") if request.POST.get("next") == "queue" else redirect("desk-story", pk)
