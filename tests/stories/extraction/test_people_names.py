"""Who is whom: full names, later mentions, titles that stand for a person, pronouns; all stories invented."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import RosterEntry, Story
from stories.extraction.people import Cast
from stories.extraction.people.given import gender_of, is_given, same_given
from tests.patience import working_at_most

COUNCIL = "The Fernhill City Council met on Monday in Fernhill.\n\n"


def cast(text: str, roster: tuple[RosterEntry, ...] = (), published: datetime | None = None) -> Cast:
    return people.find(Document.of(Story("", text, published, roster)))


def mentions(text: str) -> dict[str, list[str]]:
    return {who.name: [mention.text for mention in who.mentions] for who in cast(text).figures}


@pytest.mark.parametrize(
    "name",
    [
        "Luis Moreno-Pratt",
        "Éloise Gagnon",
        "Carol Wójcik-Lane",
        "Nora O'Keefe",
        "D’Angelo Brooks",
        "J.T. Winslow",
        "R. Dale Finch",
        "Marta B. Quinn",
        "Walter Sims Jr.",
        "Henry Vale III",
        "Maria de la Cruz",
        "Agnes St. Cloud",
        "Roberta “Bobbie” Kline",
        "Jack Two Bulls",
    ],
)
def test_hyphens_accents_initials_suffixes_particles_and_nicknames_belong_to_the_name(name: str) -> None:
    assert [who.name for who in cast(f"{COUNCIL}Mayor {name} spoke to members.").figures] == [name]


def test_a_suffix_after_a_comma_belongs_to_the_name() -> None:
    found = cast(COUNCIL + "Councilman Ed Novak, Jr., who holds Place 2, said no. Novak left.")
    assert [(who.name, who.surname, len(who.mentions)) for who in found.figures] == [("Ed Novak, Jr.", "Novak", 2)]


def test_a_later_surname_is_the_person_named_in_full() -> None:
    found = mentions(COUNCIL + "Mayor Ines Marlow spoke. Supporters of Marlow cheered. Marlow’s aide left.")
    assert found == {"Ines Marlow": ["Mayor Ines Marlow", "Marlow", "Marlow"]}


def test_of_two_people_with_one_surname_the_last_one_named_is_meant() -> None:
    text = COUNCIL + "Councilmen Oscar Bell and Abe Fox agreed. Bell spoke. Mary Jo Bell voted no. Bell left."
    found = mentions(text)
    assert found["Oscar Bell"] == ["Oscar Bell", "Bell"]
    assert found["Mary Jo Bell"] == ["Mary Jo Bell", "Bell"]


def test_a_title_tells_two_people_with_one_surname_apart() -> None:
    text = COUNCIL + "Finance Director Dora Krantz and Councilman Emil Krantz met. Councilman Krantz left."
    assert mentions(text)["Emil Krantz"][-1] == "Councilman Krantz"


def test_a_short_form_and_a_missing_middle_initial_are_one_person() -> None:
    found = mentions(COUNCIL + "Mayor Robert J. Lane spoke. Bob Lane left.")
    assert list(found) == ["Robert J. Lane"]


def test_a_title_and_surname_alone_make_a_figure() -> None:
    found = cast(COUNCIL + "Mayor Johnson spoke. Johnson left.").figures
    assert [(who.name, who.title, len(who.mentions)) for who in found] == [("Johnson", "Mayor", 2)]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("The mayor left.", "Ines Marlow"),
        ("Her police chief left.", "Al Reyes"),
        ("The city’s police chief left.", "Al Reyes"),
        ("The chief left.", "Al Reyes"),
        ("The Place 6 council member left.", "Ann Cole"),
        ("The councilman left.", "Abe Fox"),
    ],
)
def test_a_title_stands_for_its_holder(phrase: str, name: str) -> None:
    text = (
        COUNCIL
        + "Mayor Ines Marlow, Place 6 Council Member Ann Cole, Councilman Abe Fox and Police Chief Al Reyes met.\n\n"
    )
    found = cast(text + phrase)
    figure = found.figure_at(len(text), len(text) + len(phrase))
    assert figure is not None
    assert figure.name == name
    assert figure.mentions[-1].form == "title"


@pytest.mark.parametrize(
    "phrase", ["A mayor left.", "The next mayor left.", "The Ohio governor left.", "The deputy mayor left."]
)
def test_somebody_elses_title_stands_for_nobody_in_the_story(phrase: str) -> None:
    text = COUNCIL + "Mayor Ines Marlow spoke.\n\n"
    assert cast(text + phrase).figure_at(len(text), len(text + phrase)) is None


def test_a_span_that_names_several_people_is_nobodys() -> None:
    text = COUNCIL + "Councilors Ann Cole and Abe Fox agreed."
    start = text.index("Ann")
    found = cast(text)
    assert found.figure_at(start, len(text)) is None
    assert [who.name for who in found.figures_in(start, len(text))] == ["Ann Cole", "Abe Fox"]
    assert found.figure_at(0, 5) is None


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Mayor Ines Marlow met Councilman Abe Fox. She left.", "She", "Ines Marlow"),
        ("Mayor Ines Marlow met Councilman Abe Fox. He left.", "He", "Abe Fox"),
        ("Mayor Ines Marlow spoke. “I will sign it,” she said.", "she", "Ines Marlow"),
        ("Mayor Ines Marlow said no. “Ann Cole is wrong,” she said.", "she", "Ines Marlow"),
        ("Chief Al Reyes praised Councilman Abe Fox. “Good man,” he said.", "he", "Al Reyes"),
        ("Ann Cole, who holds Place 4, left.", "who", "Ann Cole"),
        ("Councilman Abe Fox voted no. Chief Al Reyes thanked him.", "him", "Abe Fox"),
    ],
)
def test_a_pronoun_stands_for_the_freshest_fitting_person(text: str, pronoun: str, name: str) -> None:
    start = re.search(rf"\b{pronoun}\b", COUNCIL + text)
    assert start is not None
    figure = cast(COUNCIL + text).antecedent(start.start())
    assert figure is not None
    assert figure.name == name


def test_a_pronoun_with_nobody_to_fit_is_left_open() -> None:
    text = COUNCIL + "Chief Al Reyes spoke. She left."
    assert cast(text).antecedent(text.index("She")) is None


def test_an_office_told_of_a_pronoun_is_the_persons() -> None:
    found = cast(COUNCIL + "Curtis Bodine said no. He holds the District 5 seat and is a retired officer.").officials()
    assert [(who.name, who.title) for who in found] == [("Curtis Bodine", "District 5 Council Member")]


ENTRY = RosterEntry("r1", "Roberto Alan Lane", "Council Member, Place 3", "Fernhill City Council", ("Bob Lane",))
DAY = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "entries", "key", "ambiguous"),
    [
        ("Councilman Bob Lane spoke.", (ENTRY,), "r1", False),
        ("Councilman Lane spoke.", (ENTRY,), "r1", False),
        ("Place 3 Councilman Bob Lane spoke.", (ENTRY,), "r1", False),
        ("Place 4 Councilman Bob Lane spoke.", (ENTRY,), None, True),
        ("Council President Bob Lane spoke.", (ENTRY,), "r1", False),
        ("Fire Chief Bob Lane spoke.", (ENTRY,), None, True),
        ("Councilwoman Rita Lane spoke.", (ENTRY,), None, False),
    ],
)
def test_the_roster_knows_an_official_by_name_and_role(
    sentence: str, entries: tuple[RosterEntry, ...], key: str | None, ambiguous: bool
) -> None:
    (found,) = cast(COUNCIL + sentence, entries, DAY).officials()
    assert (found.roster_key, found.ambiguous) == (key, ambiguous)


@pytest.mark.parametrize(
    ("terms", "key", "ambiguous"),
    [
        (((date(2020, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), None)), "second", False),
        (((None, date(2026, 3, 4)), (date(2026, 3, 5), None)), "first", False),
        (((None, None), (None, None)), None, True),
        (((None, date(2021, 1, 1)), (None, date(2022, 1, 1))), None, True),
    ],
)
def test_of_two_of_one_name_the_one_serving_that_day_is_meant(
    terms: tuple[tuple[date | None, date | None], ...], key: str | None, ambiguous: bool
) -> None:
    roster = tuple(
        RosterEntry(name, "Bob Lane", "Councilman", "Fernhill City Council", since=since, until=until)
        for name, (since, until) in zip(("first", "second"), terms, strict=True)
    )
    (found,) = cast(COUNCIL + "Councilman Bob Lane spoke.", roster, DAY).officials()
    assert (found.roster_key, found.ambiguous) == (key, ambiguous)


def test_one_person_of_two_roles_is_not_taken_for_two_people() -> None:
    roles = ("Council President", "Council Member, Place 3")
    roster = tuple(RosterEntry(role, "Bob Lane", role, "Fernhill City Council", person="p1") for role in roles)
    (found,) = cast(COUNCIL + "Council Member Bob Lane spoke.", roster, DAY).officials()
    assert (found.roster_key in roles, found.ambiguous) == (True, False)


def test_a_name_without_a_role_is_an_official_where_the_roster_has_it() -> None:
    (found,) = cast(COUNCIL + "Bob Lane arrived late. Lane said nothing.", (ENTRY,), DAY).officials()
    assert (found.title, found.roster_key) == ("Council Member, Place 3", "r1")


@pytest.mark.parametrize(
    "text",
    [
        "Bob Lane, 19, was hurt in a crash, and the council sent flowers.",
        "Bob Lane scored 21 points for Fernhill High.",
        "Rob Lane came to the council.",
        "Bob Lane Jr. came to the council.",
    ],
)
def test_a_bare_name_is_no_official_outside_civic_life_or_where_it_differs(text: str) -> None:
    assert cast(text, (ENTRY,), DAY).officials() == ()


def test_a_press_secretary_is_no_official() -> None:
    found = cast("White House press secretary Nell Voss said the mayor would wait.")
    assert found.officials() == ()


def test_a_body_that_is_short_for_the_rosters_does_not_keep_a_match_away() -> None:
    entry = RosterEntry("r2", "Kit Moss", "Trustee", "Fernhill Independent School District")
    (found,) = cast("Fernhill ISD trustee Kit Moss spoke on Monday.", (entry,), DAY).officials()
    assert found.roster_key == "r2"


def test_given_names_are_known_with_their_gender_and_short_forms() -> None:
    assert [gender_of(name) for name in ("Denise", "Lamont", "Étienne", "Jordan", "Xyzzy")] == [
        "she",
        "he",
        "he",
        "",
        "",
    ]
    assert is_given("Mary-Ann")
    assert not is_given("Harbor")
    assert same_given("Bill", "William")
    assert not same_given("Oscar", "Ruth")


@settings(max_examples=60)
@given(
    st.text(
        alphabet=st.sampled_from("Mayor Ann Bell said, “no.” who Place 3’s\n\n Jr.  D'A-\x00\ud800é(:;"), max_size=300
    )
)
def test_whatever_the_text_the_words_of_a_mention_are_the_storys(text: str) -> None:
    found = cast("The mayor of Fernhill said that the council will meet. " + text)
    for who in found.figures:
        for mention in who.mentions:
            assert found is not None
            assert mention.start <= mention.name_start < mention.end


@pytest.mark.parametrize(
    "text",
    [
        "Ann Roe said no. Bob Lane said yes. The mayor left the meeting. " * 400,
        "MAYOR ANN ROE SAID THE COUNCIL WILL VOTE ON THE PLAN TONIGHT. " * 400,
        "Oscar Bell voted. Mary Jo Bell did not. Bell said the mayor said he would. " * 400,
        " ".join(
            f"Ann Ro{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyz'[n // 100 % 6]} said that it was late."
            for n in range(800)
        ),
    ],
    ids=["prose", "capitals", "one-surname", "many-names"],
)
def test_a_very_long_story_takes_seconds(text: str) -> None:
    document = Document.of(Story("", text, None))
    with working_at_most(15):
        people.find(document)
