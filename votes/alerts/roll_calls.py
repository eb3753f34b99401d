"""How several people voted, told of one roll call: one item of a mail, not one each."""

from collections.abc import Sequence

from django.utils.text import capfirst

from votes.alerts.wording import Wording, position_of
from votes.headlines import Fact
from votes.models import Announcement
from votes.models.issues import Basis, Stance
from votes.words import one_line

# How somebody voted, by the stance that their vote shows.
VOTED = {Stance.SUPPORT: "Voted for it", Stance.OPPOSE: "Voted against it"}
# The issue, and the report that tells it.
RollCallKey = tuple[str, str, str]


def roll_call_of(announcement: Announcement) -> RollCallKey | None:
    """Return which roll call it tells a vote of; None where it tells something else, or takes it back."""
    new = announcement.new
    if announcement.kind != Announcement.Kind.POSITION or new.get("basis") != Basis.PAST_VOTE:
        return None
    if announcement.takes_back or announcement.version:
        return None
    return new["issue"], announcement.source_name, announcement.source_url


def wording_of_roll_call(announcements: Sequence[Announcement]) -> Wording:
    """Return what to say of these: who voted how, and on what else than the issue, where they differ."""
    stands = [position_of(announcement.new) for announcement in announcements]
    voted: dict[str, list[str]] = {}
    for stand in sorted(stands, key=lambda stand: list(Stance).index(Stance(stand.stance))):
        label = VOTED.get(Stance(stand.stance), capfirst(Stance(stand.stance).label))
        voted.setdefault(f"{label}, with conditions" if stand.conditional else label, []).append(str(stand.person))
    matters = dict.fromkeys(one_line(stand.matter) for stand in stands if stand.matter)
    facts = [Fact(label, one_line(", ".join(names))) for label, names in voted.items()]
    on = [Fact("On", matter) for matter in matters if len(matters) == 1]
    issue = one_line(str(stands[0].issue))
    return Wording(f"How {len(stands)} voted: {issue}", [*facts, *on, Fact("Issue", issue)])
