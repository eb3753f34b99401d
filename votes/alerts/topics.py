"""The five things a reader can follow: found by their address, and named in words."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from officials.models import Body, Person, Place
from votes.models import Issue, Vote

Topic = Issue | Person | Body | Vote | Place

FIND: dict[str, Callable[[str], Topic]] = {
    "issue": lambda ref: Issue.objects.public().get(slug=ref),
    "person": lambda ref: Person.objects.with_page().get(slug=ref),
    "body": lambda ref: Body.objects.get(slug=ref),
    "vote": lambda ref: Vote.objects.select_related("issue", "body__place").get(pk=int(ref)),
    "place": lambda ref: Place.objects.get(slug=ref),
}


def find(kind: str, ref: str) -> Topic | None:
    """Return the topic by its slug, a vote by its number; None for what isn't there, or is a private person."""
    try:
        return FIND[kind](ref)
    except (KeyError, ValueError, OverflowError, ObjectDoesNotExist):
        return None


def kind_of(topic: Topic) -> str:
    """Return the name of the subscription's column."""
    return topic._meta.model_name or ""


def address_of(topic: Topic) -> str:
    """Return the path of the form that follows a topic."""
    return reverse("subscribe", args=[kind_of(topic), topic.pk if isinstance(topic, Vote) else topic.slug])


def name_of(topic: Topic) -> str:
    """Return a topic's name as it stands behind "You follow"."""
    if isinstance(topic, Vote):
        return f"the vote on {topic.issue.title} ({topic.body.name})"
    if isinstance(topic, Place):
        return f"everything in {topic.name}"
    return str(topic)
