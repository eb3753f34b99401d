"""A story on the desk: its findings in place, and what a curator decides on them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.curation import Choice, bulk
from stories.desk import queue
from stories.desk.access import curator, desk_act, desk_page, number_in, reason_in
from stories.desk.cards import effect_on_records, form_for
from stories.desk.enter import only_enter, pressed
from stories.desk.forms import FindingForm
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
    is_stale = bad_form is not None and bad_form.finding.state == Finding.State.STALE
    shows_all = request.GET.get("show") == "all" or is_stale
    sheet = sheet_of(article, shows_all)
    pending = sheet.pending()
    hidden = article.findings.filter(state__in=HIDDEN, redacted_at=None)
    evidence = evidence_of(accepted_findings().filter(article=article))
    # A refusal stands on its card, where the curator looks; the message's tag names it.
    tagged = [message for message in messages.get_messages(request) if message.extra_tags.isdecimal()]
    forms = {finding.pk: form_for(finding) for finding in [*pending, *sheet.stale()]}
    if bad_form is not None:
        forms[bad_form.finding.pk] = bad_form
    context = {
        "article": article, "sheet": sheet, "forms": forms, "pending": pending, "shows_all": shows_all,
        "hidden": hidden.count(), "together": bulk.quotes_together(article),
        "effects": {finding.pk: effect_on_records(finding) for finding in pending},
        "besides": besides_of(article, [*pending, *sheet.stale()]),
        "refusals": {int(message.extra_tags): message for message in tagged},
        "notes": {bad_form.finding.pk: reason_in(request)} if bad_form else {},
        "following": None if pending else queue.next_story(article, curator(request), timezone.now(), timezone.localdate()),
        "matches": article.article_issues.select_related("issue"),
        "belonging": set(article.article_issues.accepted().values_list("pk", flat=True)),
        "issues": Issue.objects.filter(closed_at=None),
        "is_public": public_stories().filter(pk=article.pk).exists(),
        "changes": changes(article), "wordless": {item.finding.pk for item in evidence if item.withheld},
    }  # fmt: skip
    return render(request, "desk/story.html", context, status=200 if bad_form is None else 422)


@desk_act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, correct or reject one finding, then on to the next. What was typed stays until that is done."""
    finding = get_object_or_404(Finding.objects.select_related("article__outlet", "version", "issue"), pk=pk)
    # A finding decided meanwhile has no form to mend: the door says who decided it.
    form = form_for(finding, request.POST) if finding.state in OPEN else None
    act = pressed(request, "accept", "reject", card=pk)
    if form and not act:
        form.forget_errors()
    if not act or (act == "accept" and form and not form.is_valid()):
        return _back_to_card(request, finding, form)
    now, by, reason = timezone.now(), curator(request), reason_in(request)
    try:
        if act == "reject":
            curation.reject(pk, by, now, reason)
        else:
            curation.accept(pk, by, now, form.choice() if form else Choice(), reason)
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags=str(pk))
        return _back_to_card(request, finding, form)
    following = sheet_of(finding.article).pending_after(pk)
    return _to_card(finding.article_id, following.pk) if following else redirect("desk-story", finding.article_id)


def _back_to_card(request: HttpRequest, finding: Finding, form: FindingForm | None) -> HttpResponse:
    """Show the card again with what was typed; without, where the finding was decided meanwhile."""
    finding.refresh_from_db(fields=["state"])
    if form and finding.state in OPEN:
        return _story_page(request, _article(finding.article_id), form)
    return _to_card(finding.article_id, finding.pk, finding.state not in SHOWN)


def _to_card(article: int, finding: int, shows_all: bool = False) -> HttpResponseRedirect:
    address = redirect("desk-story", article).url
    return HttpResponseRedirect(f"{address}{'?show=all' if shows_all else ''}#finding-{finding}")


@desk_act
def accept_listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the direct quotes the form lists, as proposed: what arrived after the page was made is not among them."""
    article = get_object_or_404(Article, pk=pk)
    listed = {number_in(number) for number in request.POST.getlist("finding")[:1000]}
    if only_enter(request):
        return redirect("desk-story", pk)
    failed = curation.accept_quotes(article, listed, curator(request), timezone.now())
    for finding, why in failed:
        messages.error(request, why, extra_tags=str(finding.pk))
    return _to_card(pk, failed[0][0].pk) if failed else redirect("desk-story", pk)


@desk_act
def choose_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a story belongs to an issue; its findings without one follow."""
    article = get_object_or_404(Article, pk=pk)
    issue = get_object_or_404(Issue, pk=number_in(request.POST.get("issue", "")))
    act = pressed(request, "accept", "reject")
    if act:
        state = ArticleIssue.State.REJECTED if act == "reject" else ArticleIssue.State.ACCEPTED
        curation.match(article, issue, state, curator(request), timezone.now())
    return redirect("desk") if request.POST.get("next") == "queue" else redirect("desk-story", pk)
