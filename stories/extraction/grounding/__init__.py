"""What another extractor claims of a story, held against the story's own words: only what they bear out is a finding.

Nothing is taken on trust. Names, words, phrases, matters and evidence stand word for word in the text, and where is
found here; days are read by our own grammar of dates from the phrase that is claimed; people and bodies are the
story's; a stance, an outcome and a count are held against the evidence. What fails is left open or dropped, and counted
by reason.
"""

from collections import Counter
from dataclasses import replace

from stories.extraction.document import Document
from stories.extraction.findings import Findings, Quote
from stories.extraction.gate import passed
from stories.extraction.grounding.claims import Claims
from stories.extraction.grounding.decided import events, votes
from stories.extraction.grounding.facts import Facts
from stories.extraction.grounding.people import officials, speakers
from stories.extraction.grounding.spoken import quotes
from stories.extraction.grounding.stands import positions
from stories.extraction.people.cast import Cast

__all__ = ["ground"]


def ground(
    document: Document, cast: Cast, said: tuple[Quote, ...], claims: Claims, by: str, *, with_quotes: bool = False
) -> Findings:
    """Return the findings that the story bears out, in the order of the claims; `gate` counts what was dropped, left
    open, mended or marked, by reason.

    `cast` are the people that the rules found and `said` whose words; both are empty for a story in a language that
    they can't read. `by` names who claims it, for the findings' rules.
    """
    facts = Facts(document, cast, said, claims, by)
    if claims.quotes and not with_quotes:
        facts.reasons["quotes are left to the rules"] += len(claims.quotes)
    grounded = Findings(
        quotes(facts) if with_quotes else (),
        officials(facts),
        speakers(facts),
        positions(facts),
        votes(facts),
        events(facts),
        document.language,
    )
    kept = passed(document.story, grounded)
    return replace(kept, gate=dict(facts.reasons + Counter(kept.gate)))
