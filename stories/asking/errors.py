"""What can go wrong in asking, each with a sentence for the operator that holds no word of a story or of an answer."""


class AskError(Exception):
    """A story could not be read by the model, or not now; its message says why."""


class Away(AskError):
    """Nobody answers, too slowly, or with an error of their own; another time may do."""


class Refused(AskError):
    """Our key, address or model is wrong: nothing will do until an operator looks."""


class Unusable(AskError):
    """What was answered is nothing that can be read."""


class Cut(Unusable):
    """The answer ends in its middle: the story, or its part, is too long for it."""


class OverBudget(AskError):
    """What may be spent in a day is spent."""
