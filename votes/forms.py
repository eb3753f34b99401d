"""What a reader can ask for."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from votes.alerts.kinds import FIRST, choices
from votes.alerts.remind import LONGEST_LEAD
from votes.models import Announcement, Subscription
from votes.models.alerts import default_leads

Kind = Announcement.Kind
LEADS = [
    (14, "two weeks before"),
    (7, "a week before"),
    (3, "three days before"),
    (1, "the day before"),
    (0, "that morning"),
]
MOST_LEADS = 10
CADENCES = [
    (Subscription.Cadence.AT_ONCE, "As it happens"),
    (Subscription.Cadence.DAILY, "In one mail a day, in the morning"),
    (Subscription.Cadence.WEEKLY, "In one mail a week, on Monday morning"),
]
LONGEST_PAUSE = timedelta(days=366)

# RFC 5321, 4.5.3.1.1.
LONGEST_LOCAL_PART = 64
# Names that lead into our own network, or nowhere.
INSIDE = {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "arpa", "invalid"}


class WishForm(forms.Form):
    """Kinds, lead times and cadence of one subscription to a topic of the kind that `about` names."""

    kinds = forms.MultipleChoiceField(
        label="Tell me",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing to be told about."},
    )
    leads = forms.TypedMultipleChoiceField(
        label="Remind me", choices=LEADS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    other_leads = forms.CharField(
        label="Other days before, such as 30, 10",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12}),
    )
    cadence = forms.ChoiceField(
        label="How often",
        choices=CADENCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often mail may come."},
    )

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = choices(about)
        if Kind.REMINDER not in dict(kinds.choices):
            del self.fields["leads"], self.fields["other_leads"]

    def clean_other_leads(self) -> list[int]:
        """Return the days, written with whatever between them."""
        written: str = self.cleaned_data["other_leads"]
        days = [int(number) for number in re.findall(r"[0-9]{1,4}", written)]
        if re.search(r"[^0-9,;. ]", written) or any(day > LONGEST_LEAD for day in days):
            raise forms.ValidationError(
                f"Write days as numbers up to {LONGEST_LEAD}, with commas between them, such as 30, 10."
            )
        return days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "leads" not in self.fields or "other_leads" not in cleaned:
            return cleaned
        leads = sorted({*cleaned.get("leads", []), *cleaned["other_leads"]}, reverse=True)
        if Kind.REMINDER in cleaned.get("kinds", []) and not leads and "leads" in cleaned:
            self.add_error("leads", "Choose how long before to remind you.")
        if len(leads) > MOST_LEADS:
            self.add_error("other_leads", f"Choose {MOST_LEADS} days at most.")
        return cleaned | {"leads": leads}

    def wish(self) -> dict[str, Any]:
        """Return kinds, leads and cadence as `votes.alerts.subscribe` takes them; only for a valid form."""
        given = self.cleaned_data
        return {"kinds": given["kinds"], "leads": given.get("leads", []), "cadence": given["cadence"]}


class AddressForm(forms.Form):
    """An address that mail can be sent to."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write the address the mails should go to.",
            "invalid": "That is not an e-mail address; one looks like name@example.org.",
        },
    )

    def clean_email(self) -> str:
        return mailable(self.cleaned_data["email"])


def mailable(email: str) -> str:
    """Return the address, unless no mail server of the world could take mail for it: raises ValidationError."""
    local_part, _, host = email.rpartition("@")
    if len(local_part) > LONGEST_LOCAL_PART:
        raise forms.ValidationError(
            f"Before the @ an address has at most {LONGEST_LOCAL_PART} characters; this one has {len(local_part)}."
        )
    # Without a dot it is a machine beside us; in brackets, an IP address.
    _, dot, last_name = host.lower().rstrip(".").rpartition(".")
    if not dot or host.startswith("[") or last_name in INSIDE:
        raise forms.ValidationError(
            "Mail from here can't reach that address: behind the @ stands a name such as example.org."
        )
    return email


class SubscribeForm(WishForm, AddressForm):
    """A wish with the address it comes from. `website` is for robots: people don't see it."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


class PauseForm(forms.Form):
    """Until when a reader wants nothing new; nothing where they don't pause."""

    until = forms.DateField(
        label="Send me nothing new until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Choose a day, such as 2026-12-31."},
    )

    def clean_until(self) -> date | None:
        """Return the day, if it is ahead and not years away."""
        until: date | None = self.cleaned_data["until"]
        today = timezone.now().date()
        if until is not None and "until" in self.changed_data and not today < until <= today + LONGEST_PAUSE:
            raise forms.ValidationError("Choose a day after today and within a year.")
        return until


def first_wish(about: str) -> dict[str, Any]:
    """Return what the form of a new subscription starts with."""
    leads = default_leads() if Kind.REMINDER in FIRST[about] else []
    return {"kinds": [*FIRST[about]], "leads": leads, "cadence": Subscription.Cadence.AT_ONCE}


def wish_of(subscription: Subscription) -> dict[str, Any]:
    """Return what the form of this subscription starts with."""
    others = [str(lead) for lead in subscription.leads if lead not in dict(LEADS)]
    return {
        "kinds": subscription.kinds,
        "leads": subscription.leads,
        "other_leads": ", ".join(others),
        "cadence": subscription.cadence,
    }
