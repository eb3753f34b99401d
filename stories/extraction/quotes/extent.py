"""How far a reported clause reaches: "she said [the plan is late and she won't back it], adding that …"."""

import re

from spacy.tokens import Doc, Token

from stories.extraction.quotes.clauses import SUBJECTS
from stories.extraction.quotes.cues import (
    ASKING,
    BESIDE_QUOTES,
    CLAUSE,
    HEARER,
    INFINITIVE,
    SAYINGS,
    STANCES,
    STATEMENTS,
    THAT_ONLY,
)
from stories.extraction.quotes.frame import Frame, Tokens

FARTHEST_THAT = 14  # tokens
ASKERS = frozenset(["i", "we", "reporter", "host", "moderator", "journalist"])
# Verbs that ask for what their clause says where that has no tense of its own.
WISHING = frozenset(["advise", "insist", "suggest", "propose", "ask", "urge"])
MEANWHILE = frozenset(["while", "as", "after", "when", "though", "although", "before"])
BOUND = frozenset(["advcl", "relcl", "acl", "pcomp", "csubj", "nsubj"])  # a verb in a clause of the sentence


def complement(frame: Frame, verb: Token) -> Tokens | None:
    """The clause to the right of the verb."""
    for child in verb.rights:
        if _is_wish(verb, child) or _is_gap(verb, child):
            return None
        infinitive = child.dep_ == "xcomp" and verb.lemma_ in INFINITIVE and child.tag_ == "VB"
        if (infinitive and child.lemma_ in STANCES) or _small_clause(verb, child):
            return None
        if infinitive or (child.dep_ == "ccomp" and child.left_edge.lower_ not in ("as", "while", "after", "though")):
            if verb.lemma_ in ASKING and not _source_asks(frame, verb, child):
                return None
            end = _clause_end(frame, verb, child)
            return past_time(frame.doc, _after_that(frame, verb, child.left_edge.i), end), end
    return _that_clause(frame, verb) or _told_clause(frame, verb)


def _is_wish(verb: Token, clause: Token) -> bool:
    """ "Suggested the firm put in for a permit", "insists that the board own up": what others are to do."""
    if verb.lemma_ not in WISHING or clause.dep_ != "ccomp" or clause.tag_ not in ("VB", "VBP"):
        return False
    own = next((child for child in clause.lefts if child.dep_ in SUBJECTS), None)
    bare = not any(child.dep_ in ("aux", "neg") for child in clause.lefts)
    return own is not None and bare and (clause.tag_ == "VB" or own.tag_ in ("NN", "NNP"))


def _is_gap(verb: Token, clause: Token) -> bool:
    """ "Something that mayors say can't be done": the clause's subject is the story's own word."""
    if verb.dep_ != "relcl" or clause.dep_ != "ccomp":
        return False
    return not any(child.dep_ in (*SUBJECTS, "expl") for child in clause.lefts)


def _small_clause(verb: Token, clause: Token) -> bool:
    """ "Declared the motion lost", "allowed the shop to open": an act or a description, not a report."""
    if any(token.lower_ == "whom" for token in clause.doc[clause.left_edge.i : clause.i]):
        return True  # "told her colleagues, one of whom was asleep"
    opened = any(child.lower_ == "that" for child in clause.lefts)
    if verb.lemma_ in THAT_ONLY:
        return not opened
    finite = clause.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        child.dep_ in ("aux", "auxpass") for child in clause.lefts
    )
    return verb.lemma_ in ("declare", "pronounce") and not opened and not finite


def _told_clause(frame: Frame, verb: Token) -> Tokens | None:
    """A clause right after the hearers, which the parser took for one phrase: "told trustees the fund is empty"."""
    doc, end = frame.doc, frame.ends[verb.i]
    if verb.lemma_ != "tell" or verb.i + 3 >= end or doc[verb.i + 1].tag_ not in ("NNS", "NNPS", "PRP", "VBZ"):
        return None
    begins = past_time(doc, verb.i + 2, end)
    first, later = doc[begins], doc[begins + 1 : end]
    opens = first.tag_ in ("DT", "PRP", "PRP$", "EX")
    if not opens or not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in later):
        return None
    return first.i, _clause_end(frame, verb, first)


def _after_that(frame: Frame, verb: Token, start: int) -> int:
    """Where the clause begins: right after a "that" which the parser left out of it, if there is one."""
    for token in frame.doc[verb.i + 1 : max(start, verb.i + 1)]:
        if token.lower_ == "that" and (token.tag_ == "IN" or token.i == verb.i + 1):
            return token.i + 1
    return max(start, verb.i + 1)


def _that_clause(frame: Frame, verb: Token) -> Tokens | None:
    """A clause that the parser hung elsewhere: "told members before the vote that …"."""
    linking = ("IN", "WDT") if verb.lemma_ in HEARER else ("IN",)
    for token in frame.doc[verb.i + 1 : min(verb.i + FARTHEST_THAT, frame.ends[verb.i])]:
        if token.lower_ == "that" and token.tag_ in linking and not frame.inside[token.i]:
            clause = token.head if token.head.i > token.i else token
            if _owned(clause.head, token):
                return None  # "asked about Cole's remark that …" reports Cole
            begins, end = token.i + 1, _clause_end(frame, verb, clause)
            # "Confirmed that on the phone" reports no words.
            return (begins, end) if any(word.pos_ in ("VERB", "AUX") for word in frame.doc[begins:end]) else None
        if (token.pos_ == "VERB" and token.dep_ != "pcomp") or token.text in (",", ";", ":", '"'):
            return None
    return None


def _owned(noun: Token, that: Token) -> bool:
    """Whether a that-clause belongs to a noun of saying with its own speaker."""
    if noun.lemma_ not in SAYINGS or noun.i >= that.i:
        return False
    return any(child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN") for child in noun.lefts)


def _source_asks(frame: Frame, verb: Token, clause: Token) -> bool:
    """Whether a source, not the reporter, asks a question."""
    words = ("whether", "if", "what", "why", "how", "when", "who", "where", "which")
    question = any(token.lower_ in words for token in (clause.left_edge, *clause.lefts))
    own = [child for child in verb.lefts if child.dep_ == "nsubj"]
    if not question or not own or (verb.nbor(-1).text == "," and not _interrupted(own[0], verb)):
        return False
    figure = frame.figure(own[0])
    return figure.kind != "journalist" if figure else own[0].lemma_.lower() not in ASKERS and own[0].pos_ != "PROPN"


def _interrupted(own: Token, verb: Token) -> bool:
    """ "Dorn, who farms there, asked": the comma closes what is told of the speaker."""
    return verb.dep_ == "ROOT" and any(child.dep_ == "relcl" for child in own.rights)


def _clause_end(frame: Frame, verb: Token, clause: Token) -> int:
    """Where the reported clause ends: at the end of the sentence, unless the verb of saying goes on after it."""
    doc = frame.doc
    end = frame.ends[verb.i] if verb.dep_ not in BOUND else max(verb.right_edge.i, clause.right_edge.i) + 1
    last = clause.right_edge.i
    later = [child.left_edge.i for child in verb.rights if child.i > last and _goes_on(child)]
    later += [child.i for child in clause.rights if _reports_too(verb, clause, child)]
    outside = [token for token in doc[verb.i + 1 : end] if not frame.inside[token.i]]
    later += [token.i for token in outside if _stops(doc, token)]
    later += [place for token in outside if (place := _next_report(doc, token))]
    end = _before_aside(frame, verb, min([end, *(place for place in later if place > verb.i + 1)]))
    while end > verb.i + 1 and (doc[end - 1].is_space or doc[end - 1].lower_ in (",", "and", "but", "—", "-")):
        end -= 1
    return _past_marks(frame, end)


def noun_clause_end(frame: Frame, noun: Token, clause: Token) -> int:
    """Where the that-clause of a noun of saying ends: with its subtree."""
    return _past_marks(frame, max(clause.right_edge.i, noun.i + 1) + 1)


def _reports_too(verb: Token, clause: Token, child: Token) -> bool:
    """Whether what the parser hangs on the clause reports by itself: ", adding that …", "and vowed to …"."""
    if child.dep_ == "advcl" and child.tag_ == "VBG":
        return child.lemma_ in BESIDE_QUOTES and child.nbor(-1).text == ","
    if child.dep_ != "conj" or any(token.dep_ in SUBJECTS for token in child.lefts):
        return False
    spoken = child.lemma_ in BESIDE_QUOTES and child.tag_ == verb.tag_
    return spoken or (child.tag_ == "VBD" == verb.tag_ and clause.tag_ in ("VBZ", "VBP", "VB", "MD"))


def _next_report(doc: Doc, verb: Token) -> int | None:
    """Where another speaker takes over: ", though the chief noted …", ", and neighbors warned that …"."""
    if verb.lemma_ not in CLAUSE or verb.pos_ != "VERB":
        return None
    speaker = next((token for token in verb.lefts if token.dep_ == "nsubj"), None)
    before = speaker.left_edge.i - 1 if speaker else 0
    if before < 1 or doc[before].lower_ not in ("and", "but", "though", "although", "while", "as"):
        return None
    if doc[before - 1].text == '"' and before > 1:  # "“… jobs,” while Cole said"
        return before if doc[before - 2].text == "," else None
    return before - 1 if doc[before - 1].text in (",", "—", "--", "-") else None


def _before_aside(frame: Frame, verb: Token, end: int) -> int:
    """Leave out a last ", which …" or ", who …" in the reporter's own words."""
    doc = frame.doc
    for i in range(end - 2, verb.i + 3, -1):
        if frame.inside[i]:
            return end
        if doc[i].text == "," and doc[i + 1].tag_ in ("WDT", "WP", "WP$", "WRB"):
            return i
        if doc[i].text == ",":
            return end
    return end


def _stops(doc: Doc, token: Token) -> bool:
    """Whether a reported clause ends before this token wherever it stands."""
    if token.tag_ == "DT" and token.i > 1 and doc[token.i - 2 : token.i].text == ',"':
        return True  # "has “no plan,” a remark that …": the reporter's words about it
    if token.text == ":":
        return token.i + 1 < len(doc) and doc[token.i + 1].text == '"'
    before = doc[token.i - 2 if doc[token.i - 1].text == '"' else token.i - 1].text
    speaks_on = token.lower_ == "according" or (token.tag_ == "VBG" and token.lemma_ in CLAUSE)
    return token.text == ";" or (speaks_on and before == ",")


def _past_marks(frame: Frame, end: int) -> int:
    """An end inside quotation marks moves to where they close, and on to "and “…”" after them."""
    doc = frame.doc
    while True:
        stretch = frame.document.quoted_at(doc[end - 1].idx)
        if stretch is None:
            return end
        end = frame.token_at(stretch.end)
        after = end + 1 if end < len(doc) and doc[end].text == '"' else end
        joined = after + 2 < len(doc) and doc[after].lower_ in ("and", "or", "but") and doc[after + 1].text == '"'
        if not joined or not frame.inside[after + 2]:
            return end
        end = after + 3


def _goes_on(child: Token) -> bool:
    """Whether a phrase after the clause belongs to the verb of saying and not to what was said."""
    comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text in (",", "—")
    if child.dep_ == "conj":  # "said it is late and he won't go" is all hers, "said it is late but left" is not
        return comma or _after_comma(child) or not any(token.dep_ in SUBJECTS for token in child.lefts)
    if child.dep_ == "advcl":
        return comma and (child.tag_ in ("VBG", "VBN") or child.left_edge.lower_ in MEANWHILE)
    if child.dep_ == "prep":
        return child.lower_ == "according" or any(t.lemma_ in STATEMENTS for t in child.children)
    return False


def _after_comma(verb: Token) -> bool:
    """Whether the conjunction that joins a verb follows a comma."""
    cc = next((token for token in verb.head.rights if token.dep_ == "cc" and token.i < verb.i), None)
    return cc is not None and cc.i > 0 and cc.nbor(-1).text == ","


# When somebody spoke, told between the verb and the words: "told the paper on Saturday [she isn't committed]".
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART = r"(?: (?:morning|afternoon|evening|night))?"
WHEN = re.compile(
    rf"(?:(?:on |late |early |last |this |earlier |later )*{DAY}{PART}|"
    r"(?:last|this|earlier this|later that) (?:week|month|year|night|morning|spring|summer|fall|winter)|"
    r"(?:the )?(?:day|night|week) (?:before|after)|(?:after|before|during|at) the (?:meeting|vote|hearing)|"
    r"afterwards?|yesterday|today|tonight|recently)"
    r",? (?=(?:that |he |she |it |they |we |there |the |a |an |his |her |its |their )|[A-Z])"
)
LONGEST = 12  # tokens


def past_time(doc: Doc, start: int, end: int) -> int:
    """The token at which the words begin, past a time that belongs to the verb of saying before them."""
    words = doc[start : min(end, start + LONGEST)]
    if not len(words) or (match := WHEN.match(words.text)) is None:
        return start
    at = words.start_char + match.end()
    return next((token.i for token in words if token.idx >= at), start)
