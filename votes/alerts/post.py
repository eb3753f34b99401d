"""What a mail server's refusal means: try later, give this mail up, or the address is no good."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum


class Then(Enum):
    LATER = "later"
    GIVE_UP = "give up"
    STOP = "stop"


@dataclass(frozen=True)
class Refusal:
    """What to do next, and why, in plain words."""

    then: Then
    words: str
    server_in_trouble: bool = False


# Codes by which servers refuse a mailbox (RFC 5321 4.2.3); with an enhanced code x.7.y it is us they refuse.
MAILBOX_CODES = (550, 551, 553)
POLICY = re.compile(r"^5\.[67]\.\d+")
ADDRESS = re.compile(r"^5\.(1\.\d+|2\.1)")
# Wrong settings, which someone will mend: no reason to lose the mail.
OURS = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPHeloError)


def judge(error: Exception) -> Refusal:
    """For any error raised while a mail was built or sent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()), (450, b""))
        return _refused(code, _text(reply))
    if isinstance(error, OURS):
        words = f"The mail server refuses us, see EMAIL_URL: {error.smtp_code} {_text(error.smtp_error)}"
        return Refusal(Then.LATER, words, server_in_trouble=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, _text(error.smtp_error))
    if isinstance(error, (smtplib.SMTPException, OSError)):
        words = f"The mail server could not be reached: {_text(str(error)) or type(error).__name__}"
        return Refusal(Then.LATER, words, server_in_trouble=True)
    return Refusal(Then.LATER, f"The mail could not be built: {type(error).__name__}: {_text(str(error))}")


def _refused(code: int, reply: str) -> Refusal:
    if code < 500:
        return Refusal(Then.LATER, f"The mail server said to try later: {code} {reply}")
    if ADDRESS.match(reply) or (code in MAILBOX_CODES and not POLICY.match(reply)):
        return Refusal(Then.STOP, f"The mail server refused the address: {code} {reply}")
    return Refusal(Then.GIVE_UP, f"The mail server refused this mail: {code} {reply}")


def _text(reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(words.split())[:120]
