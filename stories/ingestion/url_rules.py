"""A source's rules for the addresses of its stories: which are taken, and how one is put right before it is asked for.

    only /news/           takes what begins so; with several, what begins as one of them
    not /news/*/photos/   leaves out what begins so
    rewrite /amp/ /       puts the second in the first one's place; without a second, takes the first away

Paths with their queries are compared, word for word but for `*`, which stands for anything: no rule can be made slow.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit, urlunsplit

from stories.ingestion.errors import printable
from stories.ingestion.urls import is_web_url

MOST_RULES = 20
LONGEST_RULE = 300
MOST_STARS = 4
# How many words stand behind each kind of rule.
KINDS = {"only": (1,), "not": (1,), "rewrite": (1, 2)}


class RuleError(ValueError):
    """A rule that can't be kept; `str()` says what is wrong with it."""


def checked(rules: Iterable[str]) -> list[str]:
    """Return the rules in one spelling, empty ones left out. Raises a RuleError for what is none."""
    lines = [" ".join(rule.split()) for rule in rules]
    lines = [line for line in lines if line]
    if len(lines) > MOST_RULES:
        raise RuleError(f"A source has at most {MOST_RULES} rules for addresses.")
    for line in lines:
        if fault := _fault(line):
            raise RuleError(f"The rule “{printable(line)}” {fault}.")
    return lines


def rewritten(url: str, rules: Sequence[str]) -> str:
    """Return the address as the source's rules put it right; as it is where that would make none of it."""
    parts = urlsplit(url)
    path = before = urlunsplit(("", "", parts.path, parts.query, ""))
    for old, *new in _said("rewrite", rules):
        # What is taken out from between two slashes leaves one.
        default = "/" if old.startswith("/") and old.endswith("/") else ""
        path = path.replace(old, new[0] if new else default, 1)
    if path == before:
        return url
    changed = f"{parts.scheme}://{parts.netloc}/{path.lstrip('/')}"
    return changed if is_web_url(changed) else url


def left_out(url: str, rules: Sequence[str]) -> str:
    """Say why the rules leave an address out; "" where they take it."""
    parts = urlsplit(url)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    wanted = [pattern for (pattern,) in _said("only", rules)]
    if wanted and not any(_begins(path, pattern) for pattern in wanted):
        return f"Its address is not under {' or '.join(wanted)}."
    unwanted = next((pattern for (pattern,) in _said("not", rules) if _begins(path, pattern)), "")
    return f"Its address is under {unwanted}." if unwanted else ""


def _fault(rule: str) -> str:
    kind, *words = rule.split()
    if len(words) not in KINDS.get(kind, ()):
        return "is none: write “only /news/”, “not /sports/”, “rewrite /amp/ /” or “rewrite ?view=amp”"
    if len(rule) > LONGEST_RULE or not rule.isascii() or not rule.isprintable():
        return f"is longer than {LONGEST_RULE} characters, or has others than addresses have"
    if kind == "rewrite":
        return "has a * in it: what is rewritten is said word for word" if "*" in rule else ""
    if not words[0].startswith(("/", "*")):
        return "does not begin as an address does behind its host, with a /"
    return f"has more than {MOST_STARS} stars" if rule.count("*") > MOST_STARS else ""


def _said(kind: str, rules: Iterable[str]) -> Iterator[list[str]]:
    """Yield what stands behind the rules of this kind; what is no rule, written by another hand, counts for none."""
    for rule in rules:
        if not _fault(rule or "?"):
            named, *words = rule.split()
            if named == kind:
                yield words


def _begins(path: str, pattern: str) -> bool:
    """Say whether the path begins as the pattern does, each star standing for anything."""
    first, *others = pattern.split("*")
    at = len(first)
    if not path.startswith(first):
        return False
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
