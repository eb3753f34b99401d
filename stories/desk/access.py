"""Who may come to the desk, and how an act that was refused is told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stories.curation import CurationError

View = Callable[..., HttpResponseBase]


def desk_page(view: View) -> View:
    """Show the view to curators only, and let no cache keep it."""
    return login_required(never_cache(view))


def desk_act(view: View) -> View:
    """Let curators only change something: a form must have been sent."""
    return login_required(require_POST(view))


def curator(request: HttpRequest) -> User:
    """Return who is logged in."""
    assert isinstance(request.user, User)  # `login_required` on every view of the desk
    return request.user


def carried_out(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it, show `done` and return True; where curation refuses, show why and return False."""
    try:
        act()
    except CurationError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def reason_in(request: HttpRequest) -> str:
    """Return the note for the log that a form carries."""
    return " ".join(request.POST.get("reason", "").replace("\x00", "").split())[:500]


def searched_in(request: HttpRequest) -> str:
    """Return what was typed into a search field."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
