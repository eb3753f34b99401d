"""A real worker that meets everything hostile there is: it stays small, and the honest sources go on."""

from pathlib import Path

import pytest

from stories.models import Source
from tests.patience import wait_until
from tests.soak.town import town

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_that_meets_everything_hostile_stays_small_and_goes_on(tmp_path: Path) -> None:
    with town(papers=1, log=tmp_path / "worker.log") as running:
        paper = running.papers[0][0]
        paper.publish()
        wait_until(running.traps_were_walked_into, "every hostile source was asked", every=1.0)
        paper.publish()
        wait_until(running.papers_are_taken_in, "the honest stories are stored", every=1.0)
        assert running.check() == 2
        assert Source.objects.filter(pk__in=[trap.pk for trap in running.traps]).exclude(problem="").count() > 50
