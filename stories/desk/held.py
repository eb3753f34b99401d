"""What was typed into a form that could not be carried out, as its login had ended or its token was a former one's: the
pages carry it along, show it, and send it only when its author presses the button again.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

SALT = "stories.desk.held"
# Characters of all fields together; no form of the desk takes as much.
LONGEST = 500_000
TOO_LONG = "It is too long to be kept here. Your browser’s Back button may still lead to it: copy it from there."
LOGGED_OUT = "You had been logged out."
# How the desk's buttons are called; a test reads its templates.
BUTTONS = ("act", "public", "nothing")
# What the pages put into a form themselves: which state of a record it was made from, and where to go after it.
SILENT = ("nothing", "seen", "version", "next")
# The addresses of the login itself: what they are sent is a password or a code, and what they carry along.
SIGN_IN = ("login", "login-code")
# What stands before the names of a finding's fields.
OF_FINDING = re.compile(r"^f\d{1,20}-")
# What stands in these somebody says word for word, a story or minutes: the findings' fields, and a few by name.
QUOTED = re.compile(r"^(?:f\d{1,20}|new)-|^(?:text|words|first|second|sentence|phrase|spans)$")
# Signs that turn round how text stands on the screen: a name or a reason with them would be read as another.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
A_FILE = "The file that you chose can’t be kept: choose it again."


@dataclass(frozen=True)
class Held:
    """A form that was sent and not carried out: where it goes, the page it stood on, its fields as name and value in
    the order in which they came, and what of it could not be kept, as a sentence.
    """

    to: str
    back: str
    fields: list[tuple[str, str]]
    left_out: str = ""

    def __str__(self) -> str:
        """Return it as one field of a form that brings it back unchanged: nobody else can have written it."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return what a person would want to see again, by its field's name in words."""
        shown = [(name, value) for name, value in self.fields if value and name not in SILENT]
        return [("button" if name in BUTTONS else in_words(name), value) for name, value in shown]

    @property
    def filled(self) -> list[tuple[str, str]]:
        """Return the form without the button that was pressed: see `BUTTONS`."""
        return [(name, value) for name, value in self.fields if name not in BUTTONS]


def hold(request: HttpRequest) -> Held:
    """Return what a form sent, without its token and without passwords, which no page may show, nor NUL."""
    fields = [
        (name.replace("\x00", ""), value.replace("\x00", ""))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    to, back = request.get_full_path(), page_behind(request)
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return Held(to, back, [], TOO_LONG)
    return Held(to, back, fields, A_FILE if request.FILES else "")


def straightened(held: Held) -> Held:
    """Return it without the signs that turn text round, where they are nobody's quoted words."""
    fields = [(name, value if QUOTED.search(name) else TURNING.sub("", value)) for name, value in held.fields]
    return replace(held, fields=fields)


def in_words(name: str) -> str:
    """Return what a field is called: "speaker words" of a finding's `f12-speaker_words`."""
    return OF_FINDING.sub("", name).replace("_", " ")


def no_text(request: HttpRequest) -> str:
    """Say of the first field of a form that holds what no field may what it is; "" where none does."""
    for name, values in request.POST.lists():
        field = in_words(name.replace("\x00", ""))[:80] or "a field without a name"
        if any("\x00" in text for text in (name, *values)):
            return f"What was sent as “{field}” held a character that no text has (NUL). It is left out now."
        if not QUOTED.search(name) and (turning := TURNING.search("".join(values))):
            return (
                f"What was sent as “{field}” held a sign that turns text round (U+{ord(turning[0]):04X}), as copied"
                " text may. It is left out now: read it once more and send it."
            )
    return ""


def held_in(request: HttpRequest) -> Held | None:
    """Return what a login page carried along; None where it carried nothing, or what is not ours."""
    try:
        held = Held(**signing.loads(request.POST.get("held", ""), salt=SALT))
    except signing.BadSignature:
        return None
    return held


def page_behind(request: HttpRequest) -> str:
    """Return the page of ours from which a request came; the desk where it names none."""
    came = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return reverse("desk")
    parts = urlsplit(came)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def whole_page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    """Return a page that stands for the one that was asked for, also where htmx asked for a part of one: it puts no
    error into a page unless told where, and a login form inside a panel helps nobody.
    """
    is_part = "HX-Request" in request.headers
    answer = render(request, template, dict(context), status=200 if is_part else status)
    if is_part:
        answer["HX-Retarget"], answer["HX-Reswap"], answer["HX-Push-Url"] = "body", "innerHTML", "false"
    return answer


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Return the way to the login, and from there to what was asked for. A form that was sent goes along, in the page
    that asks for the password; what the workbench's script sent is kept by it.
    """
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(page_behind(request)).url})
    if request.method == "POST":
        context = {"form": AuthenticationForm(request), "next": page_behind(request), "held": hold(request)}
        return whole_page(request, "desk/login.html", context, status=403)
    return redirect_to_login(request.get_full_path())


def ask_again(request: HttpRequest, held: Held, why: str, status: int = 200) -> HttpResponse:
    """Return the page that shows what was typed, with a button that sends it."""
    return whole_page(request, "desk/held.html", {"held": held, "why": why}, status)


def refuse_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not this session's. One of our own pages may have stood open over a login or have
    lost its cookie: what it sent is shown, to be sent again. Another site's form is refused and not shown: its author
    is not who sits here.
    """
    if "Origin" not in request.headers or reason.startswith(REASON_BAD_ORIGIN.partition("%s")[0]):
        return whole_page(request, "403_csrf.html", {}, status=403)
    if request.resolver_match and request.resolver_match.url_name in SIGN_IN:
        return _sign_in_again(request)
    if not request.user.is_authenticated and not request.path.startswith(reverse("home")):
        return log_in_first(request)
    why = "This page had stood open over a login, or your browser keeps no cookies of this site, which it must."
    return ask_again(request, hold(request), why, status=403)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """Return what a login page leads to whose token went while another one was used: the login, or what it carried."""
    held = held_in(request)
    if request.user.is_authenticated:
        return ask_again(request, held, LOGGED_OUT) if held else redirect("desk")
    context = {"form": AuthenticationForm(request), "next": page_behind(request), "held": held or ""}
    return whole_page(request, "desk/login.html", context, status=403)
