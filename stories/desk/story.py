"""The workbench: a story as its readers saw it, one line of findings at hand beside it, and what is decided on that."""

from collections.abc import Container, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from stories import curation
from stories.curation import bulk, steps, together
from stories.desk import queue
from stories.desk.access import curator, desk_act, desk_page, number_in, reason_in
from stories.desk.cards import form_for
from stories.desk.enter import only_enter, pressed
from stories.desk.lines import MOST_PARTS, OPEN, Line, address_of
from stories.desk.panel import Panel, panel_of
from stories.desk.settling import in_words
from stories.desk.sheet import Sheet, sheet_of
from stories.desk.versions import changes
from stories.evidence.book import accepted_findings, evidence_of
from stories.findings.kinds import is_claim
from stories.models import Article, ArticleIssue, Finding, LoggedAction, OpenStory
from stories.public.queries import public_stories
from votes.models import Issue

# The forms at the panel's foot, by the address that each is sent to.
STEPS = [("desk-step-back", "Undo my last act here"), ("desk-step-again", "Redo it")]


@desk_page
def desk_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the story's text with each finding in place, and the line that the address names, else the first that
    waits.
    """
    article, asked = _article(pk), number_in(request.GET.get("finding", ""))
    sheet = sheet_of(article, request.GET.get("show") == "all", [asked], curator(request))
    line = sheet.line_of(asked) or next(iter([*sheet.pending(), *sheet.lines]), None)
    return _page(request, article, sheet, line, panel_of(article, line) if line else None)


def _article(pk: int) -> Article:
    return get_object_or_404(Article.objects.select_related("outlet__place", "original"), pk=pk, versions__number=1)


def _page(
    request: HttpRequest, article: Article, sheet: Sheet, line: Line | None, panel: Panel | None, status: int = 200
) -> HttpResponse:
    context = _of_panel(request, article, sheet, line, panel) | {
        "sheet": sheet, "paragraphs": sheet.paragraphs(line), "shows_all": request.GET.get("show") == "all",
        "hidden": sheet.hidden, "together": bulk.quotes_together(article),
        "matches": article.article_issues.select_related("issue"),
        "belonging": set(article.article_issues.accepted().values_list("pk", flat=True)),
        "issues": Issue.objects.filter(closed_at=None).nearest(article.outlet.place),
        "is_public": public_stories().filter(pk=article.pk).exists(),
        "changes": changes(article) if sheet.version.number > 1 else [],
        "open_with": OpenStory.objects.touch(article.pk, curator(request).pk, timezone.now()),
    }  # fmt: skip
    return render(request, "desk/story.html", context, status=status)


def _of_panel(
    request: HttpRequest, article: Article, sheet: Sheet, line: Line | None, panel: Panel | None
) -> dict[str, Any]:
    """Return what the panel shows, on the page or by itself."""
    pending = sheet.pending()
    if panel is not None:
        for part in panel.parts:
            part.otherwise = sheet.otherwise(part.finding)
        # A refusal stands on its card, where the curator looks; the message's tag names it.
        for message in messages.get_messages(request):
            if message.extra_tags.isdecimal():
                panel.refuse(int(message.extra_tags), str(message))
    decided = [part.finding for part in panel.parts if not part.is_open] if panel else []
    prefetch_related_objects(decided, Prefetch("actions", LoggedAction.objects.select_related("by", "undone_by")))
    shown = evidence_of(accepted_findings().filter(article=article)) if decided else []
    return {
        "article": article, "line": line, "panel": panel, "lines": sheet.lines, "pending": pending,
        "place": sheet.lines.index(line) + 1 if line else 0, "neighbours": _neighbours(sheet.lines, line),
        "marks": [[mark.role, mark.start, mark.end] for mark in sheet.at_hand(line)],
        "besides": panel.besides(sheet.public_on) if panel else [],
        "faults": LoggedAction.Fault.choices, "steps": STEPS, "goes_out": in_words(sheet.due),
        "following": None if pending else queue.next_story(article, curator(request), timezone.now()),
        "wordless": {item.finding.pk for item in shown if item.withheld},
        "elsewhere": line is not None and not any(part.pk in sheet.marks for part in line.parts),
    }  # fmt: skip


def _neighbours(lines: Sequence[Line], line: Line | None) -> tuple[Line | None, Line | None]:
    """Return the lines above and below."""
    if line is None:
        return None, None
    place = lines.index(line)
    return (lines[place - 1] if place else None), (lines[place + 1] if place + 1 < len(lines) else None)


def _answer(request: HttpRequest, article: Article, sheet: Sheet, line: Line | None, **shown: Any) -> HttpResponse:
    """Return the panel by itself, with the lines of the list that are `changed` and how much is left to decide;
    `offers` are corrections of which other findings have the same mistake.
    """
    status = shown.pop("status", 200)
    panel = shown.pop("panel", None) or (panel_of(article, line, closed=True) if line else None)
    context = _of_panel(request, article, sheet, line, panel) | shown | {"alone": True}
    return render(request, "desk/panel.html", context, status=status)


def by_htmx(request: HttpRequest) -> bool:
    """Say whether the workbench's script asks, for the panel alone."""
    return request.headers.get("HX-Request") == "true"


@desk_page
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finding's line, or accept, correct or reject its parts and go on to the next line. What was typed stays
    until that is done.
    """
    findings = _sent_parts(request, pk)
    finding = next((one for one in findings if one.pk == pk), None)
    if finding is None:
        raise Http404
    if request.method != "POST":
        return shown_again(request, finding)
    if finding.state not in OPEN:
        # Somebody decided it meanwhile: the door says who.
        return _refused(request, finding)
    panel = panel_of(finding.article, Line.of(findings), _parts_listed(request, pk))
    panel.note = reason_in(request)
    act, _, fault = request.POST.get("act", "").partition(":")
    if "nothing" in request.POST or act not in ("accept", "reject"):
        pressed(request, card=pk)
        return _again(request, panel, pk, forget=True)
    if act == "accept" and not panel.is_valid():
        return _again(request, panel, pk)
    return _carry_out(request, panel, pk, act, fault)


def _sent_parts(request: HttpRequest, pk: int) -> list[Finding]:
    """Return the finding and the parts of its line that were sent with it."""
    listed = {number_in(number) for number in request.POST.getlist("part")[:MOST_PARTS]}
    findings = Finding.objects.filter(pk__in={pk, *listed} - {0}, redacted_at=None).select_related(
        "article__outlet__place",
        "article__original",
        "version",
        "issue__place",
        "issue__body__place",
        "person",
        "vote",
        "quote",
    )
    story = next((finding.article_id for finding in findings if finding.pk == pk), None)
    return [finding for finding in findings if finding.article_id == story]


def _parts_listed(request: HttpRequest, pk: int) -> Any:
    """Return what was sent; where it lists no parts, of this finding alone."""
    if "part" in request.POST:
        return request.POST
    sent = request.POST.copy()
    sent["part"] = str(pk)
    return sent


def _carry_out(request: HttpRequest, panel: Panel, pk: int, act: str, fault: str) -> HttpResponse:
    """Do it and show the next line; where the door refuses, the panel says why on the part it is about."""
    known = (curator(request), timezone.now(), panel.note)
    try:
        if act == "accept":
            done = together.accept_parts(panel.choices(), *known)
        else:
            done = together.reject_parts([finding.pk for finding in _meant_by_reject(panel)], *known, fault)
    except together.PartError as error:
        panel.refuse(error.finding, str(error))
        return _again(request, panel, pk)
    return _after_act(request, panel.article, done, pk)


def _meant_by_reject(panel: Panel) -> list[Finding]:
    """Return what a rejection of the taken parts is about: what was said; who somebody is only where nothing else is
    taken.
    """
    taken = [part.finding for part in panel.taken]
    return [finding for finding in taken if is_claim(finding)] or taken


def _after_act(request: HttpRequest, article: Article, done: Sequence[LoggedAction], pk: int) -> HttpResponse:
    """Show the next line to decide after the finding's, and in the list what was done."""
    touched = _touched(done)
    sheet = sheet_of(article, besides=touched, by=curator(request))
    following = sheet.pending_after(pk) or sheet.line_of(pk)
    if not by_htmx(request):
        return redirect(address_of(following.lead) if following else reverse("desk-story", args=[article.pk]))
    corrected = any(action.act == LoggedAction.Act.CORRECT for action in done)
    offers = [action for action in done if action.act == LoggedAction.Act.CORRECT and curation.siblings_of(action)]
    return _answer(
        request, article, sheet, following, changed=_lines_with(sheet, touched), offers=offers,
        is_regrouped=corrected,
    )  # fmt: skip


def _touched(done: Sequence[LoggedAction]) -> set[int]:
    """Return the findings that these actions, and those they brought with them, were about."""
    implied = [number for action in done for number in action.after.get("implied", [])]
    brought = LoggedAction.objects.filter(pk__in=implied).values_list("finding", flat=True) if implied else ()
    return {pk for pk in (*(action.finding_id for action in done), *brought) if pk}


def _lines_with(sheet: Sheet, findings: Container[int]) -> list[Line]:
    return [line for line in sheet.lines if any(part.pk in findings for part in line.parts)]


def _again(request: HttpRequest, panel: Panel, pk: int, *, forget: bool = False) -> HttpResponse:
    """Show the line again with what was typed; as it is now, where a part of it was decided meanwhile. `forget` leaves
    out what is wrong with it: nobody has sent it yet.
    """
    article, sent = panel.article, {part.finding.pk: part.finding.state for part in panel.parts}
    sheet = sheet_of(article, besides=sent, by=curator(request))
    line = sheet.line_of(pk)
    if line is None:
        raise Http404
    shown = panel_of(article, line, request.POST)
    shown.note = panel.note
    for part in panel.parts:
        if part.refusal:
            shown.refuse(part.finding.pk, part.refusal)
    for part in shown.open if forget else ():
        if part.form:
            part.form.forget_errors()
    decided = [part for part in line.parts if sent.get(part.pk, part.state) != part.state]
    return _shown(request, sheet, line, shown, 409 if decided else 422)


def _refused(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Show the line as it is with the door's refusal: it was decided while the panel was open."""
    article = finding.article
    sheet = sheet_of(article, besides=[finding.pk], by=curator(request))
    line = sheet.line_of(finding.pk)
    if line is None:
        raise Http404
    panel = panel_of(article, line, closed=by_htmx(request))
    try:
        curation.reject(finding.pk, curator(request), timezone.now())
    except curation.CurationError as error:
        panel.refuse(finding.pk, str(error))
    return _shown(request, sheet, line, panel, 409)


def _shown(request: HttpRequest, sheet: Sheet, line: Line, panel: Panel, status: int) -> HttpResponse:
    if by_htmx(request):
        return _answer(request, panel.article, sheet, line, panel=panel, status=status, changed=[line])
    return _page(request, panel.article, sheet, line, panel, status)


def shown_again(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Show the line of a finding on which something was done elsewhere on the page."""
    if not by_htmx(request):
        return redirect(address_of(finding))
    article = _article(finding.article_id)
    sheet = sheet_of(article, besides=[finding.pk], by=curator(request))
    line = sheet.line_of(finding.pk)
    return _answer(request, article, sheet, line, changed=[line] if line else ())


@desk_page
def fold(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what may be corrected on a finding, for the script that opens its fold."""
    findings = Finding.objects.select_related("article__outlet__place", "version", "issue__place", "issue__body__place")
    finding = get_object_or_404(findings, pk=pk, state__in=OPEN, redacted_at=None)
    return render(request, "desk/fold.html", {"finding": finding, "form": form_for(finding)})


@desk_act
def step(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Undo the curator's last step on the story, or do it again; then show the line it was about."""
    article = _article(pk)
    act = {"undo": steps.step_back, "redo": steps.step_again}[which]
    at_hand, done = number_in(request.POST.get("finding", "")), []
    try:
        done = [] if only_enter(request) else act(article, curator(request), timezone.now())
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags=str(at_hand or ""))
    about = next((action.finding_id for action in done if action.finding_id), at_hand)
    if not by_htmx(request):
        return redirect(f"{reverse('desk-story', args=[pk])}{f'?finding={about}#finding-{about}' if about else ''}")
    touched = _touched(done)
    sheet = sheet_of(article, besides={about, *touched}, by=curator(request))
    line = sheet.pending_after(about) if which == "redo" and done else None
    line = line or sheet.line_of(about) or next(iter(sheet.lines), None)
    known = {"changed": _lines_with(sheet, touched), "is_regrouped": bool(done)}
    return _answer(request, article, sheet, line, **known, status=200 if done else 422)


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
    return redirect(address_of(failed[0][0]) if failed else reverse("desk-story", args=[pk]))


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
