"""Loading a list of a body's members: what it says otherwise is shown first, and applied only then."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from officials.models import Body
from officials.roster import MOST_BYTES, RosterError, RosterRow, read_roster
from stories import curation
from stories.curation.roster import NEW, Diff, diff_of
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import pressed


class RosterForm(forms.Form):
    """A file or its text, and of which body it is. What was read stays in `content` until it is applied."""

    body = forms.ModelChoiceField(Body.objects.select_related("place").order_by("place__name", "name"))
    file = forms.FileField(
        required=False, label="The list",
        help_text="Popolo or Open States people as JSON, CivicPatch as YAML, or CSV with the columns name, title, "
        "seat, since, until, aliases (parted by semicolons), id, url.",
    )  # fmt: skip
    content = forms.CharField(
        required=False, label="Or its text", max_length=MOST_BYTES, widget=forms.Textarea(attrs={"rows": 6})
    )
    whole = forms.BooleanField(
        required=False, label="It is the whole list", help_text="Who is not in it no longer sits in the body."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["body"].label_from_instance = lambda body: f"{body} ({body.place})"  # type: ignore[attr-defined]
        self.rows: list[RosterRow] = []
        self.text = ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        sent, body = values.get("file"), values.get("body")
        if sent is not None and sent.size > MOST_BYTES:
            raise forms.ValidationError(f"The file has {sent.size:,} bytes; {MOST_BYTES:,} can be read at most.")
        content = sent.read() if sent is not None else values.get("content", "").encode()
        if not content.strip():
            raise forms.ValidationError("Choose a file, or paste its text.")
        if body is not None:
            try:
                self.rows = read_roster(content, body.name)
            except RosterError as error:
                raise forms.ValidationError(str(error)) from error
            self.text = content.decode("utf-8-sig")
        return values

    def meant(self) -> dict[str, int]:
        """Return whom the curator said that single names of the list mean."""
        names = {row.name for row in self.rows}
        said = {name: str(self.data.get(f"who-{name}", "")) for name in names}
        return {name: int(pk) for name, pk in said.items() if pk.isdecimal() and len(pk) < 10}


@desk_page
def roster(request: HttpRequest) -> HttpResponse:
    """Show what a list says otherwise than the records; pressed once more, apply it."""
    form = RosterForm(request.POST or None, request.FILES or None)
    diff: Diff | None = None
    act = pressed(request, "diff", "apply") if request.method == "POST" else ""
    if act and form.is_valid():
        body, whole, now = form.cleaned_data["body"], form.cleaned_data["whole"], timezone.now()
        apply = partial(
            curation.apply_roster, form.rows, body, curator(request), now, meant=form.meant(), is_whole=whole,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if act == "apply" and carried_out(request, apply, "The records are up to the list. The log can undo it.", form):
            return redirect("desk-body", body.pk)
        try:
            diff = diff_of(form.rows, body, now.date(), form.meant(), is_whole=whole)
        except RosterError as error:
            form.add_error(None, str(error))
    context = {"form": form, "diff": diff, "NEW": NEW}
    return render(request, "desk/roster.html", context, status=422 if form.errors else 200)
