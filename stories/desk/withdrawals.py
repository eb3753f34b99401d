"""Withdrawing a story, with all that was accepted from it; and bringing it back."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter
from stories.models import Article, Finding, LoggedAction, Withdrawal


class WithdrawForm(forms.Form):
    """Why, and whether readers are told."""

    because = forms.CharField(
        max_length=500, label="Why was it withdrawn?",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="In words that readers may read: “the outlet withdrew it: the quotes were made up”.",
    )  # fmt: skip
    show = forms.BooleanField(
        required=False, initial=True, label="Tell readers",
        help_text="The day and the reason stay on the story’s page and its issues’; else nothing of it does.",
    )  # fmt: skip


@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would go with the story, or that it is withdrawn; posted, withdraw it."""
    article = get_object_or_404(Article.objects.select_related("outlet", "withdrawal"), pk=pk)
    form = WithdrawForm(request.POST or None)
    if form.is_bound and not only_enter(request) and form.is_valid():
        because, show = form.cleaned_data["because"], form.cleaned_data["show"]
        act = partial(curation.withdraw, article, because, show, curator(request), timezone.now())
        if carried_out(request, act, "Withdrawn. Nothing taken from it is public; the log can undo it.", form):
            return redirect("desk-withdraw", pk)
    context = {"article": article, "form": form, "kinds": _accepted(article), "action": _action(article)}
    return render(request, "desk/withdraw.html", context, status=422 if form.errors else 200)


def _accepted(article: Article) -> list[tuple[str, int]]:
    """Return how many findings of each kind are public."""
    counted: Any = Finding.objects.accepted().filter(article=article).order_by().values_list("kind")
    return [(Finding.Kind(kind).label.lower(), number) for kind, number in counted.annotate(Count("pk"))]


def _action(article: Article) -> LoggedAction | None:
    """Return the act that withdrew it, if it is withdrawn."""
    withdrawal: Withdrawal | None = getattr(article, "withdrawal", None)
    if withdrawal is None:
        return None
    acts = LoggedAction.objects.filter(after__withdrawal=withdrawal.pk, undone_by=None).select_related("by")
    return acts.exclude(act=LoggedAction.Act.UNDO).first()
