"""Who may come to the desk and do what there, and how an act that was refused is told."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stories.curation import CurationError
from stories.desk.held import ask_again, hold, log_in_first, no_text, straightened, whole_page
from stories.desk.settling import last_goes_out
from stories.models import ArticleIssue, LoggedAction
from votes.alerts import pause

View = Callable[..., HttpResponseBase]

# What the roles are made of: a curator decides on findings and matches, an editor keeps what all rests on, too. The
# groups are made by a migration of the top floor.
DECIDE = "stories.change_finding"
EDIT = "stories.change_loggedaction"
MANAGE = "auth.change_user"
# When the account was last seen at work, in the session, and after how many seconds that is written anew.
SEEN, SEEN_AGAIN = "seen", 300
# Pages that only lead to an editor's act.
EDITORS_PAGES = {
    "desk-new-issue", "desk-redact", "desk-new-event", "desk-put-off", "desk-roster", "desk-withdraw",
    "desk-told", "desk-told-reader", "desk-told-of",
}  # fmt: skip
# Where something is let out to other programs, to be looked at, too, by administrators alone.
MANAGERS_PAGES = {"desk-webhooks", "desk-webhook"}


def _any(request: HttpRequest, user: User, pk: int) -> bool:
    return True


def _keeps(request: HttpRequest, user: User, pk: int) -> bool:
    """Say whether a claim is kept: taking back what is public is an editor's act."""
    return request.POST.get("act") != "undo"


def _proposes(request: HttpRequest, user: User, pk: int) -> bool:
    """Say whether a story is not taken off an issue on whose page it stands: that is an editor's act, too."""
    on_it = ArticleIssue.objects.filter(article=pk, issue=number_in(request.POST.get("issue", "")), state="accepted")
    return request.POST.get("act") != "reject" or not on_it.exists()


def _own(request: HttpRequest, user: User, pk: int) -> bool:
    """Say whether somebody undoes what they did themselves."""
    return LoggedAction.objects.filter(pk=pk, by=user).exists()


# What curators may send, and which of it; whatever is not named here is for editors.
CURATORS_ACTS: dict[str, Callable[[HttpRequest, User, int], bool]] = {
    "desk-decide": _any,
    "desk-accept-listed": _any,
    "desk-step-back": _any,  # only ever one's own
    "desk-step-again": _any,
    "desk-choose-issue": _proposes,
    "desk-name": _any,
    "desk-add-finding": _any,
    "desk-split": _any,
    "desk-join": _any,
    "desk-siblings": _any,
    "desk-changed": _keeps,
    "desk-undo": _own,
}


def desk_page(view: View) -> View:
    """Let in who may see the desk, and keep the page out of every cache."""
    return never_cache(_guarded(view))


def desk_act(view: View) -> View:
    """Let in who may do this; it changes something, so a form must have been sent."""
    return never_cache(_guarded(require_POST(view)))


def _guarded(view: View) -> View:
    """Lead to the login who is not logged in; refuse what the account's role does not hold with 403 and a sentence,
    what is not there with 404, and signs that a field may not hold with 422, each with what was sent. Work on the desk
    keeps an account logged in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return log_in_first(request)
        user, name = curator(request), request.resolver_match.url_name if request.resolver_match else None
        keep_logged_in(request)
        if not user.has_perm(DECIDE):
            return refused(request, f"Your account, {user.username}, has no role on the desk yet.")
        if name in MANAGERS_PAGES and not user.has_perm(MANAGE):
            return refused(request, f"Only an administrator may do this, and your account, {user.username}, is none.")
        theirs = name not in EDITORS_PAGES
        if request.method not in ("GET", "HEAD"):
            own = CURATORS_ACTS.get(name or "")
            theirs = own is not None and own(request, user, kwargs.get("pk", 0))
        if not theirs and not user.has_perm(EDIT):
            return refused(request, "Only an editor may do this, and your account is a curator’s.")
        if why := no_text(request):
            return ask_again(request, straightened(hold(request)), why, status=422)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return whole_page(request, "desk/missing.html", {"held": hold(request)}, status=404)

    # The middleware lets such a form come here.
    guarded.refuses_nul = True  # type: ignore[attr-defined]
    return guarded


def keep_logged_in(request: HttpRequest) -> None:
    """Have the session last on from now: written once in some minutes, not at every key that is pressed."""
    now = int(time.time())
    if not 0 <= now - request.session.get(SEEN, 0) < SEEN_AGAIN:
        request.session[SEEN] = now


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """Return the page that says why, and whom to ask; it holds what was sent, so that nothing typed is lost."""
    known = User.objects.filter(Q(is_superuser=True) | Q(groups__name="administrator"), is_active=True).distinct()
    names = list(known.order_by("username").values_list("username", flat=True)[:3])
    whom = " or ".join(names) if names else "whoever runs this site"
    context = {"exception": f"{why} Ask {whom}: they give out roles.", "held": hold(request)}
    return whole_page(request, "403.html", context, status=403)


def rights(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """Tell templates what to offer, and whether all mail is paused; asked for only where a template wants to know."""
    return {
        "may_edit": lambda: hasattr(request, "user") and request.user.has_perm(EDIT),
        "may_manage": lambda: hasattr(request, "user") and request.user.has_perm(MANAGE),
        "mail_pause": pause.current,
    }


def curator(request: HttpRequest) -> User:
    """Return who is logged in."""
    assert isinstance(request.user, User)  # nobody else comes past `_guarded`
    return request.user


def carried_out(request: HttpRequest, act: Callable[[], Any], done: str, form: Form | None = None) -> bool:
    """Do it, show `done` and when readers are told of it, and return True; where curation refuses, say why, in the
    form if one is given, and return False.
    """
    try:
        act()
    except CurationError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return False
    messages.success(request, f"{done} {last_goes_out(curator(request))}".rstrip())
    return True


def number_in(text: str) -> int:
    """Return the record's number that a form sent; 0, which no record has, for what is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def reason_in(request: HttpRequest) -> str:
    """Return the note for the log that a form carries."""
    return " ".join(request.POST.get("reason", "").split())[:500]


def searched_in(request: HttpRequest) -> str:
    """Return what was typed into a search field."""
    return " ".join(request.GET.get("q", "").split())[:100]
