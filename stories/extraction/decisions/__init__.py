"""Decisions of public bodies made and to come, and meetings, hearings and deadlines, each of one matter and body."""

import re
from collections import defaultdict
from collections.abc import Sequence

from stories.extraction.dates.spans import is_plausible
from stories.extraction.decisions import counts, cues, days, join, read
from stories.extraction.decisions.bodies import Bodies
from stories.extraction.decisions.draft import UNDATED, Draft
from stories.extraction.decisions.findings import event, vote
from stories.extraction.decisions.scene import Scene
from stories.extraction.document import Document
from stories.extraction.findings import Event, Vote
from stories.extraction.matters import Chains, chains
from stories.extraction.matters.frames import is_no_decision
from stories.extraction.people.cast import Cast
from stories.extraction.tagger.heads import COMING, EVENTS, HELD
from stories.extraction.tagger.tags import Tags

# A court of law and its jury decide no public matter; a parish's police jury does.
OF_LAW = re.compile(
    r"(?<!police )\bjur(?:y|ors)$|\b(?:superior|district|circuit|supreme|appeals?|federal|high|municipal) court\b",
    re.IGNORECASE,
)
# What may be told of an event without a day.
OFF = re.compile(r"\b(?:postponed|cancel+ed|called off|rescheduled|canceled|no (?:new )?date)\b", re.IGNORECASE)
MOST = 200  # decisions told in one story; more is no story

__all__ = ["find"]


def find(document: Document, cast: Cast, tags: Tags | None) -> tuple[tuple[Vote, ...], tuple[Event, ...]]:
    """Return each decision and each event that the story tells of, once, in the order of the text.

    Without a tagger plain words alone are gone by, which find a third of the decisions and no event.
    """
    tags = tags or cues.alone(document.sentences)
    scene = Scene(document, cast)
    whole = chains(document, cast, tags)
    told = _drafts(scene, tags, whole)
    days.give(scene, tags, told)
    found = sorted(join.joined(told), key=lambda draft: draft.start)
    for draft in found:
        draft.matter = whole.fullest(draft.matter) if draft.matter else None
        draft.window = draft.window if is_plausible(draft.window) else UNDATED
    ahead = [draft for draft in found if draft.fate in COMING and draft.dated]
    votes = tuple(vote(scene, tags, draft) for draft in found if draft.fate not in EVENTS and draft.says_what_or_who)
    events = (draft for draft in found if draft.fate in EVENTS and not _is_of_a_vote(draft, ahead))
    return votes, tuple(event(scene, tags, draft) for draft in events)


def _is_of_a_vote(draft: Draft, ahead: Sequence[Draft]) -> bool:
    """Whether a meeting is the one at which a decision told is to be taken, which then says all of it."""
    return draft.fate == "meeting" and any(one.window == draft.window for one in ahead)


def _drafts(scene: Scene, tags: Tags, whole: Chains) -> list[Draft]:
    bodies = Bodies(scene, tags)
    told: list[Draft] = []
    by_sentence: dict[int, list[Draft]] = defaultdict(list)
    for number, (sentence, tells) in enumerate(zip(scene.document.sentences, tags.tells, strict=False)):
        if scene.in_heading(sentence) or sentence.text.endswith(":") or len(told) >= MOST:
            continue
        undecided = is_no_decision(sentence, whole.subjects.named)
        for draft in read.drafts(
            whole, sentence, number, cues.weighed(tells, sentence.text, counts.told(scene, sentence))
        ):
            if undecided and draft.fate in HELD:
                continue
            bodies.set_body(draft, told)
            days.set_day(scene, tags, draft)
            if draft.body and OF_LAW.search(draft.body):
                continue
            if draft.fate in EVENTS and not draft.dated and not OFF.search(draft.sentence.text):
                continue
            told += days.each_day(scene, tags, draft) if draft.fate in EVENTS else [draft]
            if draft.fate in HELD:
                by_sentence[number].append(draft)
    for drafts in by_sentence.values():
        counts.set_counts(scene, drafts)
        counts.behind(scene, drafts[-1], tells=drafts[0].number + 1 in by_sentence)
    return told
