"""The words that report speech: verbs by what they take, nouns of spoken and written statements, documents."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that take what was said as a clause: VerbNet's classes say, tell, transfer_mesg, confess, declare, indicate,
# with the news verbs that behave like them.
CLAUSE = _words(
    """say tell add announce argue assert claim comment complain concede conclude confirm contend declare deny explain
    insist joke lament maintain mention note observe pledge predict promise quip recall remark reply report respond
    reiterate repeat reveal state stress suggest swear testify tweet urge vow warn write acknowledge admit allege
    advise boast brag caution charge counter emphasize emphasise estimate disclose post read ask agree recount
    reason retort tease proclaim exclaim opine muse intone echo intimate imply hint indicate inform remind assure
    reassure notify affirm reaffirm attest aver bemoan bewail bet cite clarify confess confide demand describe
    detail divulge email elaborate forecast fret gripe grumble guess interject text message message point quote
    rejoin relate relay retweet rule say signal specify speculate spell stipulate submit summarize tout underline
    underscore urge volunteer worry pray plead propose recommend request object protest marvel"""
) - {"bet", "guess", "rule", "pray", "demand", "request", "recommend", "tout", "quote", "relay"}
# Verbs that only report beside words in quotation marks.
BESIDE_QUOTES = CLAUSE | _words(
    """begin continue start open finish answer ask call shout yell scream whisper mutter murmur mumble cry laugh smile
    shrug sigh nod chant sing sneer scoff snap bark growl offer go blast slam rip thunder blurt interrupt chime
    deadpan gush rave rant rail vent fume sniff chuckle grin crack conclude close press query wonder think believe
    inquire demand recommend request quote tout end lash urge fire hit shoot taunt mock demur bristle crow speak
    describe dismiss deride denounce label dub brand refer characterize condemn criticize praise term compare hail"""
)
# Verbs whose object and complement together are the report: "called the plan a mistake".
NAMING = _words(
    """call label dub brand term describe characterize dismiss denounce deride refer hail criticize condemn blast slam
    mock praise accuse warn cite question pledge promise predict argue boast lament complain reject defend tout
    pronounce declare compare urge vow decry"""
)
# Those of them that give a name, where the marks may hold a title.
RENAMING = _words("call label dub brand term describe characterize deride refer hail")
# Verbs that can stand with their subject between commas: "the plan, she said, is dead".
ASIDE = _words(
    """say add explain note argue suggest tell write report announce warn predict acknowledge insist contend claim assert
    state recall concede maintain estimate reply respond complain admit remark observe declare conclude confirm stress
    emphasize joke testify caution reason lament quip tweet insist vow point"""
)
# Verbs whose infinitive is the report: "vowed to fight it".
INFINITIVE = _words("promise pledge vow swear threaten offer")
# The object of these is whom one speaks to, not what was said.
HEARER = _words("tell inform remind assure reassure notify ask advise warn urge caution")
# What the hearer is asked to do is a wish, not a report.
ASKING = _words("ask urge")
STATEMENTS = _words(
    """statement email e-mail letter memo post tweet message interview press conference release text note op-ed filing
    remark remarks speech address testimony comment comments column blog video podcast thread banner ad commercial voiceover"""
)
# Facts credited to these are not somebody's words.
DOCUMENTS = _words(
    """agenda agendas report reports document documents record records filing filings lawsuit suit complaint poll polls survey
    surveys study studies data figures analysis census website site page map minutes budget packet contract ordinance
    resolution affidavit indictment transcript transcripts list audit estimate estimates presentation review schedule
    statistics results numbers count tally exit research law plan policy rules calendar notice application permit
    release memo average averages projections projection forecast tax"""
)
# Verbs that tell what somebody's words were about, each with the prepositions that lead to it; "" is a plain object.
RETELLING = {
    **{
        verb: frozenset(["", "for", "as", "over"])
        for verb in _words("blast criticize condemn denounce decry slam mock praise deride dismiss describe")
    },
    **{verb: frozenset([""]) for verb in _words("question cite express voice mention tout reiterate suggest")},
    "accuse": frozenset(["of"]),
    "credit": frozenset(["for", "with"]),
    "call": frozenset(["as"]),
    "warn": frozenset(["of", "against"]),
    "rail": frozenset(["against"]),
    **{verb: frozenset(["about", "of"]) for verb in _words("talk speak complain boast brag joke")},
}
# Nouns of saying that take a that-clause.
SAYINGS = _words(
    """claim statement assertion argument suggestion announcement promise pledge comment remark admission accusation
    allegation warning declaration prediction contention insistence acknowledgment reminder complaint vow report"""
)
