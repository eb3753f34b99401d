"""Who holds which office: titles before, after and apart from names, lists, roll calls, bodies."""

import pytest

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import Story
from stories.extraction.people import Cast

COUNCIL = "The Fernhill City Council met on Monday in Fernhill.\n\n"


def cast(text: str, title: str = "") -> Cast:
    return people.find(Document.of(Story(title, text, None)))


def officials(text: str, title: str = "") -> dict[str, tuple[str, str]]:
    return {who.name: (who.title, who.body) for who in cast(text, title).officials()}


@pytest.mark.parametrize(
    ("sentence", "name", "title", "body"),
    [
        ("Mayor Ines Marlow spoke.", "Ines Marlow", "Mayor", "City of Fernhill"),
        ("Fernhill Mayor Ines Marlow spoke.", "Ines Marlow", "Mayor", "City of Fernhill"),
        ("Ward 3 Alderwoman Dee Novak spoke.", "Dee Novak", "Ward 3 Alderwoman", "Fernhill City Council"),
        ("Councilman-at-large Abe Fox spoke.", "Abe Fox", "At-Large Councilman", "Fernhill City Council"),
        ("City Councilor Jo Park spoke.", "Jo Park", "City Councilor", "Fernhill City Council"),
        ("Interim Police Chief Al Reyes spoke.", "Al Reyes", "Interim Police Chief", "Fernhill Police Department"),
        ("Chief of Police Al Reyes spoke.", "Al Reyes", "Chief of Police", "Fernhill Police Department"),
        ("Acting Deputy City Manager Lu Chen spoke.", "Lu Chen", "Acting Deputy City Manager", "City of Fernhill"),
        ("Director of Public Works Sam Ode spoke.", "Sam Ode", "Director of Public Works", "City of Fernhill"),
        ("Mayor Pro Tem Rita Vance spoke.", "Rita Vance", "Mayor Pro Tem", "City of Fernhill"),
        ("Mayor-elect Rita Vance spoke.", "Rita Vance", "Mayor-elect", "City of Fernhill"),
        ("Bastrow County Sheriff Hal Dunn spoke.", "Hal Dunn", "County Sheriff", "Bastrow County Sheriff's Office"),
        ("Her police chief, Al Reyes, spoke.", "Al Reyes", "Police Chief", "Fernhill Police Department"),
        ("The city's attorney, Ann Cole, spoke.", "Ann Cole", "City Attorney", "City of Fernhill"),
        ("Ann Cole, the city's finance director, spoke.", "Ann Cole", "Finance Director", "City of Fernhill"),
        ("Ann Cole, who holds Place 4, spoke.", "Ann Cole", "Place 4 Council Member", "Fernhill City Council"),
        ("Ann Cole, of Ward 2, spoke.", "Ann Cole", "Ward 2 Council Member", "Fernhill City Council"),
        ("Ward 2’s Ann Cole spoke.", "Ann Cole", "Ward 2 Council Member", "Fernhill City Council"),
        ("Councilwoman Ann Cole (Ward 2) spoke.", "Ann Cole", "Ward 2 Councilwoman", "Fernhill City Council"),
        ("Ann Cole, one of the council members, spoke.", "Ann Cole", "Council Member", "Fernhill City Council"),
        ("State Sen. Ann Cole, D-Fernhill, spoke.", "Ann Cole", "State Senator", "State Senate"),
    ],
)
def test_an_office_is_read_before_or_after_the_name(sentence: str, name: str, title: str, body: str) -> None:
    assert officials(COUNCIL + sentence) == {name: (title, body)}


@pytest.mark.parametrize(
    ("lead", "sentence", "expected"),
    [
        (
            "The Pine Notch Selectboard met.",
            "Selectboard Chair Nat Prue and Selectwoman Mo Dale spoke.",
            {"Nat Prue": "Selectboard Chair", "Mo Dale": "Selectwoman"},
        ),
        (
            "The Seco County Commissioners Court met.",
            "County Judge Ernie Villa and Precinct 1 Commissioner Dale Hutto spoke.",
            {"Ernie Villa": "County Judge", "Dale Hutto": "Precinct 1 Commissioner"},
        ),
        (
            "The Belle Point Parish Council met.",
            "Parish President Tony Gide and Councilman Dex Honoré, District 5, spoke.",
            {"Tony Gide": "Parish President", "Dex Honoré": "District 5 Councilman"},
        ),
        (
            "The Kern Fork County Board of Supervisors met.",
            "4th District Supervisor Pat O'Connell and Supervisor Jorge Avila-Stone spoke.",
            {"Pat O'Connell": "4th District Supervisor", "Jorge Avila-Stone": "Supervisor"},
        ),
        (
            "The Painted Mesa Nation Tribal Council met.",
            "Chairwoman Delphine Yazhi and Council Delegate Norma Tsosie spoke.",
            {"Delphine Yazhi": "Chairwoman", "Norma Tsosie": "Council Delegate"},
        ),
        (
            "Magistrates of the Boone Lick Fiscal Court met.",
            "Judge-Executive Wally Tipton and Magistrate Shirley Hume spoke.",
            {"Wally Tipton": "Judge-Executive", "Shirley Hume": "Magistrate"},
        ),
        (
            "The Bitter Creek School District 9 Board of Education met.",
            "Board President Cecily Rhodes, Director Faye Munro and Superintendent Dr. Howard Estes spoke.",
            {"Cecily Rhodes": "Board President", "Faye Munro": "Director", "Howard Estes": "Superintendent"},
        ),
    ],
)
def test_other_kinds_of_bodies_have_their_own_words(lead: str, sentence: str, expected: dict[str, str]) -> None:
    found = officials(f"{lead}\n\n{sentence}")
    assert {name: title for name, (title, _) in found.items()} == expected


def test_a_plural_title_covers_the_list_behind_it() -> None:
    found = officials(COUNCIL + "Councilors Ann Cole, Raj Patel and Jo Park and Mayor Ines Marlow agreed.")
    assert {name: title for name, (title, _) in found.items()} == {
        "Ann Cole": "Councilor",
        "Raj Patel": "Councilor",
        "Jo Park": "Councilor",
        "Ines Marlow": "Mayor",
    }


@pytest.mark.parametrize(
    "roll",
    [
        "Voting no were Ann Cole and Raj Patel.",
        "Yes: Ann Cole and Raj Patel.",
        "Ann Cole and Raj Patel opposed it. The vote was 5-2.",
        "Ann Cole, a retired nurse, voted no. Raj Patel will vote yes.",
        "Other council members were quiet. Ann Cole declined to comment. Raj Patel did not return a call.",
    ],
)
def test_whoever_votes_is_a_member_of_the_body(roll: str) -> None:
    assert {"Ann Cole", "Raj Patel"} <= officials(COUNCIL + "Councilman Abe Fox made a motion.\n\n" + roll).keys()


def test_a_member_named_only_in_another_boards_vote_has_that_boards_title() -> None:
    text = (
        COUNCIL + "Councilor Abe Fox spoke.\n\nThe Fernhill Planning Board voted 2-0. Ann Cole and Raj Patel voted yes."
    )
    assert officials(text)["Ann Cole"] == ("Planning Board Member", "Fernhill Planning Board")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Former Mayor Ann Cole spoke.", "Ann Cole"),
        ("Rick Dale, president of the Fernhill Police Officers Association, spoke.", "Rick Dale"),
        ("Teachers union president Mike Dolan spoke.", "Mike Dolan"),
        ("Officer Brandon Lentz spoke.", "Brandon Lentz"),
        ("Kyle Brandt, a spokesman for the mayor, spoke.", "Kyle Brandt"),
        ("Resident Ann Cole told the council to vote no.", "Ann Cole"),
        ("Heather Voigt, director of the Harbor Light Shelter, spoke.", "Heather Voigt"),
        ("Council candidate Ann Cole spoke.", "Ann Cole"),
        ("The Rev. Tom Bell Sr., of Mount Olive Church, told members to vote it down.", "Tom Bell Sr."),
        ("A company representative, Lou Grant, spoke.", "Lou Grant"),
    ],
)
def test_a_private_person_a_former_official_and_staff_are_no_officials(sentence: str, name: str) -> None:
    found = cast(COUNCIL + sentence)
    assert found.officials() == ()
    assert [who.name for who in found.others({name})] == [name]


def test_a_role_and_an_organisation_are_read_for_other_speakers() -> None:
    found = cast(COUNCIL + "Rosa Lind, who leads the trade group Eastside Hosts, spoke. Tom Ray, a farmer, did too.")
    roles = {who.name: (who.role, who.organization) for who in found.others({"Rosa Lind", "Tom Ray"})}
    assert roles == {"Rosa Lind": ("leader", "Eastside Hosts"), "Tom Ray": ("farmer", None)}


def test_reporters_and_hosts_are_nobodys_speakers() -> None:
    text = "MARIA LOWE, HOST: Welcome.\n\nDES ACKER: Thanks.\n\nLOWE: You chair the transit board?\n\nACKER: I do."
    found = cast(text)
    assert [who.name for who in found.figures if who.kind == "journalist"] == ["Maria Lowe"]
    assert "Maria Lowe" not in {who.name for who in found.others({"Maria Lowe", "Des Acker"})}


@pytest.mark.parametrize(
    "text",
    [
        "The Elm Row Tenants Project met on Tanner Street near Beacon Avenue in Port Marden.",
        "Charlotte Street reopened. Jackson County and Virginia Beach did not.",
        "Many sang “Sweet Caroline” at the Grace Hill Community Center.",
        "KETTLE BAY, Wis. — Nothing happened.",
    ],
)
def test_streets_places_songs_and_groups_are_no_people(text: str) -> None:
    assert cast(text).figures == ()


@pytest.mark.parametrize(
    ("text", "main", "place"),
    [
        (
            "Fernhill’s council will vote. The City Council meets Monday in Fernhill.",
            "Fernhill City Council",
            "Fernhill",
        ),
        ("DUNMERE, Ohio — The Board of Aldermen met in Dunmere.", "Dunmere Board of Aldermen", "Dunmere"),
        ("The Oakmere Village Board met. The board of Oakmere voted.", "Oakmere Village Board", "Oakmere"),
        ("The Larch County Commission met. Commissioners voted.", "Larch County Commission", "Larch County"),
        ("The Lakeview Transit Authority board voted. The board met.", "Lakeview Transit Authority Board", "Lakeview"),
    ],
)
def test_the_deciding_body_and_place_are_named_in_full(text: str, main: str, place: str) -> None:
    found = cast(text)
    assert (found.main_body, found.place) == (main, place)


def test_a_plain_phrase_stands_for_the_full_body() -> None:
    found = cast("The Fernhill City Council met. The Planning Commission of Fernhill did too. The council voted.")
    assert found.body("the council") == "Fernhill City Council"
    assert found.body("its council") == "Fernhill City Council"
    assert found.body("the library") is None


def test_each_official_says_which_rule_found_it() -> None:
    found = cast(COUNCIL + "Mayor Ines Marlow spoke. Voting no were Ann Cole and Raj Patel.").officials()
    because = {who.name: (who.because, who.confidence) for who in found}
    assert because["Ines Marlow"] == ("title 'Mayor' before the name", 0.97)
    assert because["Ann Cole"][0] == "named where the story tells the votes"
    assert because["Ann Cole"][1] < 0.8


def test_a_school_named_after_a_street_makes_nobody_an_alder() -> None:
    story = (
        "The Fernhill School Committee voted 3-2 Monday to close the Alder Street School.\n\n"
        "Dee Novak, Abe Fox and Jo Park voted yes. Lee Cole and Ann Roe voted no."
    )
    assert {title for title, _ in officials(story).values()} == {"School Committee Member"}
    assert len(officials(story)) == 5


def test_those_who_sit_on_a_police_jury_are_jurors() -> None:
    story = "The Larch Parish Police Jury met Monday. Abe Fox, District 2, moved to adjourn."
    assert officials(story)["Abe Fox"] == ("District 2 Juror", "Larch Parish Police Jury")


def test_a_court_of_law_is_no_body_that_its_story_decides_on() -> None:
    story = COUNCIL + "A district court judge threw the case out. Member Dee Novak, the board's only no, was glad."
    assert all("Court" not in body for _, body in officials(story).values())


@pytest.mark.parametrize(
    ("sentence", "name", "title"),
    [
        ("Harbormaster Lou Frye spoke.", "Lou Frye", "Harbormaster"),
        ("Committeewoman Dee Novak spoke.", "Dee Novak", "Committeewoman"),
        ("Novak and member Abe Fox spoke.", "Abe Fox", "Council Member"),
        ("The council's attorney, Dana Voss, spoke.", "Dana Voss", "Council Attorney"),
        (
            "Lee Cole, the council's president and chief executive, spoke.",
            "Lee Cole",
            "President and Chief Executive",
        ),
        ("Dee Novak, who has represented the east side for three terms, spoke.", "Dee Novak", "Council Member"),
        ("Dee Novak, whom the mayor appointed to the council in June, spoke.", "Dee Novak", "Council Member"),
        ("By a 3-1 vote, with Dee Novak dissenting, the council approved it.", "Dee Novak", "Council Member"),
        ("Lee Cole, Dee Novak and Abe Fox made up the majority.", "Dee Novak", "Council Member"),
    ],
)
def test_more_ways_of_telling_that_somebody_sits_or_serves(sentence: str, name: str, title: str) -> None:
    assert officials(COUNCIL + sentence)[name][0] == title


@pytest.mark.parametrize(
    "sentence",
    [
        "Dee Novak, who has represented the developers for ten years, spoke.",
        "Dee Novak, who served on the board of the Red Barn Theater, spoke.",
        "Dee Novak, who served on the council from 1990 to 1994, spoke.",
        "Gang member Abe Fox was arrested.",
    ],
)
def test_clients_and_other_boards_make_no_official(sentence: str) -> None:
    assert officials(COUNCIL + sentence) == {}
