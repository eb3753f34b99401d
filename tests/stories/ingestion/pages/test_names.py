"""A written byline holds people; jobs, agencies, places and addresses beside them are none."""

import pytest

from stories.ingestion.pages.names import is_by, is_full, is_nobody, split_names


@pytest.mark.parametrize("line", [
    "By Mara Quist, Staff Writer", "Mara Quist Staff Writer", "Staff Writer Mara Quist", "MARA QUIST Associated Press",
    "By MARA QUIST - Associated Press", "Mara Quist, Special to the Ledger", "Mara Quist, Report for America",
    "Mara Quist (Report for America)", "Mara Quist mquist@ledger.example", "Mara Quist | @mquist",
    "Mara Quist/Harrow Ledger", "Mara Quist | The Harrow Ledger", "Mara Quist, Harrow Ledger Staff Writer",
    "Mara Quist for the Ledger", "Mara Quist in Harrow Falls", "Mara Quist, Harrow", "Mara Quist \u2022 5 min read",
    "By Mara Quist \u00b7 March 3, 2026", "Mara Quist and Harrow Ledger staff", "Mara Quist, City Hall Reporter",
    "By Mara Quist of the Ledger", "BY MARA QUIST OF THE LEDGER", "Mara Quist of Harrow Public Radio",
    "BY MARA QUIST FOR THE LEDGER", "By Mara Quist, Alder Reporting Center", "Mara Quist, Harrow Policy Lab",
])  # fmt: skip
def test_a_person_stands_without_job_agency_place_or_address(line: str) -> None:
    assert [name.casefold() for name in split_names(line)] == ["mara quist"]


@pytest.mark.parametrize(("line", "names"), [
    ("By Ana Ruiz, Bo Lind and Cy Wu", ["Ana Ruiz", "Bo Lind", "Cy Wu"]),
    ("Ana Ruiz and Bo Lind, staff writers", ["Ana Ruiz", "Bo Lind"]),
    ("Jo Pell Jr., Mara Quist", ["Jo Pell Jr", "Mara Quist"]),
    ("Emily Post", ["Emily Post"]),
    ("Nick Fellows", ["Nick Fellows"]),
    ("The Associated Press", ["The Associated Press"]),
    ("Local Democracy Reporter", ["Local Democracy Reporter"]),
    ("Ana de la Cruz", ["Ana de la Cruz"]),
    ("BY ANA RUIZ AND BO LIND", ["ANA RUIZ", "BO LIND"]),
    ("BY ANA RUIZ WITH BO LIND", ["ANA RUIZ", "BO LIND"]),
    ("Ana Y Ruiz", ["Ana Y Ruiz"]),
    ("By Ana Ruiz of the Ledger and Bo Lind of the Tribune", ["Ana Ruiz", "Bo Lind"]),
    ("Harrow League of Women Voters", ["Harrow League of Women Voters"]),
])  # fmt: skip
def test_all_who_sign_are_named(line: str, names: list[str]) -> None:
    assert split_names(line) == names


@pytest.mark.parametrize("line", [
    "Story and photos by Mara Quist", "Words by Mara Quist", "Compiled by Mara Quist", "Text & video by Mara Quist",
    "Story by Mara Quist, photos by Bo Lind", "By Mara Quist Photos by Bo Lind and Cy Wu", "Article by Mara Quist",
    "Photos by Bo Lind, story by Mara Quist", "Written by Mara Quist and edited by Bo Lind",
])  # fmt: skip
def test_who_wrote_signs_and_not_who_took_pictures_or_edited(line: str) -> None:
    assert split_names(line) == ["Mara Quist"]
    assert is_by(line) is not line.startswith("Photos")


@pytest.mark.parametrize("line", [
    "Staff Report", "Staff reports", "From staff reports", "Staff and wire reports", "Special to the Ledger",
    "Community Contributor", "Posted by admin", "mquist@ledger.example", "Submitted", "News Release", "",
    "By Staff and wire reports", "BY STAFF AND WIRE REPORTS", "Photos by Bo Lind",
])  # fmt: skip
def test_a_signature_of_nobody_names_nobody(line: str) -> None:
    assert split_names(line) == []


@pytest.mark.parametrize("line", ["By Staff and wire reports", "From staff, wire reports", "Photos by Bo Lind"])
def test_nobody_signs_where_all_who_do_are_nobody(line: str) -> None:
    assert is_nobody(line)
    assert not is_nobody("Staff and Mara Quist")


def test_a_team_is_no_person_and_no_nobody() -> None:
    assert not is_full("Harrow Ledger Staff")
    assert not is_nobody("Harrow Ledger Staff")


@pytest.mark.parametrize(("name", "full"), [
    ("Mara Quist", True), ("mquist", False), ("Associated Press", False), ("\u65b0\u9593", True), ("the county", False),
])  # fmt: skip
def test_a_whole_name_is_told_from_an_accounts_and_an_agencys(name: str, full: bool) -> None:
    assert is_full(name) is full


@pytest.mark.parametrize(("line", "by"), [
    ("By Mara Quist", True), ("Von: Mara Quist", True), ("ByMara Quist", True), ("Bylaws are up for a vote", False),
])  # fmt: skip
def test_a_line_that_begins_as_bylines_do_is_known(line: str, by: bool) -> None:
    assert is_by(line) is by
