"""What a mail server's refusal means: try later, give this mail up, or the address is no good."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum


class NextStep(Enum):
    """What to do about a mail that was not taken: try later, give this mail up, or send its reader no more."""

    LATER = "later"
    GIVE_UP = "give up"
    STOP = "stop"


@dataclass(frozen=True)
class MailRefusal:
    """What to do next, and why, in plain words. `is_uncertain` where the server may have taken the mail nonetheless;
    `is_full` where the mailbox takes no mail for now; `is_alarm` where it is us whom the server will not have.
    """

    next_step: NextStep
    words: str
    server_in_trouble: bool = False
    is_uncertain: bool = False
    is_unbuilt: bool = False
    is_full: bool = False
    is_alarm: bool = False


# Codes by which servers refuse a mailbox (RFC 5321 4.2.3); with an enhanced code x.7.y it is us they refuse.
MAILBOX_CODES = (550, 551, 553)
POLICY = re.compile(r"^5\.[67]\.\d+")
FULL = re.compile(r"^[45]\.2\.2")
ADDRESS = re.compile(r"^5\.(1\.\d+|2\.1)")
MAIL_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?")
# What our own wrong settings bring about: someone will mend them, no reason to lose the mail.
OUR_FAULTS = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPHeloError)
# The server is about to close (RFC 5321 3.8); a mailbox is full, or the mail too large, which it may say of the sender;
# and the server will not have us.
CLOSING, OVER_QUOTA, UNWANTED = 421, 552, 554
TOO_LARGE = re.compile(r"^5\.3\.4")


def judge_connection(error: Exception) -> MailRefusal:
    """Return what any error raised while the server was connected to, or logged in at, means: it hears no mail."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = f"The mail server refuses us, see EMAIL_URL: {error.smtp_code} {_text(error.smtp_error)}"
    else:
        words = f"The mail server could not be reached: {_text(str(error)) or type(error).__name__}"
    return MailRefusal(NextStep.LATER, words, server_in_trouble=True)


def judge(error: Exception) -> MailRefusal:
    """Return what any error raised while a mail was built or sent over an open connection means for it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()), (450, b""))
        return _refused(code, _text(reply))
    if isinstance(error, OUR_FAULTS) and error.smtp_code != OVER_QUOTA:
        return judge_connection(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, _text(error.smtp_error))
    if isinstance(error, (smtplib.SMTPException, OSError)):
        words = f"The mail server broke off: {_text(str(error)) or type(error).__name__}"
        return MailRefusal(NextStep.LATER, words, is_uncertain=True)
    words = f"The mail could not be built: {type(error).__name__}: {_text(str(error))}"
    return MailRefusal(NextStep.LATER, words, is_unbuilt=True)


def _refused(code: int, reply: str) -> MailRefusal:
    """Return what a server's code and reply mean."""
    if code == CLOSING:
        return MailRefusal(NextStep.LATER, f"The mail server is closing: {code} {reply}", server_in_trouble=True)
    if FULL.match(reply) or (code == OVER_QUOTA and not TOO_LARGE.match(reply)):
        return MailRefusal(NextStep.LATER, f"The mailbox is full: {code} {reply}", is_full=True)
    if code < 500:
        return MailRefusal(NextStep.LATER, f"The mail server said to try later: {code} {reply}")
    if POLICY.match(reply) or (code == UNWANTED and not ADDRESS.match(reply)):
        # Somebody will mend it, and the reader is still owed the mail.
        words = f"The mail server refuses mail from us: {code} {reply}"
        return MailRefusal(NextStep.LATER, words, is_alarm=True)
    if ADDRESS.match(reply) or (code in MAILBOX_CODES and not POLICY.match(reply)):
        return MailRefusal(NextStep.STOP, f"The mail server refused the address: {code} {reply}")
    return MailRefusal(NextStep.GIVE_UP, f"The mail server refused this mail: {code} {reply}")


def _text(reply: bytes | str) -> str:
    """Return the beginning of a reply on one line. It is kept and logged, so that no reader's address may be in it."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    words = MAIL_ADDRESS.sub("(address)", words)
    return " ".join(words.split())[:120]
