"""Positions in whole invented stories, written as different newsrooms would."""

import pytest

from tests.stories.extraction.test_positions import stands

DEPOT = (
    "Bus depot fight splits Linden board",
    "Trustee Omar Reyes used to support the bus depot. Not anymore.",
    "“I got this one wrong,” he told the packed auditorium Wednesday, announcing he would switch his vote to no.",
    "His reversal leaves the depot one vote short. Board members Cat Young and Al Stone are still for it; Board member "
    "Nell Ford has been against it from day one; and President Vic Hall has yet to take a position.",
    "Superintendent Rhea Moss is urging trustees to stick with the plan. Mayor Jan Bell has come out against it.",
    "State Rep. Oz Kerr won't go along with it, either.",
)
RENT = (
    "Mayor vetoes rent ordinance; override vote set",
    "Mayor Hank Dorrance on Friday vetoed an ordinance that would have capped rent increases at 5 percent a year.",
    "The City Council passed the measure 6-3 on Oct. 2. Councilman Bert Hull, who voted for the ordinance, said he "
    "would not join an override. Councilwoman Iris Chen remains a yes. Council members Dale Roth, Kim Sato and Luis "
    "Prado, who cast the three no votes, have no plans to switch, Roth said.",
    "Messages left for Councilman Otis Greer were not returned. Councilwoman Faye Lund declined an interview request. "
    "Councilman Ed Tran said he was still reviewing the mayor's veto message.",
)
SHELTER = (
    "Live: Zoning board hears shelter plan",
    "7:40 p.m. Pastor Ida Bell asks the board to say yes. “These are our brothers and sisters,” she says.",
    "8:05 p.m. Board member Carl Oates says he's a yes. Chair Wes Tull is against it.",
    "8:15 p.m. Roll call: Oates, yes; Helen Fry, yes; Tull, no; Pam Igoe, abstain. The permit is approved 2-1-1.",
)
LIGHTS = (
    "Council OKs stadium lights 5-2",
    "Hamlin's City Council gave final approval Tuesday to stadium lights at Rotary Park.",
    "Voting in the affirmative: Mayor Cy Burke, Mayor Pro Tem Ada Lowe, and Council Members Rex Hull, Ivy Chan and Tom "
    "Beal. Opposed: Council Members Jo Pratt and Lew Ames.",
    "Parks Director Sal Moya said the lights would pay for themselves.",
)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (
            DEPOT,
            "Omar Reyes oppose vote_intent; Cat Young support statement; Al Stone support statement; "
            "Nell Ford oppose statement; Vic Hall undecided statement; Rhea Moss support statement; "
            "Jan Bell oppose statement; Oz Kerr oppose statement",
        ),
        (
            RENT,
            "Hank Dorrance oppose action; Bert Hull support past_vote; Iris Chen support vote_intent; "
            "Dale Roth oppose past_vote; Kim Sato oppose past_vote; Luis Prado oppose past_vote; "
            "Otis Greer no_position no_response; Faye Lund no_position declined; Ed Tran undecided statement",
        ),
        (
            SHELTER,
            "Ida Bell support action; Carl Oates support past_vote; Helen Fry support past_vote; "
            "Wes Tull oppose past_vote; Pam Igoe no_position past_vote",
        ),
        (
            LIGHTS,
            "Cy Burke support past_vote; Ada Lowe support past_vote; Rex Hull support past_vote; "
            "Ivy Chan support past_vote; Tom Beal support past_vote; Jo Pratt oppose past_vote; "
            "Lew Ames oppose past_vote",
        ),
    ],
    ids=["a feature", "a brief after a veto", "a live blog", "a roll call"],
)
def test_everyone_is_placed_where_the_story_places_them(story: tuple[str, ...], expected: str) -> None:
    title, *paragraphs = story
    wanted = {tuple(one.rsplit(" ", 2)) for one in expected.split("; ")}
    assert stands(*paragraphs, title=title) == wanted
