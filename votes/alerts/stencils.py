"""Writes a mail once for all readers who are told the same, and fills in for each what is their own: the address, the
Message-ID, and the links by which they change what they get and leave.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import escape

from django.core.mail import EmailMultiAlternatives

from votes.alerts import mail
from votes.alerts.owed import LastSent, key_of_telling
from votes.models import Announcement, Delivery, Merged, Message, Subscription, Words
from votes.snapshots import changes_of
from votes.subjects import read_key

# By what a reader's own links stand in the words that are kept.
BLANK = "…"
# What stands in a head as it is.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


@dataclass(frozen=True)
class Filled:
    """A mail to one reader: as the bytes that a mail server is given, and how to put it together where there are none,
    or somebody else wants it.
    """

    subject: str
    wire: bytes
    build: Callable[[], EmailMultiAlternatives]

    @classmethod
    def as_is(cls, email: EmailMultiAlternatives) -> "Filled":
        """Return a mail that is put together already."""
        return cls(str(email.subject), b"", lambda: email)


@dataclass(frozen=True)
class Stencil:
    """A mail to the reader it was written for first, what in it was theirs alone, and its words as they are kept."""

    email: EmailMultiAlternatives
    own: tuple[str, ...]
    # Its bytes, cut around what is the reader's own; and at which piece which form of that stands.
    pieces: Sequence[bytes]
    blanks: Sequence[tuple[int, int]]
    words: int

    def filled(self, message: Message, links: tuple[str, str]) -> Filled:
        """Return the mail to a reader."""
        to, own = message.subscriber.email, (message.message_id, *links)
        pieces = list(self.pieces) if PLAIN_ADDRESS.fullmatch(to) else []
        if pieces:
            forms = _forms(to, own)
            for at, number in self.blanks:
                pieces[at] = forms[number]
        return Filled(str(self.email.subject), b"".join(pieces), partial(self._email_to, to, own))

    def _email_to(self, to: str, own: Sequence[str]) -> mail.Mail:
        """Put the mail together. The address stands in the head alone."""
        pairs = _pairs(self.own, own)
        headers = {name: _replaced(str(value), pairs) for name, value in self.email.extra_headers.items()}
        email = mail.Mail(
            subject=self.email.subject, body=_replaced(str(self.email.body), pairs), to=[to], headers=headers
        )
        email.attachments = [*self.email.attachments]
        for content, kind in self.email.alternatives:
            email.attach_alternative(_replaced(str(content), pairs), str(kind))
        return email


@dataclass
class Stencils:
    """The mails that one run writes, each once."""

    now: datetime
    _written: dict[object, Stencil] = field(default_factory=dict)
    _topics: dict[int, list[str]] = field(default_factory=dict)
    _public: dict[int, list[tuple[int, datetime]]] = field(default_factory=dict)

    def mails(
        self, carried: Mapping[Message, Sequence[Delivery]], last_sent: LastSent, wishes: Sequence[Subscription]
    ) -> dict[int, tuple[Filled, int]]:
        """Return by message the mail that carries its deliveries, and the number of the words that are kept of it;
        `wishes` are all that their readers follow.
        """
        by_reader: dict[int, list[Subscription]] = {}
        for wish in wishes:
            by_reader.setdefault(wish.subscriber_id, []).append(wish)
        return {
            message.pk: self._mail(message, deliveries, last_sent, by_reader.get(message.subscriber_id, []))
            for message, deliveries in carried.items()
        }

    def _mail(
        self, message: Message, deliveries: Sequence[Delivery], last_sent: LastSent, wishes: Sequence[Subscription]
    ) -> tuple[Filled, int]:
        topics = {topic for delivery in deliveries for topic in self._topics_of(delivery.announcement)}
        followed = [wish for wish in wishes if wish.topic in topics]
        told = frozenset(
            (delivery.announcement_id, self._known(delivery, last_sent, wishes)) for delivery in deliveries
        )
        key = (told, tuple(sorted(str(wish.topic) for wish in followed)))
        links = mail.links_of(message.subscriber, [str(wish.topic) for wish in followed])
        stencil = self._written.get(key)
        if stencil is None:
            stencil = _written(message, deliveries, last_sent, links, self.now)
            if all(text in stencil.email.body for text in links):
                self._written[key] = stencil
        return stencil.filled(message, links), stencil.words

    def _topics_of(self, announcement: Announcement) -> list[str]:
        if announcement.pk not in self._topics:
            self._topics[announcement.pk] = Merged.objects.with_successors(announcement.topics)
        return self._topics[announcement.pk]

    def _known(self, delivery: Delivery, last_sent: LastSent, wishes: Sequence[Subscription]) -> object:
        """Return what tells apart readers who know something else of the subject: the announcement they were sent last,
        else the version that was public when they began to follow it.
        """
        last = last_sent.get(key_of_telling(delivery))
        if last is not None:
            return "sent", last.announcement_id
        announcement = delivery.announcement
        topics = self._topics_of(announcement)
        began = min((wish.confirmed_at for wish in wishes if wish.topic in topics and wish.confirmed_at), default=None)
        if began is None:
            return None
        return max((version for version, at in self._public_versions(announcement) if at <= began), default=None)

    def _public_versions(self, announcement: Announcement) -> list[tuple[int, datetime]]:
        if announcement.pk not in self._public:
            is_dated = read_key(announcement.subject)[0] in ("vote", "event")
            earlier = changes_of(announcement.subject).filter(version__lt=announcement.version) if is_dated else None
            versions = [] if earlier is None else list(earlier.values_list("version", "learnt_at"))
            self._public[announcement.pk] = versions
        return self._public[announcement.pk]


def kept_words(email: EmailMultiAlternatives, links: Sequence[str], announcements: Sequence[int]) -> int:
    """Keep what a mail says, once, without what is its reader's own; return under which number."""
    body = _replaced(str(email.body), _pairs(links, [BLANK] * len(links)))
    digest = hashlib.sha256(f"{email.subject}\n{body}".encode()).hexdigest()
    values = {"subject": str(email.subject)[:300], "text": body, "announcements": sorted(announcements)}
    words, _ = Words.objects.get_or_create(digest=digest, defaults=values)
    return words.pk


def _written(
    message: Message, deliveries: Sequence[Delivery], last_sent: LastSent, links: tuple[str, str], now: datetime
) -> Stencil:  # fmt: skip
    email = mail.alert(message, deliveries, last_sent, now, links)
    words = kept_words(email, links, [delivery.announcement_id for delivery in deliveries])
    own = (message.message_id, *links)
    content: bytes = email.message().as_bytes(linesep="\r\n")
    # What was broken into lines, or encoded, has no such strings in it; such a mail is put together for each reader.
    is_plain = PLAIN_ADDRESS.fullmatch(email.to[0]) and all(text.encode() in content for text in own)
    forms = _forms(email.to[0], own) if is_plain else []
    pieces = _cut(content, forms)
    blanks = [(at, forms.index(pieces[at])) for at in range(1, len(pieces), 2)]
    return Stencil(email, own, pieces, blanks, words)


def _cut(content: bytes, forms: Sequence[bytes]) -> list[bytes]:
    """Return the pieces of a mail's bytes, every second one of these forms; none without forms."""
    pieces = [content] if forms else []
    # A longer one first: a shorter one may stand in it.
    for form in sorted(set(forms), key=len, reverse=True):
        for at in range(len(pieces) - 1, -1, -2):
            before, *after = pieces[at].split(form)
            pieces[at : at + 1] = [before, *(piece for text in after for piece in (form, text))]
    return pieces


def _forms(to: str, own: Sequence[str]) -> list[bytes]:
    """Return what is a reader's own in a mail's bytes: the address in the head, the rest as it is and as in HTML."""
    return [f"\r\nTo: {to}\r\n".encode(), *(form.encode() for text in own for form in (text, escape(text)))]


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is replaced by what, as it is and as HTML has it."""
    plain = dict(zip(old, new, strict=True))
    return [*(plain | {escape(one): escape(other) for one, other in plain.items()}).items()]


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return text with the first of each pair replaced by the second."""
    for old, new in pairs:
        text = text.replace(old, new)
    return text
