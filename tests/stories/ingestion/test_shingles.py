"""Copies: exact, near and partial; and stories that are none."""

import random

import pytest

from stories.ingestion.shingles import boilerplate, containment, is_copy, shingle_hashes, words
from tests.bench import bench_copies

SUBJECTS = "council board mayor clerk committee district sheriff treasurer panel county library school".split()
VERBS = "approved delayed studied rejected discussed revised presented funded questioned tabled".split()
OBJECTS = "budget levee depot parking bridge zoning curfew bond lease contract ordinance survey".split()
PLACES = "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Larch Maple Oak Pine".split()


def story(seed: int, sentences: int) -> str:
    """An invented story of about ten words a sentence, unlike that of any other seed."""
    chance = random.Random(seed)
    return " ".join(
        f"The {chance.choice(PLACES)} {chance.choice(SUBJECTS)} {chance.choice(VERBS)} the {chance.choice(PLACES)} "
        f"{chance.choice(OBJECTS)} by {chance.randrange(2, 99)} to {chance.randrange(2, 99)}."
        for _ in range(sentences)
    )


def copies(one: str, other: str) -> bool:
    return is_copy(shingle_hashes(one), shingle_hashes(other))


FOOTER = "Our newsroom lives by its readers. " + story(99, 12)


@pytest.mark.parametrize("sentences", [8, 20, 60, 400])
def test_a_copy_is_found_whatever_its_length(sentences: int) -> None:
    original = story(1, sentences)
    assert copies(original, original)
    assert copies(original, original.upper().replace(".", " !"))
    assert copies(original, f"By our own staff\n{original}\nShare this story")
    assert copies(original, original[: len(original) // 2])


@pytest.mark.parametrize("sentences", [20, 60, 400])
def test_a_quarter_of_a_story_is_a_copy_of_it(sentences: int) -> None:
    original = story(2, sentences)
    quarter = len(original) // 4
    assert copies(original, original[:quarter])
    assert copies(original[quarter : 2 * quarter], original)
    assert not copies(original[:quarter], original[quarter : 2 * quarter])


@pytest.mark.parametrize("sentences", [20, 60, 400])
def test_a_story_with_one_word_in_twenty_changed_is_a_copy(sentences: int) -> None:
    tokens = story(3, sentences).split()
    changed = ["another" if number % 20 == 7 else token for number, token in enumerate(tokens)]
    assert copies(" ".join(tokens), " ".join(changed))


def test_different_stories_are_not_copies() -> None:
    fingerprints = [shingle_hashes(story(seed, 10 + seed)) for seed in range(120)]
    assert not [(a, b) for a in range(120) for b in range(a) if is_copy(fingerprints[a], fingerprints[b])]


def test_a_story_that_quotes_another_at_length_is_not_a_copy() -> None:
    long_story = story(4, 40)
    assert not copies(f"{story(5, 30)} {long_story[:600]}", long_story)


def test_a_serials_next_part_is_no_copy_for_the_story_so_far() -> None:
    so_far = story(7, 10)
    assert not copies(f"{story(8, 10)} {so_far}", f"{story(9, 10)} {so_far}")


@pytest.mark.parametrize("own", [5, 7])
def test_a_list_of_links_under_two_stories_makes_no_copies_of_them(own: int) -> None:
    links = story(7, 7)
    assert not copies(f"{story(8, own)} {links}", f"{story(9, 40)} {links}")


def test_briefs_under_one_long_footer_are_told_apart_once_the_footer_is_known() -> None:
    briefs = [shingle_hashes(f"{story(seed, 4)} {FOOTER}") for seed in range(10, 16)]
    assert is_copy(briefs[0], briefs[1])
    known = boilerplate(briefs)
    assert not is_copy(briefs[0], briefs[1], known)
    assert is_copy(briefs[0], shingle_hashes(story(10, 4)), known)


def test_what_few_stories_share_is_not_boilerplate() -> None:
    assert boilerplate([[1, 2], [1, 3], [1, 4]]) == frozenset()
    assert boilerplate([[1, 2], [1, 3], [1, 4], [1, 5]]) == {1}


@pytest.mark.parametrize("text", ["", "   \n", "Watch live", "One two three four", "!?", "\0\ud800"])
def test_a_text_too_short_to_compare_is_no_copy_of_anything(text: str) -> None:
    assert shingle_hashes(text) == []
    assert not copies(text, text)
    assert containment(shingle_hashes(text), shingle_hashes(story(1, 20))) == 0.0


def test_a_stock_phrase_makes_no_copy() -> None:
    assert not copies("Watch the whole meeting of the council here", "Watch the whole meeting of the council here")


def test_hashes_fit_a_postgres_int4_and_are_the_same_in_every_process() -> None:
    hashes = shingle_hashes(story(6, 300))
    assert hashes == sorted(set(hashes))
    assert all(-(2**31) <= value < 2**31 for value in hashes)
    assert min(hashes) < 0 < max(hashes)
    assert len(hashes) < 3000 / 6
    assert shingle_hashes("The council meets on Tuesday evening") == [-70920404, 2002391547]


def test_apostrophes_case_composed_letters_and_punctuation_make_no_difference() -> None:
    assert words("Don’t “STOP” Peña—now!") == words("don't stop pen\N{COMBINING TILDE}a now")


def test_a_script_without_spaces_is_compared_sign_by_sign() -> None:
    text = "町議会は火曜日に堤防の予算を可決した。反対は二人だった。" * 2
    assert len(shingle_hashes(text)) > 20
    assert copies(text, f"速報 {text}")


def test_a_hostile_text_is_fingerprinted_in_time() -> None:
    assert len(shingle_hashes("a " * 500_000)) == 1
    assert shingle_hashes("x" * 5_000_000) == []
    assert len(shingle_hashes("'" * 200_000 + " a'b" * 50_000)) == 1


@pytest.mark.skipif(not bench_copies.BENCH.is_dir(), reason="needs ../shared/bench")
def test_copies_of_real_stories_are_found_among_a_thousand_others() -> None:
    """Read one by one, all eight pairs of the thousand are copies; more than three others would be too many."""
    score = bench_copies.measure()
    assert min(score.found.values()) >= 0.96
    assert len(score.pairs) <= 8 + 3
