"""The question whether a body that no record has is a new one, where one of nearly its name is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models.fields.json import KT

from officials.models import Body
from stories.curation import Choice
from stories.curation.people import bodies_meant, of_roster
from stories.models import Finding, LoggedAction


def body_to_ask_about(finding: Finding, bodies: Mapping[str, Body | None]) -> tuple[str, list[Body]]:
    """Return the first of the names that is nearly a known body's, with those that it may be; "" where none is."""
    unknown = [name for name, known in bodies.items() if known is None]
    if not unknown or of_roster(finding):
        return "", []  # of the roster's people the role is known, whatever the story calls the body
    for name in unknown:
        if near := bodies_meant(name, finding):
            return name, near
    return "", []


class AsksBody(forms.Form):
    """For findings that name a body: stands before the form of the finding, whose `body` it asks about."""

    new_body = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label="Which body is this?",
        error_messages={"invalid_choice": "The name is another now: say which body it is."},
    )  # fmt: skip

    finding: Finding
    # By name, as the form has them: None where no record has one.
    bodies: dict[str, Body | None]

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)  # type: ignore[arg-type]
        self.unknown_body, near = body_to_ask_about(self.finding, self.bodies)
        if self.unknown_body:
            known = [(body.name, _with_apart(body)) for body in near]
            self.fields["new_body"].choices = [*known, (self.unknown_body, f"new body: {self.unknown_body}")]  # type: ignore[attr-defined]
            self.initial["new_body"] = self._said_before()
        else:
            del self.fields["new_body"]

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


def _with_apart(body: Body) -> str:
    """Return its name, and what it is known not to be: "Mill Board (not the Mill Street Board: two minutes' books)"."""
    told = "; ".join(f"not the same as {other['name']}: {other['reason']}" for other in body.apart)  # type: ignore[attr-defined]
    return f"{body.name} ({told})" if told else body.name
