"""Keys of records, such as "vote:5": what an announcement is about, and whose followers hear of it."""

from django.db.models import Model


def prefix(kind: str) -> str:
    """Return what every key of a kind begins with: "vote:"."""
    return f"{kind}:"


def make_key(kind: str, pk: int) -> str:
    """Return the key of a record that isn't at hand: "issue:3" for kind "issue" and number 3."""
    return f"{prefix(kind)}{pk}"


def key_of(record: Model) -> str:
    """Return the key of a saved record: "vote:5" for vote 5."""
    return make_key(record._meta.model_name or "", record.pk)


def read_key(key: str) -> tuple[str, int]:
    """Return a key's kind and number: "vote" and 5 for "vote:5"."""
    kind, _, pk = key.partition(":")
    return kind, int(pk)
