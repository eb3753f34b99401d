"""An account's own password, changed by whoever knows it: every other login of the account ends with that."""

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy

from stories.desk.held import log_in_first

log = logging.getLogger(__name__)

# Characters that must be left of a password without the site's own words.
LEAST_BESIDE = 8
OF_EVERY_SITE = ("civictrack", "curator", "editor", "administrator", "password")
OF_THE_SITE = "The password can’t be made of the names of this site and its place."
CHANGED = "Your password is changed. Wherever else you were logged in, you are logged out."


class NotTheSites:
    """Refuses a password that the site's own words make up: its name, its place, its host, what it is."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where too little is left without them."""
        named = (*OF_EVERY_SITE, settings.SITE_NAME, settings.SITE_PLACE, urlsplit(settings.SITE_URL).hostname or "")
        words = {word for word in re.split(r"\W", " ".join(named).casefold()) if len(word) > 3}
        left = password.casefold()
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.casefold() and len(left) < LEAST_BESIDE:
            raise ValidationError(OF_THE_SITE)

    def get_help_text(self) -> str:
        return OF_THE_SITE


class OwnPasswordForm(PasswordChangeForm):
    """The old password is tried as the login tries it: a session left open gives no free guesses."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise ValidationError("This is not your password of now. Type it again.")
        return old


class ChangePassword(PasswordChangeView):
    """The page. After too many wrong tries axes answers in its place."""

    template_name = "desk/password.html"
    form_class: Any = OwnPasswordForm
    success_url: Any = reverse_lazy("password")
    title = "Password"

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.is_authenticated:
            return log_in_first(self.request)
        return super().dispatch(*args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user: User = form.user
        log.info("Password changed by %r", user.get_username())
        messages.success(self.request, CHANGED)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
