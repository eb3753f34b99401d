"""The second factor of an account: an app that shows a new code twice a minute, and recovery codes for when it is lost.
django-otp keeps both; how often may be guessed is counted with the wrong passwords (`civictrack/login.py`).
"""

import logging
import time
from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django_otp import login, verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from stories.desk.access import curator
from stories.desk.held import ask_again, hold, log_in_first

log = logging.getLogger(__name__)

DIGITS, RECOVERY_CODES = 6, 10
NOT_THE_KEYS = "That is not the code of this key. Wait for the next one; your phone’s clock must be right."
# Where the session keeps the key of an app that was not yet shown to work.
NEW_KEY = "second_factor_key"
WRONG = "This code is not right, or was used already. Wait until your app shows the next one, or type a recovery code."
NEEDED = 'Your account needs a second factor first: <a href="{}" target="_blank">set it up</a>, then send this.'
# Since when a session is logged in, as the login notes, and for how many seconds at most: a week, with work every few
# hours.
BEGAN, LONGEST_LOGIN = "logged_in", 7 * 24 * 3600
# What is open to an account that has to get a second factor first.
OPEN_WITHOUT = ("second-factor", "login", "login-code", "logout")


def code_field(label: str) -> forms.CharField:
    """Return the field for a code, which may be typed with blanks."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "size": "12"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs))


def app_of(user: User) -> TOTPDevice | None:
    """Return the app whose codes an account is asked for; None where it has no second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def check(request: HttpRequest, user: User, typed: str) -> TOTPDevice | StaticDevice:
    """Return what knows the code, which is used up with that. A wrong one is refused with a sentence, and counted like
    a wrong password; after too many axes answers in the page's place.
    """
    code, credentials = typed.replace(" ", "").replace("-", "").lower(), {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        raise ValidationError(WRONG)
    app = app_of(user)
    device: TOTPDevice | StaticDevice | None = app
    if len(code) != DIGITS or not code.isdecimal():
        device = StaticDevice.objects.filter(user=user).first()
    elif app:
        _refuse_in_pause(app)
    if device and app and (knows := verify_token(user, device.persistent_id, code)):
        return knows
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    raise ValidationError(WRONG)


def _refuse_in_pause(app: TOTPDevice) -> None:
    """After each wrong code an app's codes are not looked at for a while, twice as long as the time before."""
    _, why = app.verify_is_allowed()
    if why and (until := why.get("locked_until")):
        seconds = max(1, round((until - timezone.now()).total_seconds()))
        raise ValidationError(f"Too many wrong codes. Try again in {seconds:,} seconds, or type a recovery code now.")


def turn_on(user: User, key: str, code: str) -> TOTPDevice | None:
    """Return the app as what an account is asked for from now on; None where the code is not this key's."""
    totp = TOTP(bytes.fromhex(key), digits=DIGITS)
    totp.time = time.time()
    if not code.isdecimal() or len(code) != DIGITS or not totp.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if app_of(user):
            return None
        # The code is used up: whoever saw it typed can't come in with it.
        app = TOTPDevice.objects.create(user=user, name="app", key=key, last_t=totp.t(), drift=totp.drift)
    log.info("Second factor turned on for %r", user.get_username())
    return app


def turn_off(user: User) -> bool:
    """Take an account's second factor away; say whether there was one."""
    gone = [model.objects.filter(user=user).delete()[0] for model in (TOTPDevice, StaticDevice)]
    if any(gone):
        log.info("Second factor turned off for %r", user.get_username())
    return any(gone)


def new_recovery_codes(user: User) -> list[str]:
    """Return codes that each replace the app's once, instead of those there were."""
    with transaction.atomic():
        device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
        device.token_set.all().delete()
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


class OwnCodeForm(forms.Form):
    """A code by which somebody who is logged in shows that the app is still theirs."""

    code = code_field("Code of your app, or a recovery code")


class FirstCodeForm(forms.Form):
    """The first code of an app that has just got its key."""

    code = code_field("The six digits that the app shows now")


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show an account its second factor: turn it on, get new recovery codes, turn it off."""
    if not request.user.is_authenticated:
        return log_in_first(request)
    return _tend(request) if app_of(curator(request)) else _begin(request)


def _begin(request: HttpRequest) -> HttpResponse:
    """Show the key, as a picture and in letters, until a code proves that an app has it."""
    user = curator(request)
    key = request.session.setdefault(NEW_KEY, random_hex(20))
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        if app := turn_on(user, key, form.cleaned_data["code"].replace(" ", "")):
            del request.session[NEW_KEY]
            return _codes(request, app)
        form.add_error("code", NOT_THE_KEYS)
    app = TOTPDevice(user=user, key=key)
    letters = b32encode(app.bin_key).decode()
    picture = segno.make(app.config_url, error="l").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    context = {
        "form": form, "is_required": settings.REQUIRE_SECOND_FACTOR, "address": app.config_url,
        "letters": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
        "picture": mark_safe(picture),  # noqa: S308 - a picture of squares, made here
    }  # fmt: skip
    return render(request, "desk/second_factor.html", context, status=422 if form.errors else 200)


def _codes(request: HttpRequest, device: TOTPDevice | StaticDevice) -> HttpResponse:
    """Show new recovery codes, this once. The session is a verified one from here on, under a new name."""
    login(request, device)
    request.session.cycle_key()
    codes = [f"{code[:4]} {code[4:]}" for code in new_recovery_codes(curator(request))]
    return render(request, "desk/recovery_codes.html", {"codes": codes})


def _tend(request: HttpRequest) -> HttpResponse:
    """Do with a code what only its owner may."""
    user, form = curator(request), OwnCodeForm(request.POST or None)
    act = request.POST.get("act")
    if act in ("codes", "off") and form.is_valid():
        try:
            device = check(request, user, form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
        else:
            if act == "codes":
                return _codes(request, app_of(user) or device)
            turn_off(user)
            return redirect("second-factor")
    context = {
        "app": app_of(user), "form": form, "is_required": settings.REQUIRE_SECOND_FACTOR,
        "left": StaticToken.objects.filter(device__user=user).count(),
    }  # fmt: skip
    return render(request, "desk/second_factor.html", context, status=422 if form.errors else 200)


class SecondFactor:
    """Middleware before all that is not public. A login ends after some days, however busy it is. A session in which no
    code was given counts for nothing where the account has a second factor; where it has none and the site wants one,
    getting it comes before all else. Public pages never ask who reads them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        """Let the request go on, or lead to the second factor; after the check of a form's token."""
        if request.path == "/" or request.path.startswith(reverse("home")) or not request.user.is_authenticated:
            return None
        if time.time() - request.session.get(BEGAN, time.time()) > LONGEST_LOGIN:
            logout(request)
            return None
        # django_otp's middleware says by what this session was verified.
        if getattr(request.user, "otp_device", None):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if curator(request).has_app:  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        elif settings.REQUIRE_SECOND_FACTOR and name not in OPEN_WITHOUT:
            return _lead(request)
        return None


def _lead(request: HttpRequest) -> HttpResponse:
    """Return the way to the second factor; a form that was sent is shown, to be sent after that."""
    if request.method != "POST":
        return redirect("second-factor")
    why = format_html(NEEDED, reverse("second-factor"))
    return ask_again(request, hold(request), why, status=403)
