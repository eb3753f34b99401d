"""A source's rules for addresses: said in a few words, bounded, and never able to hold anything up."""

import pytest

from stories.ingestion.url_rules import MOST_RULES, RuleError, checked, left_out, rewritten
from tests.patience import working_at_most

LEDGER = "https://ledger.example"


@pytest.mark.parametrize(("rule", "listed", "asked"), [
    ("rewrite /amp/ /", "/amp/news/pier", "/news/pier"),
    ("rewrite /amp/", "/amp/news/pier", "/news/pier"),
    ("rewrite /amp/", "/news/amp/pier", "/news/pier"),
    ("rewrite ?view=amp", "/news/pier?view=amp", "/news/pier"),
    ("rewrite /m/ /www/", "/m/m/pier", "/www/m/pier"),
    ("rewrite /m //evil.example", "/m/pier", "/evil.example/pier"),
    ("rewrite /news/pier", "/news/pier", "/"),
    ("rewrite /x/ /y/", "/news/pier?a=b", "/news/pier?a=b"),
])  # fmt: skip
def test_an_address_is_put_right_before_it_is_asked_for(rule: str, listed: str, asked: str) -> None:
    assert rewritten(LEDGER + listed, checked([rule])) == LEDGER + asked


@pytest.mark.parametrize(("rules", "path", "reason"), [
    (["only /news/"], "/news/pier", ""),
    (["only /news/"], "/sports/pier", "not under /news/"),
    (["only /news/", "only /local/"], "/local/pier", ""),
    (["only /news/", "only /local/"], "/newsroom", "not under /news/ or /local/"),
    (["not /news/photos/"], "/news/pier", ""),
    (["only /news/", "not /news/*/photos"], "/news/2026/photos/1", "under /news/*/photos"),
    (["only *?id="], "/story.php?id=4", ""),
    (["only *?id="], "/story.php", "not under"),
    (["not *"], "/", "under *"),
    ([], "/anything", ""),
])  # fmt: skip
def test_stories_are_chosen_by_how_their_addresses_begin(rules: list[str], path: str, reason: str) -> None:
    why = left_out(LEDGER + path, checked(rules))
    assert reason in why
    assert bool(why) == bool(reason)


@pytest.mark.parametrize(("rules", "words"), [
    (["under /news/"], "write “only /news/”"),
    (["only"], "is none"),
    (["only /a/ /b/"], "is none"),
    (["rewrite"], "is none"),
    (["rewrite /*/ /"], "word for word"),
    (["only news"], "with a /"),
    (["not https://ledger.example/"], "with a /"),
    (["only /*/*/*/*/*/x"], "stars"),
    ([f"only /{'a' * 300}"], "longer than"),
    (["only /n\u202eews/"], "others than addresses have"),
    (["only /bücher/"], "others than addresses have"),
    ([f"not /{n}/" for n in range(MOST_RULES + 1)], "at most"),
])  # fmt: skip
def test_what_is_no_rule_is_told(rules: list[str], words: str) -> None:
    with pytest.raises(RuleError, match=words.replace("*", r"\*")):
        checked(rules)


def test_rules_have_one_spelling_and_empty_ones_go() -> None:
    assert checked(["  only   /news/ ", "", " "]) == ["only /news/"]


def test_what_another_hand_wrote_into_the_table_counts_for_no_rule() -> None:
    strange = ["", "only", "rewrite a b c d", "(a+)+$", "only " + "*" * 200, "x" * 5000]
    assert rewritten(f"{LEDGER}/news/pier", strange) == f"{LEDGER}/news/pier"
    assert left_out(f"{LEDGER}/news/pier", strange) == ""


@pytest.mark.parametrize("path", ["a" * 2000, "/" * 2000, "ab" * 1000, "*" * 2000])
def test_no_rule_is_slow_on_any_address(path: str) -> None:
    rules = checked([f"not /*{'a' * 60}*{'a' * 60}*{'a' * 60}*b"] * MOST_RULES)
    with working_at_most(1):
        for _ in range(100):
            left_out(f"{LEDGER}/{path}", rules)


def test_a_rule_can_make_nothing_of_an_address_but_an_address() -> None:
    for new in ("//evil.example/", "\\evil", "@evil.example/", ":443@evil.example"):
        changed = rewritten(f"{LEDGER}/m/pier", [f"rewrite /m/ {new}"])
        assert changed.startswith(f"{LEDGER}/")
