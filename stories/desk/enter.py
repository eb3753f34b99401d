"""Enter in a field presses a form's first button. On the desk that one does nothing (`desk/nothing.html`): only who
presses a button that says what it does makes something public or takes it away.
"""

from django.contrib import messages
from django.http import HttpRequest

NOTHING_DONE = "Nothing was done: Enter alone decides nothing here. Press the button that says what you want."


def pressed(request: HttpRequest, *acts: str, card: int | None = None) -> str:
    """Return which of these buttons was pressed; "" where none was: then the curator is told so, on the finding's card
    if one is named.
    """
    act = request.POST.get("act", "")
    if act in acts and "nothing" not in request.POST:
        return act
    messages.info(request, NOTHING_DONE, extra_tags=str(card or ""))
    return ""


def only_enter(request: HttpRequest) -> bool:
    """Say whether a form was sent without its one button, and tell the curator so."""
    if "nothing" not in request.POST:
        return False
    messages.info(request, NOTHING_DONE)
    return True
