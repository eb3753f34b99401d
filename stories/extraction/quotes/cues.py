"""The words that report speech: verbs by what they take, nouns of spoken and written statements, documents."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that take what was said as a clause: from VerbNet's classes say, tell, transfer of a message, confess,
# declare and indicate, and news verbs that behave like them ("texte" is the tagger's base form of "texted").
CLAUSE = _words(
    """say tell add announce argue assert claim comment complain concede conclude confirm contend declare deny
    explain insist joke lament maintain mention note observe pledge predict promise quip recall remark reply report
    respond reiterate repeat reveal state stress suggest swear testify tweet urge vow warn write acknowledge admit
    allege advise boast brag caution charge counter emphasize emphasise estimate disclose post read ask agree recount
    reason retort tease proclaim exclaim opine muse intone echo intimate imply hint indicate inform remind assure
    reassure notify affirm reaffirm attest aver bemoan bewail cite clarify confess confide describe detail divulge
    email elaborate forecast fret gripe grumble interject text message point rejoin relate retweet signal specify
    speculate spell stipulate submit summarize underline underscore volunteer plead propose object protest allow
    texte mutter murmur whisper shout yell holler"""
)
# Verbs that only report beside words in quotation marks.
BESIDE_QUOTES = CLAUSE | _words(
    """begin continue start open finish answer call shout yell scream whisper mutter murmur mumble cry laugh smile
    shrug sigh nod chant sing sneer scoff snap bark growl offer go blast slam rip thunder blurt interrupt chime
    deadpan gush rave rant rail vent fume sniff chuckle grin crack close press query wonder think believe inquire
    demand recommend request quote tout end lash fire hit shoot taunt mock demur bristle crow speak pause dismiss
    holler bellow roar shriek groan moan hiss croak drawl wail howl hoot cackle heckle jeer grant
    deride denounce label dub brand refer characterize condemn criticize praise term compare hail marvel worry"""
)
# Verbs whose object and complement together are the report where part of it stands in marks.
NAMING = _words(
    """call label dub brand term describe characterize dismiss denounce deride refer hail criticize condemn blast
    slam mock praise accuse warn cite question pledge promise predict argue boast lament complain reject defend tout
    pronounce declare compare urge vow decry"""
)
# Those of them that give a name, where the marks may hold what looks like a title.
RENAMING = _words("call label dub brand term describe characterize deride refer hail")
# Verbs that can stand with their subject between commas: "the plan, she said, is dead".
ASIDE = _words(
    """say add explain note argue suggest tell write report announce warn predict acknowledge insist contend claim
    assert state recall concede maintain estimate reply respond complain admit remark observe declare conclude
    confirm stress emphasize joke testify caution reason lament quip tweet vow point promise allow figure text texte
    answer counter confess confide recount reveal disclose retort muse grant remind mutter murmur grumble"""
)
# Verbs whose infinitive is the report: "vowed to fight it".
INFINITIVE = _words("promise pledge vow swear threaten offer")
# To vote, back or fight something is a stance, not words reported.
STANCES = _words("vote support oppose back block")
# Verbs that report only with "that": "allowed that it was late", not "allowed the shop to open".
THAT_ONLY = frozenset(["allow"])
# The object of these is whom one speaks to, not what was said.
HEARER = _words("tell inform remind assure reassure notify ask advise warn urge caution")
# What the hearer is asked to do is a wish, not a report.
ASKING = _words("ask urge")
# Verbs that tell what somebody's words were about, with the prepositions that lead to it; "" is a plain object.
RETELLING = {
    **dict.fromkeys(
        _words("blast criticize condemn denounce decry slam mock praise deride dismiss describe"),
        frozenset(["", "for", "as", "over"]),
    ),
    **dict.fromkeys(_words("question cite express voice mention tout reiterate suggest"), frozenset([""])),
    **dict.fromkeys(_words("talk speak boast brag joke"), frozenset(["about", "of"])),
    "complain": frozenset(["about"]),
    "call": frozenset(["as"]),
    "credit": frozenset(["for", "with"]),
    "rail": frozenset(["against"]),
    "warn": frozenset(["of", "against"]),
}
# Nouns of saying that take a that-clause.
SAYINGS = _words(
    """claim statement assertion argument suggestion announcement promise pledge comment remark admission accusation
    allegation warning declaration prediction contention insistence acknowledgment reminder complaint vow report"""
)
# What is issued to say something; whoever issues it speaks.
STATEMENTS = _words(
    """statement email e-mail letter memo post tweet message interview press conference release text note op-ed
    filing remark remarks speech address testimony comment comments column blog video podcast thread banner ad
    commercial voiceover"""
)
# Facts credited to these are not somebody's words.
DOCUMENTS = _words(
    """agenda report document record filing lawsuit suit complaint poll survey study datum data figure analysis
    census website site page map minute minutes budget packet contract ordinance resolution affidavit indictment
    transcript list audit estimate presentation review schedule statistic statistics result number count tally
    research form disclosure
    law plan policy rule calendar notice application permit release memo average projection forecast tax"""
)
# What a law or a paper put to a body says is no report either: "the bill says that towns may not".
PAPERS = _words(
    """bill law act statute ordinance resolution measure amendment petition charter constitution contract lease policy
    rule code deed treaty agenda budget map transcript story article headline column sign filing"""
)
