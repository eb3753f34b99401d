"""Agencies, by byline, dateline and credit."""

import pytest

from stories.ingestion.pages.agencies import agency_of

TEXT = "The council of Alder Falls meets on Tuesday."


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("By The Associated Press", "Associated Press"),
        ("ASSOCIATED PRESS", "Associated Press"),
        ("AP", "Associated Press"),
        ("A.P.", "Associated Press"),
        ("Ana Ruiz, Associated Press", "Associated Press"),
        ("Ana Ruiz | AP", "Associated Press"),
        ("Ana Ruiz - Reuters", "Reuters"),
        ("Ana Ruiz (AFP)", "Agence France-Presse"),
        ("Ana Ruiz/Bay City News", "Bay City News"),
        ("By Ana Ruiz for CalMatters", "CalMatters"),
        ("Ana Ruiz, Local Democracy Reporter", "Local Democracy Reporting Service"),
        (["Ana Ruiz", "The Canadian Press"], "Canadian Press"),
        (["dpa"], "dpa"),
        ("the-CNN-Wire", "CNN"),
        ("Ansa Ruiz", None),
        ("Agencia EFE", "EFE"),
        ("Ana Ruiz", None),
        ("Ana Pa", None),
        ("Ap Ruiz", None),
        ("Pa", None),
        ("Ana Ruiz and The Associated Press", None),
        ("Reuters Smith", None),
        ("By Ana Ruiz, AP Education Writer", "Associated Press"),
        ("By ANA RUIZ AP Education Writer", "Associated Press"),
        ("Ana Ruiz | Associated Press Writer", "Associated Press"),
        ("Ana Ruiz, Reuters correspondent", "Reuters"),
        ("CNN Staff", "CNN"),
        ("Ana Ruiz, Education Writer", None),
        ("BY ANA RUIZ AND THE ASSOCIATED PRESS", None),
        ("Associated Press Club of Alder Falls", None),
        ("", None),
        ([], None),
    ],
)
def test_an_agency_is_known_by_its_byline(byline: str | list[str], agency: str | None) -> None:
    assert agency_of(byline, TEXT) == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"ALDER FALLS, Wash. (AP) — {TEXT}", "Associated Press"),
        (f"ALDER FALLS (Reuters) - {TEXT}", "Reuters"),
        (f"Levee vote nears\n\nALDER FALLS, Nov. 3 (UPI) – {TEXT}", "United Press International"),
        (f"{TEXT}\n\nCopyright 2026 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{TEXT}\n© 2026 Reuters", "Reuters"),
        (f"{TEXT}\nDistributed by Tribune News Service.", "Tribune News Service"),
        (f"{TEXT}\n— Associated Press", "Associated Press"),
        (f"{TEXT}\n(Reuters)", "Reuters"),
        (f"{TEXT}\nSource: Anadolu Agency", "Anadolu"),
        (TEXT, None),
        (f"{TEXT} The mayor told Reuters so.", None),
        (f"{TEXT}\nThe Associated Press contributed to this report.", None),
        (f"{TEXT} " * 20 + f"OAKTON (AP) — {TEXT}", None),
        (f"Parents (pa) - {TEXT}", None),
        ("", None),
    ],
)
def test_an_agency_is_known_by_its_dateline_or_credit(text: str, agency: str | None) -> None:
    assert agency_of("Ana Ruiz", text) == agency
