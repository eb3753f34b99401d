"""What a reader can ask for."""

from typing import Any

from django import forms

from votes.models import Announcement, Subscription

KINDS = [
    (Announcement.Kind.DATE, "When a vote gets a date, moves or is called off"),
    (Announcement.Kind.REMINDER, "Before a vote"),
    (Announcement.Kind.RESULT, "How it went"),
    (Announcement.Kind.POSITION, "When someone takes or changes a position"),
    (Announcement.Kind.QUOTE, "When someone is quoted"),
]
LEADS = [
    (14, "two weeks before"),
    (7, "a week before"),
    (3, "three days before"),
    (1, "the day before"),
    (0, "that morning"),
]
CADENCES = [
    (Subscription.Cadence.AT_ONCE, "As it happens"),
    (Subscription.Cadence.DAILY, "In one mail a day, in the morning"),
    (Subscription.Cadence.WEEKLY, "In one mail a week, on Monday morning"),
]


class WishForm(forms.Form):
    """Kinds, lead times and cadence of one subscription."""

    kinds = forms.MultipleChoiceField(
        label="Tell me",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing to be told about."},
    )
    leads = forms.TypedMultipleChoiceField(
        label="Remind me", choices=LEADS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    cadence = forms.ChoiceField(
        label="How often",
        choices=CADENCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often mail may come."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if Announcement.Kind.REMINDER in cleaned.get("kinds", []) and not cleaned.get("leads"):
            self.add_error("leads", "Choose how long before a vote to remind you.")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """As `votes.subscribe` takes it."""
        return {name: self.cleaned_data[name] for name in ("kinds", "leads", "cadence")}

    @staticmethod
    def of(subscription: Subscription | None = None) -> dict[str, Any]:
        """The choices to start with: the subscription's, or a new one's."""
        asked = subscription or Subscription()
        return {"kinds": asked.kinds, "leads": asked.leads, "cadence": asked.cadence}


class SubscribeForm(WishForm):
    """`website` is for robots: people don't see it."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write the address the mails should go to.",
            "invalid": "That is not an e-mail address; one looks like name@example.org.",
        },
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    field_order = ["email", "kinds", "leads", "cadence", "website"]
