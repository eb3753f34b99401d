"""Two records of a kind side by side: made one, or remembered as two."""

from functools import partial
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from stories import curation
from stories.curation.apart import known_apart
from stories.curation.duplicates import is_offered_again
from stories.desk.access import carried_out, curator
from stories.desk.enter import pressed
from stories.desk.people_forms import ApartForm, MergeForm


def decided(request: HttpRequest, pair: tuple[Model, Model]) -> tuple[int, dict[str, Any]]:
    """Carry out what was sent; return the number of the record to go on to, 0 where nothing was done, and what
    `desk/one_or_two.html` shows.
    """
    meta, by, now = pair[0]._meta, curator(request), timezone.now()
    act = pressed(request, "merge", "apart") if request.method == "POST" else ""
    sent = act or request.POST.get("nothing")
    merging = MergeForm(pair, request.POST if sent == "merge" else None)
    apart = ApartForm(pair, request.POST if sent == "apart" else None)
    known, done = known_apart(*pair), 0
    again = known is not None and is_offered_again(known, *pair)
    if act == "merge" and merging.is_valid():
        kept, gone = merging.kept_and_gone(pair)
        merge = partial(curation.merge, gone, kept, by, now, merging.cleaned_data["reason"], type(pair[0]))
        said = f"They are one {meta.verbose_name} now. The log can undo it."
        # Where they are known to be two, there is no form to say it in.
        done = kept if carried_out(request, merge, said, None if known else merging) else 0
    if act == "apart" and apart.is_valid():
        tell = partial(curation.tell_apart, *pair, by, now, apart.cleaned_data["reason"])
        said = f"Remembered: these are two {meta.verbose_name_plural}."
        done = pair[0].pk if carried_out(request, tell, said, None if known and not again else apart) else 0
    shown = {
        "noun": meta.verbose_name, "nouns": meta.verbose_name_plural, "known": known, "again": again,
        "merging": merging, "apart": apart, "refused": bool(merging.errors or apart.errors),
    }  # fmt: skip
    return done, shown
