"""Where two extractors differ on a story is told in lines that a person reads."""

from dataclasses import replace

import pytest

from stories.extraction.findings import Findings
from stories.findings.compare import compared
from tests.stories.findings.test_agreement import official, position, vote


@pytest.mark.parametrize(
    ("rules", "model", "lines"),
    [
        (Findings(votes=(vote(),)), Findings(votes=(vote(body=""),)), ["both say 1; the rules 1, the model 1"]),
        (Findings(), Findings(), ["both say 0; the rules 0, the model 0"]),
        (
            Findings(officials=(official(),)),
            Findings(positions=(position(),)),
            [
                "rules only  official Ona Firth, Mayor",
                "model only  position Ona Firth supports: pier bond, said so: Mayor Ona Firth said she backs the pier "
                "bond.",
                "both say 0; the rules 1, the model 1",
            ],
        ),
    ],
)
def test_each_difference_is_a_line(rules: Findings, model: Findings, lines: list[str]) -> None:
    assert list(compared(rules, model)) == lines


def test_what_they_say_otherwise_stands_together() -> None:
    rules, model = Findings(votes=(vote(),)), Findings(votes=(replace(vote(), outcome="failed"),))
    otherwise, last = compared(rules, model)
    assert otherwise.startswith("otherwise  vote Gull Cove Town Council: leash rule, held,")
    assert "passed" in otherwise.split("\n")[0]
    assert "failed" in otherwise.split("\n")[1]
    assert last == "both say 0; the rules 1, the model 1"
