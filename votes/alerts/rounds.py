"""The mail's rounds: what was gathered before is sent, then some is gathered and sent in turn, so that what somebody
waits for stands behind nothing.
"""

import logging
from datetime import datetime
from time import monotonic

from votes import meter
from votes.alerts import deliver, gathering

log = logging.getLogger(__name__)


def go(now: datetime) -> bool:
    """Send what is due; False where the time was over before all was gathered, and somebody has to go on."""
    until = monotonic() + deliver.WORKING_SECONDS
    sent, gathered, is_done = deliver.send_due(now), 0, True
    for more in gathering.gather(now):
        gathered += more
        sent += deliver.send_due(now)
        if monotonic() > until:
            is_done = False
            break
    if sent:
        meter.count("mails_sent", sent)
        log.info("%s messages gathered, %s sent", gathered, sent)
    return is_done
