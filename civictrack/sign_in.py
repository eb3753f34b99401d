"""The login in its one or two steps: the password, then a code where the account has a second factor. Nobody is logged
in before the last; what they had typed into a form of the desk goes along.
"""

import time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from civictrack import second_factor
from stories.desk.held import LOGGED_OUT, ask_again, held_in

# Where the session keeps whose password was right, and for how many seconds that holds.
WAITING, WAITS_FOR = "waiting_for_code", 600


class SignIn(LoginView):
    """The first step."""

    template_name = "desk/login.html"
    form_class: Any = AuthenticationForm
    # Django's view names the host.
    extra_context = {"site_name": settings.SITE_NAME}
    # The field without which the form was not sent, only what it is to carry along.
    field = "username"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the form, or show it empty with what it carries along."""
        if self.field in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=self.form_class(request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"held": self.request.POST.get("held", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask for the code where there is one to ask for. Else log in; then on to what was wanted, which for a form
        that was sent is to see it again.
        """
        user = form.get_user()
        if second_factor.app_of(user) and not hasattr(user, "otp_device"):
            self.request.session[WAITING] = [user.pk, user.backend, time.time()]
            context = self.get_context_data(form=CodeForm(self.request))
            return render(self.request, CodeStep.template_name, context)
        self.request.session.pop(WAITING, None)
        answer = super().form_valid(form)
        self.request.session[second_factor.BEGAN] = time.time()
        held = held_in(self.request)
        return ask_again(self.request, held, LOGGED_OUT) if held else answer


def waiting(request: HttpRequest) -> User | None:
    """Return whose password was right not long ago, and whose code is still to come."""
    pk, backend, since = request.session.get(WAITING, (0, "", 0.0))
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or time.time() - since > WAITS_FOR:
        return None
    user.backend = backend  # Django's login asks by whom an account was known
    return user


class CodeForm(forms.Form):
    """The code of the app, or one of the recovery codes."""

    code = second_factor.code_field("Code of your app, or a recovery code")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, waiting(request)

    def clean_code(self) -> str:
        if self.user is None:
            raise ValidationError("Your password was typed too long ago. Log in again.")
        code: str = self.cleaned_data["code"]
        # Read by `django_otp` at the login: the session is one that was verified.
        self.user.otp_device = second_factor.check(self.request, self.user, code)  # type: ignore[attr-defined]
        return code

    def get_user(self) -> User | None:
        return self.user


class CodeStep(SignIn):
    """The second step."""

    template_name = "desk/code.html"
    form_class: Any = CodeForm
    field = "code"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin anew with whoever has given no password, or long ago."""
        return super().dispatch(request, *args, **kwargs) if waiting(request) else SignIn.as_view()(request)
