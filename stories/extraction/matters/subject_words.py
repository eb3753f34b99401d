"""Words that tell a matter from people, bodies, times and talk of procedure, and what speaks for a phrase."""

# Whatever is put to a vote can be called so: these words tell no matter from another.
GENERIC = frozenset(
    """plan plans proposal proposals measure measures motion ordinance resolution item matter issue question request
    vote bill decision move idea change changes package recommendation amendment application effort thing version draft
    way step option deal agreement action approval denial adoption passage rejection support opposition side one other
    reading proposition majority minority favor bylaw article legislation council board commission committee city county
    town village district member members case position stance both yes no it this that them what denying approving
    tabling postponement the a an of for to on in at and or by with from its their his her new first second third final
    tentative would whether proposed yet end part people everything anything something nothing lot some any all approve
    adopt deny reject support oppose pass proceed put forward statement letter comment order public hearing meeting
    agenda name introduction withdrawal deferral delay postponement tie place floor open moved seconded second gavel
    because well along with go three two four five six seven eight nine ten both deals majority dissent vetoed
    unanimous unanimously abstain abstained abstention yes no aye ayes nay nays noes
    recommended roll call tally round vote""".split()
)
TIMES = frozenset(
    """today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday night morning afternoon
    evening week month year january february march april may june july august september october november december jan
    feb aug sept oct nov dec meeting session minute hour day fall spring summer winter weekend agenda hearing vote
    majority margin tally""".split()
)
PEOPLE = frozenset(
    """council board commission committee court jury district selectmen selectboard selectman aldermen alderman alder
    commissioner commissioners trustee director member councilor councillor councilman councilwoman councilmember
    supervisor mayor chief sheriff judge chairman chair chairwoman resident voter people official officer staff attorney
    manager clerk superintendent president senate house legislature panel department office administration senator
    representative lawmaker legislator reporter editor letter story headline neighbor opponent supporter critic advocate
    owner county city town village state association union company guild parent teacher student worker firefighter
    deputy police magistrate township borough parish candidate reader person man woman page ward governor minister
    cabinet agency authority quorum public audience crowd correction column editorial
    alds reps sens crs couns coun cr cllr cllrs jps committeeman selectwoman juror officer developer
    applicant""".split()
)
# Verbs whose object is what is decided or argued over, and those whose subject is.
DECIDING = frozenset(
    """approve adopt pass reject deny table postpone delay defer support oppose back veto consider discuss propose
    introduce sponsor amend override repeal ratify authorize block kill scrap advance renew extend grant endorse weigh
    enact uphold revisit ok okay defeat favor continue refer recommend fund accept debate sink halt review withdraw
    rescind pull sign push champion vote""".split()
)
# Words whose "to" tells what is decided.
DEED_OF = frozenset(
    """vote agree decide choose move opt motion bid decision proposal request plan push try effort resolution ordinance
    permission want ask direct authorize order refuse measure bill offer""".split()
)
FATES = frozenset("fail pass die carry succeed fall lose advance win".split())
LINKS = frozenset("on for against over about regarding".split())
MEASURES = frozenset(
    """ordinance bill resolution ban levy bond tax budget contract deal plan rezoning permit moratorium referendum
    charter rule policy fee rate increase raise cut lease sale purchase project grant program agreement variance
    annexation proposal request application map amendment measure closing closure curfew subsidy pact license cap limit
    settlement merger expansion election initiative system code change rezone zoning site development road bridge park
    school library facility center building home housing decision motion bid""".split()
)
# By the marked stories: tests/bench/fit_matters.py.
WEIGHTS = {
    "topical": 0.45,
    "in the title": 1.73,
    "after": -1.54,
    "after a ballot": -0.84,
    "before a ballot": 0.58,
    "near": 0.71,
    "same sentence": 0.65,
    "same paragraph": 1.37,
    "object": 1.43,
    "subject": 0.37,
    "linked": 1.07,
    "governed": 0.92,
    "measure": 0.69,
    "one word": -1.27,
    "a name": -1.97,
    "quoted": -2.12,
    "told often": 1.17,
}
