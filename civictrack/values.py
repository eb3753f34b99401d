"""What settings may be; each raises a ValidationError that says what to write instead."""

from urllib.parse import urlsplit
from zoneinfo import available_timezones

from marshmallow.exceptions import ValidationError
from marshmallow.validate import URL, Email, Regexp

# What a model is asked, and that it may do nothing but answer, is no option.
FIXED = frozenset("model messages stream tools tool_choice functions n response_format".split())

model_name = Regexp(r"^[!-~]{0,100}\Z", error="Not a model's name.")
key = Regexp(r"^[!-~]{0,1000}\Z", error="Not a key.")


def web_address(url: str) -> None:
    """Refuse what is no address of a web server; none at all is fine."""
    if url:
        URL(require_tld=False, schemes={"http", "https"}, error="Not an address; use http://127.0.0.1:8080/v1.")(url)


def extractors(names: list[str]) -> None:
    """Refuse what finds nothing: the rules always read, and a model beside them where it is named."""
    if sorted(names) not in (["rules"], ["model", "rules"]):
        raise ValidationError("Use rules, or rules,model.")


def options(wanted: object) -> None:
    """Refuse what would change what a model is asked or may do."""
    if not isinstance(wanted, dict) or FIXED & set(wanted):
        raise ValidationError('Use an object such as {"reasoning_effort": "low"}; the question itself is fixed.')


def zone(name: str) -> None:
    """Refuse what is no time zone's name."""
    if name not in available_timezones():
        raise ValidationError("Not a time zone; use a name such as America/Chicago.")


def mailbox(address: str) -> None:
    """Refuse what is no mail address; none at all is fine."""
    if address:
        Email(error="Not a mail address; use operator@example.org.")(address)


def contact(address: str) -> None:
    """Refuse what nobody can be reached by; none at all is fine."""
    if address and (not address.startswith(("https://", "mailto:", "tel:")) or not address.isprintable()):
        raise ValidationError("Not an address; use https://…, mailto:… or tel:….")


def redis(url: str) -> None:
    """Refuse what is no address of a Redis server; none at all is fine."""
    try:
        is_one = url.startswith(("redis://", "rediss://", "unix://")) and urlsplit(url).port != 0
    except ValueError:
        is_one = False
    if url and not is_one:
        raise ValidationError("Not the URL of a Redis server; use redis://host:6379/0.")


def recipients(keys: list[str]) -> None:
    """Refuse what are no public keys of age; none at all is fine."""
    if not all(key.startswith("age1") and key.isalnum() for key in keys):
        raise ValidationError("Not a public key of age; use age1…, as age-keygen says it.")


def kept(given: str) -> dict[str, int]:
    """Return how many backups of each kind are kept: "daily=7,weekly=4" as {"daily": 7, "weekly": 4}."""
    numbers = {}
    for part in filter(None, given.replace(" ", "").split(",")):
        kind, _, number = part.partition("=")
        if kind not in ("daily", "weekly", "monthly") or not number.isdecimal() or len(number) > 4:
            raise ValidationError("Use daily=7,weekly=4,monthly=12.")
        numbers[kind] = int(number)
    return numbers
