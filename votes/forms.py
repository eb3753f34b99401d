"""What a reader can ask for."""

from typing import Any

from django import forms

from votes.models import Announcement, Subscription

Kind = Announcement.Kind
# In the order of the form.
KINDS = [
    (Kind.DATE, "When a vote, meeting, hearing or deadline gets a date, moves or is called off"),
    (Kind.REMINDER, "Before a vote, hearing or deadline"),
    (Kind.RESULT, "How it went"),
    (Kind.POSITION, "When someone takes or changes a position"),
    (Kind.QUOTE, "When someone is quoted"),
]
# Votes are a body's: who follows a person hears what that person does.
KINDS_OF_A_PERSON = [
    (Kind.POSITION, "When they take or change a position"),
    (Kind.QUOTE, "When they are quoted"),
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

# RFC 5321, 4.5.3.1.1.
LONGEST_LOCAL_PART = 64
# Names that lead into our own network, or nowhere.
INSIDE = {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "arpa", "invalid"}


class WishForm(forms.Form):
    """Kinds, lead times and cadence of one subscription to a topic of the kind that `about` names."""

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

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about == "person":
            kinds = self.fields["kinds"]
            assert isinstance(kinds, forms.MultipleChoiceField)
            kinds.choices = KINDS_OF_A_PERSON
            del self.fields["leads"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if Kind.REMINDER in cleaned.get("kinds", []) and not cleaned.get("leads"):
            self.add_error("leads", "Choose how long before to remind you.")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """Return kinds, leads and cadence as `votes.alerts.subscribe` takes them; only for a valid form."""
        given = self.cleaned_data
        return {"kinds": given["kinds"], "leads": given.get("leads", []), "cadence": given["cadence"]}


class SubscribeForm(WishForm):
    """A wish with the address it comes from. `website` is for robots: people don't see it."""

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


def first_wish(about: str) -> dict[str, Any]:
    """Return what the form of a new subscription starts with."""
    if about == "person":
        return {"kinds": [kind for kind, _ in KINDS_OF_A_PERSON], "cadence": Subscription.Cadence.AT_ONCE}
    return wish_of(Subscription())


def wish_of(subscription: Subscription) -> dict[str, Any]:
    """Return what the form of this subscription starts with."""
    return {"kinds": subscription.kinds, "leads": subscription.leads, "cadence": subscription.cadence}
