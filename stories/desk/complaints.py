"""What readers say is wrong: the queue of it, and the answer to one."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories.curation import complaints as door
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter
from stories.models import Complaint

# Of the answered ones on the page of the queue.
SHOWN = 50


class AnswerForm(forms.Form):
    """What came of it, in words that the reader gets, and everybody where it is shown."""

    verdict = forms.ChoiceField(
        choices=Complaint.Verdict, label="What came of it", widget=forms.RadioSelect,
        error_messages={"required": "Say what came of it."},
    )  # fmt: skip
    answer = forms.CharField(
        max_length=2000, label="Why", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What was corrected, or why it was not changed. The reader gets it if they left an address.",
        error_messages={"required": "Write why: the reader asked."},
    )  # fmt: skip
    shown = forms.ChoiceField(
        choices=Complaint.Shown, required=False, label="Who else may read the answer", widget=forms.RadioSelect
    )


@desk_page
def complaints(request: HttpRequest) -> HttpResponse:
    """List those that wait, the longest first, and the last that were answered."""
    rows = Complaint.objects.select_related("finding__article__outlet", "by")
    context = {"waiting": rows.open(), "answered": rows.answered()[:SHOWN]}
    return render(request, "desk/complaints.html", context)


@desk_page
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one beside its claim; posted, answer it."""
    known = get_object_or_404(
        Complaint.objects.select_related("finding__article__outlet", "finding__vote", "by"), pk=pk
    )
    form = AnswerForm(request.POST or None, initial={"shown": Complaint.Shown.BESIDE})
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        given = form.cleaned_data
        act = partial(
            door.answer, known, given["verdict"], given["answer"], given["shown"], curator(request), timezone.now()
        )
        if carried_out(request, act, "Answered.", form):
            return redirect("desk-complaints")
    context = {"complaint": known, "form": form, "is_public": door.is_public(known.finding)}
    return render(request, "desk/complaint.html", context, status=422 if sent else 200)
