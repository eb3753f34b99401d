"""The six things a reader can follow: found by their address, and named in words."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from officials.models import Body, Person, Place
from votes.models import Event, Issue, Merged, Vote
from votes.subjects import read_key

Topic = Issue | Person | Body | Vote | Event | Place

MODELS: dict[str, type[Topic]] = {
    "issue": Issue, "person": Person, "body": Body, "vote": Vote, "event": Event, "place": Place,
}  # fmt: skip
# What is needed to name a subscription's topic.
LOADED = ("issue", "person", "body", "vote__issue", "vote__body", "event", "place")

FIND: dict[str, Callable[[str], Topic]] = {
    "issue": lambda ref: Issue.objects.public().get(slug=ref),
    "person": lambda ref: Person.objects.with_page().get(slug=ref),
    "body": lambda ref: Body.objects.get(slug=ref),
    "vote": lambda ref: Vote.objects.select_related("issue", "body__place").get(pk=int(ref)),
    "event": lambda ref: Event.objects.standing().get(pk=int(ref)),
    "place": lambda ref: Place.objects.get(slug=ref),
}


def find(kind: str, ref: str) -> Topic | None:
    """Return the topic by its slug, a vote or event by its number; None for what isn't there, or a private person."""
    try:
        return FIND[kind](ref)
    except (KeyError, ValueError, OverflowError, ObjectDoesNotExist):
        return None


def by_key(key: str) -> Topic | None:
    """Return the topic of a key, or what it became one with; None where it is gone."""
    keys = [key, *Merged.objects.successors([key])]
    for kind, pk in map(read_key, keys):
        if kind in MODELS and (topic := MODELS[kind]._base_manager.filter(pk=pk).first()):
            return topic
    return None


def kind_of(topic: Topic) -> str:
    """Return the name of the subscription's column."""
    return topic._meta.model_name or ""


def address_of(topic: Topic) -> str:
    """Return the path of the form that follows a topic."""
    return reverse("subscribe", args=[kind_of(topic), ref_of(topic)])


def ref_of(topic: Topic) -> str:
    """Return by what `find` finds it."""
    return str(topic.pk) if isinstance(topic, (Vote, Event)) else topic.slug


def name_of(topic: Topic) -> str:
    """Return a topic's name as it stands behind "You follow"."""
    if isinstance(topic, Vote):
        return f"the vote on {topic.issue.title} ({topic.body.name})"
    if isinstance(topic, Event):
        return f"the {topic.get_kind_display().lower()} on {topic.title}"
    if isinstance(topic, Place):
        return f"everything in {topic.name}"
    return str(topic)
