"""What another extractor claims becomes a finding only where the story's own words bear it out."""

import json
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from stories.extraction import people, quotes
from stories.extraction.document import Document
from stories.extraction.findings import Findings, RosterEntry, Story
from stories.extraction.grounding import ground
from stories.extraction.grounding.claims import NoClaims, joined, read
from stories.extraction.grounding.places import Places

TEXT = (
    "The Gull Cove Town Council voted 5-2 on Monday to adopt the leash ordinance, which Mayor Ona Firth had asked "
    "for.\n\n"
    "Council member Ben Ode said he opposes the pier bond. Ode would support the harbor levy if the state pays half. "
    "Council member Rae Lund did not respond to questions about the pier bond.\n\n"
    "“The pier is ours,” Firth said. She does not support the parking fee.\n\n"
    "The council will vote on the pier bond a week from Tuesday at 7 p.m. in the town hall. A hearing on the harbor "
    "levy is set for March 24.\n\n"
    "Rae Lund asked whether Ode would back the skate park. Reporters were there. Reporters were there."
)
PUBLISHED = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday
ROSTER = (RosterEntry("7", "Ona Firth", "Mayor", "Gull Cove Town Council"),)
STORY = Story("Council adopts leash ordinance", TEXT, PUBLISHED, ROSTER, place="Gull Cove")
SPANISH = (
    "El Concejo Municipal de Puerto Gris votará el 12 de mayo sobre el bono del muelle, dijo la alcaldesa Inés "
    "Robledo.\n\n"
    "Robledo apoya el bono del muelle porque la madera de los pilotes está podrida desde hace años y nadie la "
    "ha cambiado. Los vecinos de la calle del puerto esperan que el concejo decida antes del verano."
)


@cache
def scene(story: Story) -> tuple[Any, ...]:
    document = Document.of(story)
    cast = people.find(document)
    return document, cast, quotes.find(document, cast)


def grounded(story: Story = STORY, with_quotes: bool = True, **claims: list[dict[str, Any]]) -> Findings:
    return ground(*scene(story), read(json.dumps(claims)), "m 1", with_quotes=with_quotes)


def stand(evidence: str, stance: str, actor: str = "Ben Ode", matter: str = "pier bond", **more: Any) -> dict[str, Any]:
    basis = {"basis": "statement", "conditional": False}
    return {"actor": actor, "matter": matter, "stance": stance, "evidence": evidence, **basis, **more}


def decision(evidence: str, **more: Any) -> dict[str, Any]:
    open_ = dict.fromkeys(["body", "matter", "outcome", "when", "clock", "place", "yes", "no"])
    return {**open_, "status": "held", "evidence": evidence, **more}


def gathering(evidence: str, **more: Any) -> dict[str, Any]:
    open_ = dict.fromkeys(["body", "matter", "when", "clock", "place"])
    return {**open_, "kind": "hearing", "status": "scheduled", "evidence": evidence, **more}


def person(name: str, office: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "office": office, "body": None, "role": None, "organization": None, **more}


def speech(words: str, speaker: str | None, **more: Any) -> dict[str, Any]:
    return {"words": words, "speaker": speaker, "type": "direct", "cue": None, **more}


LEASH = "voted 5-2 on Monday to adopt the leash ordinance"
LEVY = "Ode would support the harbor levy if the state pays half."
BOND = "The council will vote on the pier bond a week from Tuesday"
DROPPED: list[tuple[str, dict[str, Any], str]] = [
    ("positions", stand("Ben Ode hates the pier bond.", "oppose"), "evidence not word for word in the story"),
    ("positions", stand("Reporters were there.", "oppose"), "evidence in the story more than once"),
    ("positions", stand("pier bond", "oppose"), "evidence too short to be found"),
    ("positions", stand("he opposes the pier bo", "oppose"), "evidence not word for word in the story"),
    ("positions", stand("he opposes the pier bond", "oppose", "Zed Quill"), "name not word for word in the story"),
    ("positions", stand("he opposes the pier bond", "oppose", actor="Town Council"), "name no person's"),
    ("positions", stand("he opposes the pier bond", "oppose", actor="Gull Cove"), "name of nobody the story tells of"),
    ("positions", stand("he opposes the pier bond", "support"), "stance against the words of the evidence"),
    ("positions", stand("She does not support the parking fee.", "support", "Ona Firth", "parking fee"),
     "stance against the words of the evidence"),
    ("positions", stand("he opposes the pier bond", "oppose", actor="Ona Firth"), "evidence of somebody else"),
    ("positions", stand("whether Ode would back the skate park", "support", matter="skate park"),
     "stance only supposed in the evidence"),
    ("positions", stand("he opposes the pier bond", "oppose", matter="ferry line"), "matter is not in the story"),
    ("positions", stand("he opposes the pier bond", "no_position", basis="declined"),
     "no word of silence in the evidence"),
    ("positions", stand("he opposes the pier bond", "oppose", basis="declined"), "no answer, claimed to be a stance"),
    ("positions", stand("he opposes the pier bond", "oppose", basis="past_vote"), "no word of a vote in the evidence"),
    ("decisions", decision(LEASH, outcome="failed", matter="leash ordinance"),
     "outcome against the words of the evidence"),
    ("decisions", decision(LEASH, outcome="passed", when="next Friday"), "time not word for word in the story"),
    ("decisions", decision(LEASH, outcome="passed", when="from Tuesday"), "time not beside the evidence"),
    ("decisions", decision(BOND, outcome="passed"), "vote still to come in the evidence"),
    ("decisions", decision(BOND, status="cancelled"), "called off in no word of the evidence"),
    ("decisions", decision(BOND, status="held", when="a week from Tuesday"),
     "time on the wrong side of the story's day"),
    ("events", gathering("A hearing on the harbor levy is set for March 24."), "event without words for its day"),
    ("people", person("Zed Quill", "Mayor"), "name not word for word in the story"),
    ("quotes", speech("The pier is yours,", "Ona Firth"), "words not word for word in the story"),
    ("quotes", speech("The pier is ours,", "Ben Ode"), "words beside another name"),
    ("positions", {"actor": "Ben Ode"}, "claim not as the schema has it"),
    ("decisions", decision(LEASH, status="2026-03-02"), "claim not as the schema has it"),
    ("decisions", decision(LEASH, yes="5"), "claim not as the schema has it"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "claim", "reason"), DROPPED, ids=[case[2] + "/" + case[0] for case in DROPPED])
def test_what_the_story_does_not_bear_out_is_dropped_and_counted(kind: str, claim: dict[str, Any], reason: str) -> None:
    found = grounded(**{kind: [claim]})
    told = (found.positions, found.votes, found.events, found.officials, found.speakers_other, found.quotes)
    assert sum(map(len, told)) == 0
    assert found.gate == {reason: 1}


SCENE = (
    "The Gull Cove Town Council met on Monday. Mayor Ona Firth and Council member Ben Ode were there. The Harbor Board "
    "met, too.\n\n" + "Nothing else was said of the casino that evening. " * 8 + "\n\n"
)
LIES: list[tuple[str, str, dict[str, Any], str]] = [
    ("It is not true, Ode said, that Firth supports the pier bond.", "positions", {}, "a word of denial before it"),
    ("Firth does not believe that anyone who read it could say she supports the pier bond.", "positions", {},
     "a word of denial before it"),
    ("Firth rejects claims that she supports the pier bond.", "positions", {}, "its words take both sides"),
    ("“I can't say I support the pier bond,” Firth said.", "positions", {"evidence": "I support the pier bond"},
     "stance only supposed in the evidence"),
    ("Firth supports the levy but opposes the pier bond.", "positions", {}, "its words take both sides"),
    ("Firth said she supports the pier bond.", "positions", {"matter": "casino"},
     "its sentence does not name the matter"),
    ("Firth said she supports the parking fee.", "positions", {"matter": "arking fee"}, "matter is not in the story"),
    ("Firth supports the pier bond, assuming the state pays.", "positions", {},
     "a word of a condition in the evidence"),
    ("“I support the pier bond,” Ode said after Firth left.", "positions", {},
     "stance of somebody else in the evidence"),
    ("Firth came in late. Ode supports the pier bond.", "positions", {}, "stance of somebody else in the evidence"),
    ("Firth supports\n\nthe pier bond.", "positions", {"evidence": "Firth supports the pier bond."},
     "evidence across paragraphs"),
    ("Last year Firth supported the pier bond.", "positions", {}, "told as past"),
    ("By Kim Vale, Staff Writer\n\nKim Vale supports the pier bond.", "positions",
     {"actor": "Kim Vale", "evidence": "Kim Vale supports the pier bond."}, "name of a reporter"),
    ("A motion to approve the pier bond failed 3-4.", "decisions", {"outcome": "passed"},
     "words of another outcome in the evidence"),
    ("The council voted 5-2 against approving the pier bond.", "decisions", {"outcome": "passed"},
     "words of another outcome in the evidence"),
    ("The council will vote on the pier bond, which the board approved.", "decisions", {"outcome": "passed"},
     "a vote to come in the evidence, too"),
    ("Ode urged the council to approve the pier bond.", "decisions", {"outcome": "passed"},
     "no word of a vote taken in the evidence"),
    ("The council voted 5-2 on Monday to approve the pier bond.", "decisions",
     {"status": "scheduled", "when": "on Monday"}, "vote already taken in the evidence"),
    ("The council recommended the pier bond, 5-1, on May 30.", "decisions",
     {"status": "scheduled", "when": "on May 30"}, "vote already taken in the evidence"),
    ("The council will vote on the pier bond. A hearing on the levy is set for March 24.", "decisions",
     {"status": "scheduled", "when": "March 24", "evidence": "The council will vote on the pier bond."},
     "its time stands beside the evidence"),
    ("The council will vote on the pier bond on March 17.", "decisions",
     {"status": "scheduled", "when": "March 17", "body": "Harbor Board"}, "its sentence names another body"),
    ("The council approved the pier bond on Monday.", "decisions", {"outcome": "passed", "matter": "casino"},
     "its sentence does not name the matter"),
    ("A hearing on the pier bond was held on Monday.", "events", {"when": "on Monday"},
     "already held in the evidence"),
    ("“I can't say I support the pier bond,” Firth said.", "quotes", {"words": "I support the pier bond"},
     "words cut out of their sentence"),
    ("“I can't say I support the pier bond,” Firth said. Ode listened.", "quotes",
     {"words": "I can't say I support the pier bond,", "speaker": "Ode"}, "the rules have another speaker"),
    ("Firth denied that she supports the pier bond.", "quotes", {"words": "she supports the pier bond"},
     "words cut from a denial"),
    ("Ben Ode talked with the city manager, Lea Brandt.", "people", {"name": "Ben Ode", "office": "city manager"},
     "the rules have another office"),
]  # fmt: skip


def lie(text: str, kind: str, more: dict[str, Any]) -> Findings:
    made = {
        "positions": stand(text, "support", "Ona Firth"),
        "decisions": decision(text, matter="pier bond"),
        "events": gathering(text, matter="pier bond"),
        "quotes": speech(text, "Ona Firth"),
        "people": person(""),
    }[kind]
    return grounded(Story("Council meets", SCENE + text, PUBLISHED), **{kind: [{**made, **more}]})


@pytest.mark.parametrize(("text", "kind", "more", "reason"), LIES, ids=[f"{case[3]}/{case[0]}"[:70] for case in LIES])
def test_a_lie_that_stands_word_for_word_in_the_story_is_dropped_or_looked_at_closely(
    text: str, kind: str, more: dict[str, Any], reason: str
) -> None:
    found = lie(text, kind, more)
    told = (*found.positions, *found.votes, *found.events, *found.officials, *found.quotes)
    assert {reason, f"look closely: {reason}"} & set(found.gate)
    assert all(one.confidence == 0.25 and reason in one.because for one in told)


@pytest.mark.parametrize(("yes", "no"), [(2, 5), (5, 0), (7, 2), (3, 1)])
def test_counts_that_are_turned_made_up_or_taken_from_a_day_are_left_open(yes: int, no: int) -> None:
    text = "The council voted 5-2 at 7 p.m. on March 3 to approve the pier bond."
    (vote,) = lie(text, "decisions", {"outcome": "passed", "yes": yes, "no": no}).votes
    assert (vote.yes, vote.no) == (None, None)


@pytest.mark.parametrize("matter", ["pier\u202ebond", "PIER\u200bBOND", "Pier Bond"])
def test_a_matter_is_printed_in_the_storys_own_letters(matter: str) -> None:
    (position,) = lie("Firth said she supports the pier bond.", "positions", {"matter": matter}).positions
    assert position.matter == "pier bond"


def test_a_decision_has_the_storys_sentence_its_body_its_count_and_days_that_we_read() -> None:
    claim = decision(
        "voted 5-2  on Monday", body="The Gull Cove Town Council", matter="leash ordinance", outcome="passed",
        when="Monday", yes=5, no=2, earliest="1999-01-01", start=12,
    )  # fmt: skip
    (vote,) = grounded(decisions=[claim]).votes
    assert TEXT[vote.start : vote.end] == vote.text == TEXT.split("\n\n")[0]
    assert (vote.body, vote.matter) == ("Gull Cove Town Council", "leash ordinance")
    assert (vote.earliest, vote.latest, vote.precision) == (date(2026, 3, 2), date(2026, 3, 2), "day")
    assert (vote.yes, vote.no, vote.outcome, vote.status) == (5, 2, "passed", "held")


def test_a_phrase_that_is_cut_is_read_whole() -> None:
    """ "Tuesday" alone would be the story's own day."""
    claim = decision(
        BOND, status="scheduled", when="Tuesday", body="council", clock="7 p.m.", place="town hall", matter="pier bond"
    )
    (vote,) = grounded(decisions=[claim]).votes
    assert (vote.phrase, vote.earliest) == ("a week from Tuesday at 7 p.m.", date(2026, 3, 10))
    assert (vote.time, vote.place, vote.body) == ("19:00", "town hall", "Gull Cove Town Council")


def test_what_is_beside_the_point_is_left_open_and_counted() -> None:
    claim = decision(LEASH, outcome="passed", body="Harbor Board", yes=6, no=1, matter="leash ordinance")
    found = grounded(decisions=[claim])
    assert [(vote.body, vote.yes, vote.no) for vote in found.votes] == [("", None, None)]
    assert found.gate == {
        "body left open: not word for word in the story": 1,
        "count left open: not in the evidence": 1,
    }


def test_a_condition_that_the_claim_forgot_is_put_right() -> None:
    found = grounded(positions=[stand(LEVY, "support", matter="harbor levy")])
    assert [(one.actor, one.stance, one.conditional) for one in found.positions] == [("Ben Ode", "support", True)]
    assert found.gate == {"condition put right by the evidence": 1}


def test_a_condition_that_no_word_tells_is_looked_at_closely() -> None:
    found = grounded(positions=[stand("he opposes the pier bond", "oppose", conditional=True)])
    (position,) = found.positions
    assert position.conditional
    assert "look closely: no word of a condition" in position.because
    assert position.confidence == 0.25


def test_a_surname_is_the_persons_full_name_and_silence_is_shown_as_silence() -> None:
    silence = "Council member Rae Lund did not respond to questions about the pier bond."
    claims = [
        stand("he opposes the pier bond", "oppose", actor="Ode"),
        stand(silence, "no_position", "Rae Lund", basis="no_response"),
    ]
    found = grounded(positions=claims).positions
    assert [(one.actor, one.stance, one.basis) for one in found] == [
        ("Ben Ode", "oppose", "statement"),
        ("Rae Lund", "no_position", "no_response"),
    ]


def test_an_official_has_the_rosters_role_and_the_storys_title() -> None:
    (official,) = grounded(people=[person("Ona Firth", "Mayor", body="Town Council")]).officials
    assert (official.name, official.title, official.roster_key) == ("Ona Firth", "Mayor", "7")
    assert all(TEXT[span.start : span.end] == span.text for span in official.mentions)


def test_words_are_left_to_the_rules_unless_asked_for() -> None:
    claim = speech('"The pier is ours,"', "Firth", cue="said")
    (quote,) = grounded(quotes=[speech("The pier is ours,", "Firth", cue="said")]).quotes
    assert (quote.text, quote.speaker, quote.type) == ("The pier is ours,", "Ona Firth", "direct")
    assert quote.cue is not None
    assert quote.cue.text == "said"
    found = grounded(with_quotes=False, quotes=[claim])
    assert found.quotes == ()
    assert found.gate == {"quotes are left to the rules": 1}


def test_a_story_that_the_rules_cannot_read_keeps_its_words_and_has_no_days() -> None:
    story = Story("Puerto Gris vota", SPANISH, PUBLISHED)
    claims = {
        "people": [person("Inés Robledo", "alcaldesa")],
        "positions": [stand("Robledo apoya el bono del muelle", "support", "Robledo", "bono del muelle")],
        "decisions": [
            decision("votará el 12 de mayo", status="scheduled", when="el 12 de mayo", matter="bono del muelle")
        ],
    }
    found = grounded(story, **claims)
    assert [(one.name, one.title) for one in found.officials] == [("Inés Robledo", "alcaldesa")]
    assert [(one.actor, one.matter) for one in found.positions] == [("Inés Robledo", "bono del muelle")]
    (vote,) = found.votes
    assert (vote.phrase, vote.earliest, vote.latest, vote.precision) == ("el 12 de mayo", None, None, "none")
    assert vote.text == SPANISH.split("\n\n")[0]
    assert all(one.confidence == 0.25 for one in (*found.positions, vote))
    assert found.language == "es"


@pytest.mark.parametrize(
    "answer", ["", "no", "[]", "{}", '{"people": 7}', '{"people": [', "[" * 5_000, '{"positions": null}', "\ud800"]
)
def test_an_answer_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(NoClaims):
        read(answer)


def test_more_claims_than_a_story_can_have_are_not_looked_at() -> None:
    claims = read(json.dumps({"positions": [stand("he opposes the pier bond", "oppose")] * 500}))
    assert (len(claims.positions), claims.faults) == (60, 440)


def test_what_two_parts_of_a_story_claim_alike_is_claimed_once() -> None:
    part = read(json.dumps({"positions": [stand("he opposes the pier bond", "oppose")], "people": [7]}))
    assert (len(joined([part, part]).positions), joined([part, part]).faults) == (1, 2)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ('"The pier is ours,"', 1),
        ("the  pier\nbond", 3),
        ("pier is our", 0),
        ("", 0),
        ("“", 2),
        ("THE PIER BOND", 0),
    ],
)
def test_words_are_found_whatever_their_marks_and_spaces_and_never_cut(words: str, places: int) -> None:
    found = Places(TEXT).all(words)
    assert len(found) == places
    assert all(TEXT[span.start : span.end] == span.text for span in found)
