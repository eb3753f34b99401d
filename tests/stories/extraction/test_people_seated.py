"""Who sits on a body though no title says so: lists, echoes and clauses that tell how members vote."""

import pytest

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import Story

COUNCIL = "The Fernhill City Council met on Monday in Fernhill and voted 4-3 for the levy.\n\n"


def officials(text: str) -> dict[str, str]:
    cast = people.find(Document.of(Story("", text, None)))
    return {who.name: who.title for who in cast.officials()}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The four: Chair Ada Fox, Tasi Leone, Bram Keel and Pia Mader-Long.", "Tasi Leone;Bram Keel;Pia Mader-Long"),
        (
            "Councilor Jo Park joined the majority. Chair Ada Fox, Tasi Leone and Bram Keel made it four.",
            "Tasi Leone;Bram Keel",
        ),
        ("Glen Kettle and Merle Vosser were on the losing side.", "Glen Kettle;Merle Vosser"),
        ("Councilor Jo Park voted no. So did Bert Salas and Marta Quill.", "Bert Salas;Marta Quill"),
        ("The other no came from Alton Marsh.", "Alton Marsh"),
        ("That leaves Ward 3 and Mary Lynn Sorel, the clerk's cousin.", "Mary Lynn Sorel"),
        ("That leaves Ward 3. Ward 3 is Priya Sand, 34, who grows almonds.", "Priya Sand"),
        ("On the seven-member council, she can rely on Drew Monahan, who has called himself a yes.", "Drew Monahan"),
        (
            "Opposing it were Chair Ada Fox; engineer Paul Whit, Cal's brother; Mary-Kate Sloane; and Vern Tripe.",
            "Paul Whit;Mary-Kate Sloane;Vern Tripe",
        ),
        (
            "Three of them -- Chair Ada Fox, pharmacist Grace Hu and plumber Cal Whitman -- opposed it.",
            "Grace Hu;Cal Whitman",
        ),
        ("Dr. Susan Petty, a dentist who holds the council's health seat, was relieved.", "Susan Petty"),
    ],
)
def test_whoever_is_told_among_the_voters_sits_on_the_body(text: str, names: str) -> None:
    found = officials(COUNCIL + text)
    assert {name: found.get(name, "") for name in names.split(";")} == {
        name: found[name] for name in names.split(";") if name in found
    }
    assert all(found[name] for name in names.split(";"))


@pytest.mark.parametrize(
    "text",
    [
        "Residents Ann Roe, Bo Dean and Cy Fox urged a no vote.",
        "Barber Ann Roe and baker Bo Dean opposed the levy.",
        "So did Ann Roe, who owns the bakery.",
        "The other letter came from Ann Roe.",
    ],
)
def test_the_public_does_not_sit_on_the_body(text: str) -> None:
    assert officials(COUNCIL + text) == {}


def test_an_officer_of_the_body_who_votes_keeps_that_title() -> None:
    found = officials(COUNCIL + "Gil Strand, our treasurer, voted against the study.")
    assert found == {"Gil Strand": "Treasurer"}


def test_an_entry_in_a_guide_gives_an_officers_title_after_the_name() -> None:
    guide = "Vera Toll, chairwoman. In favor.\n\nGwen Sato, treasurer. Torn."
    text = f"The trustees of the Alder library district vote Monday.\n\n{guide}"
    assert officials(text) == {"Vera Toll": "Chairwoman", "Gwen Sato": "Treasurer"}


def test_justices_of_the_peace_sit_on_a_quorum_court() -> None:
    text = (
        "The Pike County Quorum Court met.\n\nFor: Justices of the Peace Wade Lutz, Odessa Crum and Kay Stubb. "
        "Against: Orval Hatch and Rodney Moon."
    )
    assert set(officials(text).values()) == {"Justice of the Peace"}
    assert len(officials(text)) == 5


@pytest.mark.parametrize("noun", ["Harbormaster", "Fisheries Director", "Secretary"])
def test_a_title_right_before_a_name_counts_whatever_the_tagger_made_of_it(noun: str) -> None:
    assert officials(COUNCIL + f"{noun} Wes Atley, whose office would get a third, had no comment.") == {
        "Wes Atley": noun
    }
