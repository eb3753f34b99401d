"""What may be spent on a language model in a day, kept in the database: held before it is asked, settled after."""

from django.db.models import F

from stories.asking.client import Answer
from stories.asking.errors import OverBudget
from stories.asking.read import Meter
from stories.models import AskingDay


class DayMeter(Meter):
    """Counts what is used on a day, and lets nobody use more than the budget, however many workers ask."""

    def __init__(self, day: AskingDay, budget: int) -> None:
        super().__init__()
        self._rows = AskingDay.objects.filter(pk=day.pk)
        self._budget, self._held = budget, 0

    def reserve(self, tokens: int) -> None:
        if not self._rows.filter(tokens__lte=self._budget - tokens).update(tokens=F("tokens") + tokens):
            raise OverBudget("What may be spent in a day is spent.")
        self._held = tokens

    def settle(self, reserved: int, answer: Answer | None) -> None:
        before = self.tokens_in, self.tokens_out
        super().settle(reserved, answer)
        into, out = self.tokens_in - before[0], self.tokens_out - before[1]
        self._rows.update(
            requests=F("requests") + 1,
            tokens=F("tokens") - self._held + into + out,
            tokens_in=F("tokens_in") + into,
            tokens_out=F("tokens_out") + out,
        )
