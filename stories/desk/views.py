"""The desk's pages: they load, call the curation door, and show."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stories import curation
from stories.desk import queue
from stories.desk.forms import BallotsForm, FindingForm, VoteForm, form_for
from stories.desk.sheet import sheet_of
from stories.models import Article, ArticleIssue, Finding
from stories.propose import propose_all
from votes.models import Issue, Vote
from votes.schedule import Evidence


def curator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `login_required` on every view here
    return request.user


@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The queue, of one issue or of all."""
    issue = Issue.objects.filter(slug=request.GET.get("issue", "")).first()
    page = Paginator(queue.stories_waiting(issue), 30).get_page(request.GET.get("page"))
    context = {
        "page": page, "issue": issue, "issues": Issue.objects.all(), "matches": queue.uncertain_matches()[:20],
        "overdue": queue.overdue_votes(timezone.now().date()),
    }  # fmt: skip
    return render(request, "desk/queue.html", context)


@login_required
@never_cache
def desk_story(request: HttpRequest, pk: int) -> HttpResponse:
    """The story's text with each finding in place."""
    article = get_object_or_404(Article.objects.select_related("outlet", "original"), pk=pk)
    return _story_page(request, article)


def _story_page(request: HttpRequest, article: Article, bad_form: FindingForm | None = None) -> HttpResponse:
    sheet = sheet_of(article)
    pending = [finding for paragraph in sheet.paragraphs for finding in paragraph.cards if finding.state == "pending"]
    pending += [finding for finding in sheet.elsewhere if finding.state == "pending"]
    forms = {finding.pk: form_for(finding) for finding in pending}
    if bad_form is not None:
        forms[bad_form.finding.pk] = bad_form
    context = {
        "article": article, "sheet": sheet, "forms": forms, "pending": len(pending),
        "matches": article.article_issues.select_related("issue"), "issues": Issue.objects.all(),
    }  # fmt: skip
    return render(request, "desk/story.html", context, status=200 if bad_form is None else 422)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, correct or reject one finding."""
    finding = get_object_or_404(Finding.objects.select_related("article", "version", "issue"), pk=pk)
    now, by = timezone.now(), curator(request)
    try:
        if request.POST.get("act") == "reject":
            curation.reject(pk, by, now, request.POST.get("reason", ""))
        else:
            form = form_for(finding, request.POST)
            if not form.is_valid():
                return _story_page(request, finding.article, form)
            curation.accept(pk, by, now, form.choice(), request.POST.get("reason", ""))
    except curation.CurationError as error:
        messages.error(request, str(error))
        return redirect(f"{_story_url(finding.article)}#finding-{pk}")
    following = Finding.objects.pending().filter(article=finding.article, pk__gt=pk).order_by("pk").first()
    return redirect(_story_url(finding.article) + (f"#finding-{following.pk}" if following else ""))


def _story_url(article: Article) -> str:
    return redirect("desk-story", article.pk).url


@login_required
@require_POST
def accept_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept everything still pending on one story, as proposed."""
    article = get_object_or_404(Article, pk=pk)
    failed = curation.accept_all(Finding.objects.pending().filter(article=article), curator(request), timezone.now())
    for finding, why in failed:
        messages.error(request, f"{finding.get_kind_display()} left pending: {why}")
    return redirect("desk-story", pk)


@login_required
@require_POST
def choose_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a story belongs to an issue; its findings without one follow."""
    article = get_object_or_404(Article, pk=pk)
    issue = get_object_or_404(Issue, pk=request.POST.get("issue", 0))
    state = ArticleIssue.State.REJECTED if request.POST.get("act") == "reject" else ArticleIssue.State.ACCEPTED
    curation.match(article, issue, state)
    if state == ArticleIssue.State.ACCEPTED and (version := article.versions.filter(extraction=None).last()):
        propose_all([version], timezone.now())
    return redirect((request.POST.get("next") == "queue" and "desk") or _story_url(article))


@login_required
@never_cache
def desk_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or settle a vote, and record how each member voted."""
    vote = get_object_or_404(Vote.objects.select_related("issue", "body__place"), pk=pk)
    form = VoteForm(vote, request.POST if request.POST.get("act") == "vote" else None)
    ballots = BallotsForm(vote, request.POST if request.POST.get("act") == "ballots" else None)
    try:
        if form.is_bound and form.is_valid():
            values = form.cleaned_data
            source = Evidence(values["sentence"], values["source_name"], values["source_url"])
            curation.edit_vote(vote, form.new_values(), source, curator(request), timezone.now(), values["why"])
            return redirect("desk-vote", pk)
        if ballots.is_bound and ballots.is_valid():
            curation.record_ballots(vote, ballots.ballots(), curator(request), timezone.now())
            return redirect("desk-vote", pk)
    except curation.CurationError as error:
        messages.error(request, str(error))
    return render(request, "desk/vote.html", {"vote": vote, "form": form, "ballots": ballots})


@login_required
@never_cache
def decisions(request: HttpRequest) -> HttpResponse:
    """The log of curation, with undo."""
    page = Paginator(queue.decisions(), 50).get_page(request.GET.get("page"))
    return render(request, "desk/decisions.html", {"page": page})


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        curation.undo(pk, curator(request), timezone.now(), request.POST.get("reason", ""))
        messages.success(request, "Undone.")
    except curation.CurationError as error:
        messages.error(request, str(error))
    return redirect("desk-decisions")
