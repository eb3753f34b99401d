"""The question whether a body that no record has is a new one, where one of nearly its name is known."""

from copy import copy
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models.fields.json import KT

from stories.curation import Choice
from stories.curation.people import bodies_meant, of_roster
from stories.findings.claims import bodies_claimed
from stories.models import Finding, LoggedAction


def body_to_ask_about(finding: Finding) -> tuple[str, list[str]]:
    """Return the first body's name that is nearly a known one's, with the names it may be; "" where none is."""
    if of_roster(finding):
        return "", []  # their role is known, whatever the story calls the body
    for name in bodies_claimed(finding.payload):
        if near := bodies_meant(name, finding):
            return name, [body.name for body in near]
    return "", []


class AsksBody(forms.Form):
    """For findings that name a body: stands before the form of the finding, whose `body` it asks about."""

    new_body = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label="Which body is this?",
        error_messages={"invalid_choice": "The name is another now: say which body it is."},
    )  # fmt: skip

    finding: Finding

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)  # type: ignore[arg-type]
        self.unknown_body, near = self._body_to_ask_about()
        if self.unknown_body:
            choices = [(name, name) for name in near] + [(self.unknown_body, f"new body: {self.unknown_body}")]
            self.fields["new_body"].choices = choices  # type: ignore[attr-defined]
            self.initial["new_body"] = self._said_before()
        else:
            del self.fields["new_body"]

    def _body_to_ask_about(self) -> tuple[str, list[str]]:
        """Return the first body's name that is nearly a known one's, with the names it may be; "" where none is."""
        draft = copy(self.finding)
        sent = str(self.data.get(self.add_prefix("body"), "")) if self.is_bound else ""
        typed = sent.replace("\x00", "").strip()[:250]
        draft.payload = draft.payload | ({"body": typed} if typed else {})
        return body_to_ask_about(draft)

    def _said_before(self) -> str:
        """Return which body a curator said the name means in another finding of the story; "" where nobody did."""
        acts = LoggedAction.objects.filter(
            finding__article=self.finding.article_id, act=LoggedAction.Act.CORRECT, undone_by=None,
            before__payload__body=self.unknown_body,
        )  # fmt: skip
        return acts.order_by("-pk").values_list(KT("after__payload__body"), flat=True).first() or ""

    def clean_new_body(self) -> str:
        """Return the name of the body that is new, or the known one that is meant."""
        chosen = str(self.cleaned_data["new_body"])
        if self.unknown_body and not chosen:
            raise forms.ValidationError("Say which body this is.")
        return chosen

    def choice(self) -> Choice:
        """Return what the curator changed, the body that is meant in its place."""
        choice: Choice = super().choice()  # type: ignore[misc]
        chosen = self.cleaned_data.get("new_body") or ""
        if chosen == self.unknown_body:
            return replace(choice, new_body=chosen)
        said = choice.payload.get("body", self.finding.payload.get("body")) or ""
        return replace(choice, payload={**choice.payload, "body": said.replace(self.unknown_body, chosen)})
