"""Roll calls, echoes and deeds in the many wordings of council stories."""

import pytest

from tests.stories.extraction.test_positions import LEAD, stands


def sides(found: set[tuple[str, str, str]]) -> set[str]:
    return {f"{actor.split()[-1]} {stance}" for actor, stance, _ in found}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            "The council approved it 3-2. Members Ina Frost and Abe Cole voted for the permit, Jed Moss and Kit Lane "
            "against.",
            "Frost support; Cole support; Moss oppose; Lane oppose",
        ),
        (
            "Abe Cole joined council president Ina Frost and Councilman Jed Moss in voting yes.",
            "Cole support; Frost support; Moss support",
        ),
        (
            "The permit passes, 3-2. Councilman Abe Cole joins Mayor Ina Frost in the majority. Council members Jed "
            "Moss and Kit Lane vote no.",
            "Cole support; Frost support; Moss oppose; Lane oppose",
        ),
        (
            "The permit was approved 2-1. Councilman Abe Cole and Mayor Ina Frost made up the majority.",
            "Cole support; Frost support",
        ),
        (
            "By a 3-1 vote, with Abe Cole dissenting and Mayor Ina Frost recused, the council approved the permit.",
            "Cole oppose; Frost no_position",
        ),
        (
            "The permit lost, 1-3. Councilman Abe Cole said aye; Councilwomen Ina Frost and Kit Lane said nay, and so, "
            "to nobody's surprise, did Mayor Jed Moss.",
            "Cole support; Frost oppose; Lane oppose; Moss oppose",
        ),
        (
            "Council members Abe Cole, Ina Frost and Kit Lane were there. Yeas: Cole, Frost. Nays: Lane.",
            "Cole support; Frost support; Lane oppose",
        ),
        ("The permit passed by a 6-1 vote. The one was Councilman Abe Cole.", "Cole oppose"),
        ("Councilman Abe Cole was among the four who voted for it.", "Cole support"),
        ("The council approved the permit, 4-3, with Mayor Ina Frost breaking a tie.", "Frost support"),
        ("Mayor Ina Frost cast the deciding vote, for granting the permit.", "Frost support"),
        ("The no votes: Abe Cole and Ina Frost; Kit Lane was absent.", "Cole oppose; Frost oppose"),
        ("The permit passed 4-1. Councilman Abe Cole broke with the majority.", "Cole oppose"),
        ("On a 3-1 vote, Abe Cole dissenting, the council approved the permit.", "Cole oppose"),
    ],
)
def test_a_roll_call_told_in_a_sentence_places_everyone_it_names(told: str, expected: str) -> None:
    assert sides(stands(LEAD.replace("will vote April 7", "voted Tuesday"), told)) == set(expected.split("; "))


def test_who_dissents_from_a_denial_supports_the_matter() -> None:
    found = stands(
        "The Larch Ferry City Council voted 5-2 on Tuesday to deny a permit for a gravel quarry on Tanner Road.",
        "Council members Abe Cole and Ina Frost cast the dissenting votes.",
        "Mayor Jed Moss, who voted with the majority, said the trucks worried him.",
    )
    assert sides(found) == {"Cole support", "Frost support", "Moss oppose"}


def test_a_vote_to_move_what_others_voted_to_keep_is_opposition() -> None:
    found = stands(
        "The Larch Ferry library board voted 4-2 on Monday to keep nine comic books on its open shelves.",
        "Trustees Abe Cole and Ina Frost voted to lock them away.",
        title="Larch Ferry library board keeps comic books",
    )
    assert sides(found) == {"Cole oppose", "Frost oppose"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Councilman Abe Cole favors the permit. Councilman Jed Moss does not.", "Cole support; Moss oppose"),
        ("Councilman Abe Cole will vote yes. Councilman Jed Moss won't.", "Cole support; Moss oppose"),
        ("Mayor Ina Frost is for it. So is Police Chief Jed Moss.", "Frost support; Moss support"),
        ("Councilman Abe Cole's mind is made up, and it's a no.", "Cole oppose"),
        ("Mayor Ina Frost has promised a veto unless the road is paved.", "Frost oppose"),
        ("Councilman Abe Cole isn't against the quarry. He isn't for one, either.", "Cole no_position"),
        ("Members Abe Cole and Ina Frost both say they're leaning toward yes.", "Cole undecided; Frost undecided"),
        ("Put Councilwoman Ina Frost down as a yes.", "Frost support"),
        ("Mayor Ina Frost has pledged to sign it.", "Frost support"),
        ("City Manager Abe Cole is recommending that the council adopt it.", "Cole support"),
        ("“I'll be a no,” Councilman Abe Cole said.", "Cole oppose"),
        ("The permit ordinance, sponsored by Councilman Abe Cole, runs 10 pages.", "Cole support"),
        ("The permit is an ordinance. Councilman Abe Cole wrote it.", "Cole support"),
        ("Planning Director Abe Cole had recommended that the permit be approved.", "Cole support"),
        ("Resident Abe Cole begged the council not to sell the road.", "Cole oppose"),
        ("Last year Mayor Ina Frost vetoed a permit much like this one. Now she supports it.", "Frost support"),
        ("The paper asked members Abe Cole and Ina Frost. Neither responded.", "Cole no_position; Frost no_position"),
        ("Councilman Abe Cole declined through an aide to discuss the permit.", "Cole no_position"),
        ("Councilman Abe Cole's office said he was away and would have no comment on the permit.", "Cole no_position"),
    ],
)  # fmt: skip
def test_a_stance_told_by_an_echo_an_idiom_or_a_deed_is_read(told: str, expected: str) -> None:
    assert sides(stands(LEAD, told)) == set(expected.split("; "))


@pytest.mark.parametrize(
    "told",
    [
        "The mayor, Ina Frost, votes only to break a tie.",
        "Councilman Abe Cole, reached by phone, has not. Trucks worry the neighbors.",
        "One Frost yes, one Frost no, and nobody in the room, Mayor Ina Frost least of all, could say which.",
        "“I'll move to the county before I'll vote for it,” Councilman Abe Cole joked of a taco truck.",
    ],
)
def test_what_only_sounds_like_a_vote_or_an_echo_gives_no_support(told: str) -> None:
    assert not {one for one in stands(LEAD, told) if one[1] == "support"}
