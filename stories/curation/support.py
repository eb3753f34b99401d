"""What a record made by one action still rests on when that action is undone, and what was built on it since."""

from collections.abc import Callable, Iterable

from django.db.models import CASCADE, PROTECT, Model, Q

from officials.models import Body, Person, Place, Role
from stories.curation.effects import MODELS
from stories.findings.kinds import CLAIMS, PEOPLE
from stories.models import ArticleIssue, Effect, Finding, LoggedAction, Naming, Outlet, Quote, Response, Source
from votes.models import Ballot, Event, Issue, Position, Subscription, Vote, VoteChange

# What an undone edit of such a row leaves alone where readers or readings of stories have changed it since.
SHARED = {model._meta.db_table for model in (Subscription, ArticleIssue, Source)}
# Those of them that several actions may have changed, undone in whatever order; a source was paused by one, after all.
UNORDERED = SHARED - {Source._meta.db_table}
# Rows of which an action changes everything that belongs together: whatever was changed later rests on it.
WHOLE = {model._meta.db_table for model in (Finding, Vote, Event)}
# Those of them that a merge moves without deciding anything of them.
POINTED = WHOLE - {Finding._meta.db_table}

# What rests on a record that stays, withdrawn, when what made it is undone.
RESTS_ON: dict[type[Model], set[type[Model]]] = {Vote: {Ballot}, Event: {Vote}, Finding: set()}


def _any(path: str, *models: type[Model]) -> Callable[[int], bool]:
    return lambda pk: any(model._base_manager.filter(**{path: pk}).exists() for model in models)


def _role_is_told(pk: int) -> bool:
    role = Role.objects.select_related("body").get(pk=pk)
    told = Finding.objects.accepted().filter(kind__in=PEOPLE, person=role.person_id)
    return told.filter(payload__body__iexact=role.body.name).exists()


def _match_is_used(pk: int) -> bool:
    match = ArticleIssue.objects.filter(pk=pk).first()
    if match is None:
        return False  # what made it was undone already
    return Finding.objects.accepted().filter(article=match.article_id, issue=match.issue_id).exists()


# Whether others use the row, so that it stays when what made it is undone. What isn't here goes.
SUPPORT: dict[type[Model], Callable[[int], bool]] = {
    Place: _any("place", Body, Event, Issue, Outlet, Source, Subscription),
    Body: lambda pk: _any("body", Role, Vote, Issue, Subscription)(pk) or _any("bodies", Event)(pk),
    Person: _any("person", Role, Finding, Quote, Position, Ballot, Response, Subscription, Naming),
    Role: _role_is_told,
    Position: lambda pk: Finding.objects.accepted().filter(position=pk).exists(),
    Quote: lambda pk: Finding.objects.accepted().filter(quote=pk).exists(),
    Vote: lambda pk: Finding.objects.accepted().filter(vote=pk).exists(),
    Event: lambda pk: Finding.objects.accepted().filter(event=pk).exists(),
    ArticleIssue: _match_is_used,
}


def is_supported(effect: Effect) -> bool:
    """Say whether others use the row that the action made."""
    supports = SUPPORT.get(MODELS[effect.table])
    return supports is not None and supports(effect.row)


def is_held(effect: Effect) -> bool:
    """Say whether others rest on what the action changed beside its own finding: an issue's body while a vote stands,
    its being public while another claim of it does, that a vote was put off while another report tells of it,
    a match or a quote while another report uses it, an open finding's issue once that finding is decided.
    """
    model, own = MODELS[effect.table], effect.action.finding_id
    if effect.kind != Effect.Kind.UPDATE or (own is None and not _is_held_of_correction(effect)):
        return False
    if model is Vote:
        # The vote that put it off is still reported by another.
        moved_by = VoteChange.objects.filter(vote=effect.row, version=effect.after["version"]).values("moved_by")
        others = Finding.objects.accepted().exclude(pk=own or 0)
        return others.filter(vote__in=moved_by, vote__disposes_of=effect.row).exists()
    if model is ArticleIssue or (model is Issue and "published_at" in effect.before):
        # A curator who set the match, or saved the issue, since then looked at it: that stands by itself.
        chosen = Effect.objects.standing().touching(effect.table, [effect.row])
        if chosen.filter(action__gt=effect.action_id, action__finding=None).exists():
            return True
    if model is Issue and "published_at" in effect.before:
        return Finding.objects.accepted().filter(kind__in=CLAIMS, issue=effect.row).exists()
    if model is Issue:
        return Vote.objects.standing().filter(issue=effect.row).exists()
    if model is Finding:
        others = Finding.objects.exclude(pk=own or 0).exclude(state=Finding.State.PENDING)
        return others.filter(pk=effect.row).exists()
    return model in (ArticleIssue, Quote, Position) and is_supported(effect)


def _is_held_of_correction(effect: Effect) -> bool:
    """Say whether others may rest on this change by a correction of a quote or a position."""
    is_correction = not {"quote", "position"}.isdisjoint(effect.action.after)
    return is_correction and MODELS[effect.table] in (ArticleIssue, Issue)


def reported_since(effect: Effect, group: Iterable[int] = ()) -> LoggedAction | None:
    """Return the newest standing acceptance of a report that came to rest on a quote or a position since its words,
    person or stand were corrected.
    """
    model = MODELS[effect.table]
    if model not in (Quote, Position) or effect.action.act != LoggedAction.Act.EDIT:
        return None
    name = str(model._meta.model_name)
    acts = LoggedAction.objects.filter(act__in=(LoggedAction.Act.ACCEPT, LoggedAction.Act.CORRECT), undone_by=None)
    acts = acts.filter(pk__gt=effect.action_id, finding__state=Finding.State.ACCEPTED)
    acts = acts.filter(**{f"finding__{name}": effect.row}).exclude(pk__in=group)
    return acts.select_related("by", "finding").first()


def later(effect: Effect, group: Iterable[int] = ()) -> LoggedAction | None:
    """Return the newest standing action that changed the same since; those of `group` are undone together."""
    effects = Effect.objects.standing().touching(effect.table, [effect.row]).filter(action__gt=effect.action_id)
    for other in effects.exclude(action__in=group).select_related("action__by", "action__finding").order_by("-action"):
        # A merge points a vote elsewhere and leaves alone what it says.
        merged = LoggedAction.Act.MERGE in (effect.action.act, other.action.act)
        is_whole = effect.table in WHOLE and not (merged and effect.table in POINTED)
        whole = Effect.Kind.UPDATE not in (effect.kind, other.kind) or effect.kind != other.kind
        if whole or is_whole or not other.before.keys().isdisjoint(effect.before):
            return other.action
        if other.redacted_at or not other.before:
            return other.action
    return None


def _linked(effect: Effect, group: Iterable[int]) -> LoggedAction | None:
    """Return the newest standing action that made a body, or another one by it, part of a joint body, or undid that."""
    if MODELS[effect.table] is not Body:
        return None
    sides = Q()
    for name in ("from_body_id", "to_body_id"):
        sides |= Q(**{f"before__{name}": effect.row}) | Q(**{f"after__{name}": effect.row})
    links = Effect.objects.standing().filter(sides, table=Body.parents.through._meta.db_table)
    last = links.exclude(action__in=group).select_related("action__by", "action__finding").order_by("-action").first()
    return last.action if last else None


def built_on(effect: Effect, group: Iterable[int] = ()) -> tuple[LoggedAction | None, Model | None]:
    """Return the newest standing action that changed or used the row that `effect` made, and a row that uses it."""
    model, action, user = MODELS[effect.table], later(effect, group) or _linked(effect, group), None
    for relation in model._meta.related_objects:
        if relation.on_delete not in (CASCADE, PROTECT) or relation.related_model is Response:
            continue
        rows = relation.related_model._base_manager.filter(Q(**{relation.field.name: effect.row}))
        if relation.related_model is Finding and model in (Quote, Position):
            # What a withdrawn story told stays with it, hidden.
            rows = rows.exclude(state=Finding.State.WITHDRAWN)
        pks = list(rows.order_by("pk").values_list("pk", flat=True)) if rows.exists() else []
        if relation.related_model not in RESTS_ON.get(model, {relation.related_model}):
            continue  # what is told of it stays with it when it is withdrawn
        if pks:
            user = rows.first()
            effects = Effect.objects.standing().touching(relation.related_model._meta.db_table, pks)
            users = effects.exclude(action__in=group).select_related("action__by", "action__finding")
            newest = users.order_by("-action").first()
            action = action or (newest.action if newest else None)
    return action, user
