"""What the settings of a language model may be; each raises a ValidationError that says what to write instead."""

from marshmallow.exceptions import ValidationError
from marshmallow.validate import URL, Regexp

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
