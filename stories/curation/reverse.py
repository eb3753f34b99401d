"""Taking back what was said of a person or set beside a quote, for undoing."""

from collections.abc import Callable

from officials.models import NotSame, Person
from stories.curation import names
from stories.models import Decision, Response


def can_reverse(decision: Decision) -> bool:
    return decision.act == Decision.Act.EDIT and any(key in decision.after for key in REVERSED)


def reverse(decision: Decision) -> None:
    next(undo for key, undo in REVERSED.items() if key in decision.after)(decision)


def _public_figure(decision: Decision) -> None:
    Person.objects.filter(pk=decision.after["person"]).update(public_figure=decision.before["public_figure"])


def _not_same(decision: Decision) -> None:
    NotSame.objects.filter(pk=decision.after["not_same"]).delete()


def _response(decision: Decision) -> None:
    Response.objects.filter(pk=decision.after["response"]).delete()


REVERSED: dict[str, Callable[[Decision], None]] = {
    "public_figure": _public_figure,
    "not_same": _not_same,
    "response": _response,
    "names": names.take_back,
}
