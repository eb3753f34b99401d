"""Whether a story's words surely name the matter of a known motion: never where they do not, often where they do."""

import pytest

from stories.matching.same_matter import is_same_matter

# Each as the issue, the known motion, and the story's words. Of the second half nothing was known when the rules were
# written; where one of them was seen to fail, it was left so.
SURE = [
    ("Police drones", "Police drone contract", "contract for police drones"),
    ("Police drones", "Police drone contract", "drone contract"),
    ("Police drones", "Police drone contract", "the police drone deal"),
    ("The budget", "Budget for 2027", "the proposed 2027 budget"),
    ("Harlan Mill", "Rezoning of the Harlan Mill", "request to rezone Harlan Mill"),
    ("Teen curfew", "Teen curfew ordinance", "curfew ordinance"),
    ("Curfew", "Ordinance 24-11 on the curfew", "the curfew, Ordinance 24-11"),
    ("Police drones", "Police drone contract", "Police drone contract, second reading"),
    ("Water rates", "Water rate increase", "increase in water rates"),
    ("Depot lease", "Lease of the old depot", "old depot lease"),
    ("Short-term rentals", "Short-term rental permits", "permits for short-term rentals"),
    ("Bond for schools", "School bond", "$48 million school bond"),
    ("Quarry", "Permit for the Flint Rock quarry", "Flint Rock’s quarry permit"),
    ("Trail", "The river trail plan", "plan for the river trail"),
    ("Parking", "Downtown parking fees", "fees for downtown parking"),
]
# The same matter, in words of which nothing is sure: a curator is asked.
ASKED = [
    ("Harlan Mill", "Rezoning of the Harlan Mill site", "Harlan Mill rezoning request"),
    ("Teen curfew", "Teen curfew ordinance", "late-night curfew for teens"),
    ("Pool closing", "Closing the Ashby pool", "closure of the Ashby pool"),
    ("Library move", "Moving the library to Vine Street", "relocation of the library to Vine Street"),
    ("Farm animals", "Ordinance on keeping animals", "ordinance that would set rules for keeping animals"),
    ("Tax levy", "Tax levy for the fire district", "fire district levy"),
    ("Arena", "Arena on Sixth Street", "plan for a $140 million, 9,000-seat arena on Sixth Street"),
    ("School calendar", "2027 calendar", "2027-28 school calendar"),
    ("Plate readers", "License plate readers", "Hawkline license plate reader equipment and service"),
]
OTHER = [
    ("Budget changes", "Budget changes", "new math books"),
    ("Budget changes", "The budget", "dress code"),
    ("The budget", "Budget for 2027", "2026 budget"),
    ("The budget", "The school budget", "amendment to add $40,000 to the school budget"),
    ("Police drones", "Police drone contract", "police contract"),
    ("Police drones", "Police drone contract", "drone policy"),
    ("Police drones", "Police drone contract", "extension of the drone contract"),
    ("Bike lane", "Main Street bike lane", "ordinance removing the Main Street bike lane"),
    ("Jail", "Jail expansion", "jail expansion bond"),
    ("Curfew", "Ordinance 24-11 on the curfew", "Ordinance 24-12 on the curfew"),
    ("Parking", "Ordinance 26-11, first reading", "Ordinance 26-11, second reading"),
    ("Police drones", "Police drone contract", "Police drone contract, first reading"),
    ("Pool closing", "Closing the Ashby pool", "pool fees"),
    ("Pool closing", "Closing the Ashby pool", "Ashby library hours"),
    ("Water rates", "Water rate increase", "water main replacement"),
    ("Water rates", "Water rate increase", "sewer rate increase"),
    ("Depot lease", "Lease of the old depot", "sale of the old depot"),
    ("Short-term rentals", "Short-term rental permits", "moratorium on short-term rentals"),
    ("Library move", "Moving the library to Vine Street", "repaving of Vine Street"),
    ("Bond for schools", "School bond", "school bus contract"),
    ("Quarry", "Permit for the Flint Rock quarry", "Flint Rock's request for a second haul road"),
    ("Trail", "Phase 1 of the river trail", "Phase 2 of the river trail"),
    ("Superintendent", "Contract of Superintendent Moss", "one-year extension for superintendent Moss"),
    ("Tax levy", "Tax levy for the fire district", "fire district truck purchase"),
    ("Parking", "Downtown parking fees", "downtown park fees"),
    ("Arena", "Arena on Sixth Street", "bonds for the arena"),
    ("School calendar", "2027 calendar", "2028 calendar"),
    ("Plate readers", "License plate readers", "license fees"),
    ("Repeal", "Repeal of the sign ordinance", "sign ordinance"),
    ("Resolution", "Resolution on blasting", "ordinance on blasting"),
]


@pytest.mark.parametrize(("issue", "motion", "said"), SURE)
def test_the_same_matter_in_other_words_is_known(issue: str, motion: str, said: str) -> None:
    assert is_same_matter(said, motion, issue)
    assert is_same_matter(motion, said, issue)


@pytest.mark.parametrize(("issue", "motion", "said"), OTHER)
def test_another_matter_of_the_same_issue_is_never_taken_for_it(issue: str, motion: str, said: str) -> None:
    assert not is_same_matter(said, motion, issue)
    assert not is_same_matter(motion, said, issue)


@pytest.mark.parametrize(("issue", "motion", "said"), ASKED)
def test_what_is_not_sure_is_not_said_to_be(issue: str, motion: str, said: str) -> None:
    assert not is_same_matter(said, motion, issue)


@pytest.mark.parametrize("said", ["", "the measure", "it", "a new plan", "\x00", "x" * 100_000, "$" * 1000, "1" * 5000])
def test_words_that_name_nothing_name_no_matter(said: str) -> None:
    assert not is_same_matter(said, "Police drone contract", "Police drones")
    assert not is_same_matter(said, "", "")
