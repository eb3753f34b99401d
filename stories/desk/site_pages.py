"""The desk's room of the site's own pages: who runs it, how to reach them, what else they say of privacy."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stories import curation
from stories.curation.log import mark_of
from stories.curation.rows import values_of
from stories.curation.site_pages import SITE_PAGE_FIELDS
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter
from stories.models import SitePage


class SitePageForm(forms.Form):
    """The words of one page, with the mark of what was shown."""

    text = forms.CharField(
        max_length=20_000, required=False, label="Your words", widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Plain text: leave a line empty between two paragraphs. Web and mail addresses become links. Left "
        "empty, the page says what the program says by itself.",
    )  # fmt: skip
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, page: SitePage, data: object = None) -> None:
        super().__init__(data, initial={"text": page.text, "seen": mark_of(values_of(page, SITE_PAGE_FIELDS))})  # type: ignore[arg-type]


@desk_page
def site_pages(request: HttpRequest) -> HttpResponse:
    """Show the pages, and how each begins."""
    known = {page.name: page for page in SitePage.objects.all()}
    pages = [known.get(name) or SitePage(name=name) for name in SitePage.Name.values]
    return render(request, "desk/site_pages.html", {"pages": pages})


@desk_page
def site_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page's words; posted, keep them."""
    if name not in SitePage.Name.values:
        raise Http404
    page = SitePage.objects.filter(name=name).first() or SitePage(name=name)
    form = SitePageForm(page, request.POST or None)
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        save = partial(
            curation.save_site_page, name, form.cleaned_data["text"], curator(request), timezone.now(),
            form.cleaned_data["seen"],
        )  # fmt: skip
        if carried_out(request, save, "Saved, and public. The log can undo it.", form):
            return redirect("desk-site-page", name)
    return render(request, "desk/site_page.html", {"page": page, "form": form}, status=422 if sent else 200)
