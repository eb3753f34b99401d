"""The words of public office: who holds one, of what, in which seat, and which organisations are public."""


def vocabulary(words: str) -> frozenset[str]:
    """The words of a list, apart by spaces."""
    return frozenset(words.split())


# Nouns that name a public office wherever they stand before a name.
OFFICES = vocabulary(
    """mayor councilman councilwoman councilmember councilperson councilor councillor alderman alderwoman
    alderperson alder alderwomen selectman selectwoman selectperson selectmember supervisor commissioner
    trustee freeholder committeeman committeewoman committeemember harbormaster
    sheriff undersheriff governor gov. senator sen. representative rep. congressman
    congresswoman congressmember congressperson assemblyman assemblywoman assemblymember assemblyperson
    delegate legislator superintendent supt. judge-executive mayor-president comptroller assessor coroner
    reeve ombudsman ombudswoman judge justice magistrate prosecutor solicitor regent jurist
   
    borough-president cr cllr cllr. clr clr. coun. coun ald. ald jp cathaoirleach da provost commr.
    lady-provost"""
)
# Nouns that name one only together with a public word ("city attorney", "council president").
POSTS = vocabulary(
    """forester chief director manager administrator president chair chairman chairwoman chairperson vice-chair
    vice-chairman vice-chairwoman vice-president vice-mayor co-chair secretary treasurer clerk auditor
    attorney counsel member officer engineer planner inspector marshal recorder register registrar executive
    leader controller cao librarian surveyor warden speaker whip head ceo cfo coo constable defender collector
    accountant juror moderator commander chancellor counselor elder chairperson chairlady co-chairman co-chairwoman
    principal-chief vice-chief supervisor-elect mayor-elect governor-elect"""
)
# Nouns that are no public office: private people, rank and file, clergy, staff who speak for others.
OTHERS = vocabulary(
    """spokesman spokeswoman spokesperson resident parent teacher professor prof. economist lawyer developer
    activist advocate organizer pastor rev. reverend dr. doctor rabbi imam bishop father deacon junior
    senior sophomore freshman student sergeant sgt. cmdr. lieutenant lt. captain capt. deputy detective det.
    trooper firefighter paramedic nurse owner founder co-founder cofounder farmer rancher candidate
    homeowner neighbor neighbour landlord tenant renter volunteer businessman businesswoman barber baker
    analyst researcher author historian architect contractor consultant realtor broker coach veteran retiree
    mother mom dad grandmother grandfather worker driver shopkeeper restaurateur plaintiff petitioner
    principal coordinator aide strategist lobbyist scientist biologist shareholder publisher editor"""
)
REPORTERS = vocabulary(
    "reporter correspondent anchor host columnist photographer journalist anchorman anchorwoman meteorologist byline"
)
# Titles cut short, as councils of the British Isles, Canada and Australia write them, and the nouns they stand for.
SHORT_TITLES = {
    "cr": "councillor", "cllr": "councillor", "cllr.": "councillor", "clr": "councillor", "clr.": "councillor",
    "coun.": "councillor", "coun": "councillor", "ald.": "alderman", "ald": "alderman", "jp": "justice",
    "jps": "justice",
    "crs": "councillor", "cllrs": "councillor", "couns.": "councillor", "couns": "councillor", "alds.": "alderman",
    "alds": "alderman", "cathaoirleach": "chair", "commr.": "commissioner", "comm.": "commissioner",
}  # fmt: skip
HEADS = OFFICES | POSTS | OTHERS | REPORTERS
PLURALS = {
    "members": "member", "councilmembers": "councilmember", "councilors": "councilor", "councillors": "councillor",
    "councilmen": "councilman", "councilwomen": "councilwoman", "aldermen": "alderman", "alderwomen": "alderwoman",
    "alderpersons": "alderperson", "alderpeople": "alderperson", "alders": "alder", "selectmen": "selectman",
    "selectwomen": "selectwoman", "selectpersons": "selectperson", "supervisors": "supervisor",
    "commissioners": "commissioner", "trustees": "trustee", "freeholders": "freeholder", "jurors": "juror",
    "senators": "senator", "sens.": "senator", "representatives": "representative", "reps.": "representative",
    "congressmen": "congressman", "congresswomen": "congresswoman", "assemblymembers": "assemblymember",
    "assemblymen": "assemblyman", "assemblywomen": "assemblywoman", "delegates": "delegate",
    "legislators": "legislator",
    "magistrates": "magistrate", "judges": "judge", "justices": "justice", "mayors": "mayor", "sheriffs": "sheriff",
    "directors": "director",
    "committeemen": "committeeman", "committeewomen": "committeewoman", "committeemembers": "committeemember",
    "regents": "regent", "elders": "elder", "residents": "resident", "parents": "parent",
    "superintendents": "superintendent",
    "chiefs": "chief", "chairs": "chair", "presidents": "president", "crs": "cr", "cllrs": "cllr", "couns.": "coun.",
    "couns": "coun.", "alds.": "ald.", "alds": "ald.", "jps": "jp",
}  # fmt: skip
FULL_WORDS = {
    "rep.": "Representative", "sen.": "Senator", "gov.": "Governor", "supt.": "Superintendent", "prof.": "professor",
    "rev.": "pastor", "dr.": "doctor", "reverend": "pastor", "cmdr.": "commander", "lt.": "lieutenant",
    "sgt.": "sergeant",
    "capt.": "captain", "det.": "detective", "da": "District Attorney", "cao": "Chief Administrative Officer",
    "jp": "Justice of the Peace", "jps": "Justice of the Peace", "crs": "Cr", "cllrs": "Cllr", "couns.": "Coun.",
    "couns": "Coun.", "coun": "Coun.", "ald.": "Alderman", "ald": "Alderman", "alds.": "Alderman", "alds": "Alderman",
}  # fmt: skip
SAME_NOUN = {"rep.": "representative", "sen.": "senator", "gov.": "governor", "supt.": "superintendent"} | SHORT_TITLES
# Those who sit on a body and vote there, when the noun stands alone.
MEMBERS = vocabulary(
    """councilman councilwoman councilmember councilperson councilor councillor alderman alderwoman alderperson
    alder selectman selectwoman selectperson selectmember supervisor commissioner trustee freeholder juror
    regent elder committeeman committeewoman committeemember
    member"""
)
RANKS = vocabulary(
    """deputy vice assistant associate acting interim co first second presiding chief lead senior pro tem tempore
    temporary principal"""
)
PAST = vocabulary("former ex retired late ex-mayor past onetime one-time disgraced")
PASSING = vocabulary(
    """incumbent then-mayor outgoing incoming newly elected appointed longtime veteran new current fellow
    democratic republican"""
)
# Words that make a post a public one.
PUBLIC = vocabulary(
    """city county town village township borough parish state district municipal metro metropolitan tribal nation
    council board commission committee school schools police fire works planning zoning parks park
    recreation library libraries utilities utility water sewer sanitation wastewater transit transportation
    health housing elections election building code enforcement airport port harbor animal corrections jail
    probation court courts circuit appeals education house senate assembly legislature majority minority tax
    revenue road roads highway highways street streets sheriff's emergency authority trustees aldermen
    supervisors commissioners selectmen select selectboard finance budget treasury public medical-examiner
    fisheries fishery wildlife forestry aviation ferry marina zoo archives broadband
   
    sustainability purchasing procurement cemetery levee drainage irrigation hospital-district conservation
    fire-rescue detention personnel permitting inspections stormwater solid waste assessor's treasurer's
    clerk's mayoral judicial district's county's city's town's village's council's board's fiscal quorum
    police-jury jury common federal u.s. us national congressional attorney general corporation probate
    juvenile"""
)
# Words that often stand in a title and say nothing about public or private.
NEUTRAL = vocabulary(
    """business financial operating academic information technology executive general human resources services
    service economic development community communications program policy legal medical management affairs
    relations and of the for & operations data diversity equity neighborhood family children's youth aging
    social environmental natural land use special projects facilities fleet capital engineering
    administrative administration safety security arts culture cultural tourism marketing design urban
    long-range strategic regional area river civil rights workforce grants recorder-auditor rescue
    preservation historic civic oversight review advisory appeal ethics standards audit nominating steering
    rules ways means redistricting charter bicycle pedestrian traffic mobility climate resilience energy
    power electric light gas maintenance intergovernmental government governmental election's examiner
    medical chief vice staff hospital prevention violence victim justice campus student curriculum
    instruction elementary secondary"""
)
# What a proper name goes on with whose first word is only spelled like a title: "Alder Street School", "Warden Creek".
NAMESAKES = vocabulary(
    """street avenue ave. road rd. drive boulevard blvd. highway parkway terrace elementary middle academy
    bridge creek river pond island mountain valley cemetery stadium reservoir trail neighborhood"""
)
SEATS = vocabulary(
    "ward district place precinct position seat zone division post subdistrict dist. pct. beat area region"
)
ORDINALS = vocabulary(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth north south east west
    central northeast northwest southeast southwest"""
)
AT_LARGE = vocabulary("at-large citywide countywide")

# The nouns that a public body's name ends in or turns on.
BODY_NOUNS = vocabulary(
    """council commission board committee court legislature senate assembly congress department authority district
    office agency bureau division jury selectboard tribunal city county town village township borough parish
    schools library libraries utilities senate house administration port police sheriff government nation
    tribe precinct councils treasury jail"""
)
PRIVATE_NOUNS = vocabulary(
    """united digital data energy logistics rights votes families citizens residents parents teachers mothers moms
    students veterans owners retail wireless labs brands foods motors airlines steel oil mining lumber dairy
    brewing equity watch voices progress freedom future together forward association union project alliance
    coalition chamber foundation fund group llc inc inc. co company corp corp. properties partners church
    club league network society institute federation brotherhood fraternal order pac party university
    college neighbors friends initiative campaign action hosts ministries ministry temple mosque synagogue
    parish-church restaurant cafe coffee shop farm farms holdings enterprises industries realty homes
    builders developers capital ventures bank clinic team hospital lodge post sentinel times news radio
    tribune gazette herald journal press daily weekly homeowners workers voters taxpayers movement
    collective cooperative co-op guild local teamsters aclu naacp firm consulting services systems
    technologies solutions studios center lutheran baptist methodist catholic presbyterian"""
)
# Last words of capitalised phrases that are no one's surname as far as a reader of civic news is concerned.
NOT_SURNAMES = (
    BODY_NOUNS
    | PRIVATE_NOUNS
    | vocabulary(
        """street st. avenue ave. road rd. lane drive boulevard blvd. highway route way plaza square bridge tower
    building hall school high elementary middle academy stadium arena field airport station terminal beach
    island islands bay creek lake river valley mountain mountains hills heights falls springs mesa bluff
    grove harbor landing point park gardens cemetery museum theater theatre market mall hotel motel inn
    apartments estates manor village act bill law amendment agreement plan program resolution ordinance
    measure proposition initiative day week month year festival parade award prize cup bowl series trust
    games show report study survey poll index map guide handbook commons center centre complex facility
    plant works line trail pier dock crossing corner corners junction parkway expressway interstate states
    state america american americans republicans democrats republican democrat christmas thanksgiving easter
    eve january february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday fulton-street basin watershed forest preserve refuge
    reservation territory dam reservoir canal ridge canyon trailhead region zone ward place block tract
    subdivision housing grange auditorium library chambers courtroom courthouse fire medical health water
    transit sewer express lines energy power electric gas telecom media post"""
    )
)
# Words of the two sets above that are surnames as well.
SURNAMES = vocabulary(
    """hall park lane church post field lake hill hills banks bond young 
    bishop west north price wells rivers waters fields woods grove manor june may marsh 
    bank temple cook bridges dale forest brook brooks heath holiday """
)
# Capitalised words that open sentences or clauses and never begin a name.
NO_NAME = vocabulary(
    """the a an this that these those it its he she they we i you his her their our my your who whom whose what
    when where why how which while after before since until because although though if unless once as at by
    for from in into of on onto over to under with without within through during against among between about
    across along around behind beside beyond down near off out outside inside toward towards upon via and
    but or nor so yet not no yes if then than there here now all any both each either every few many most
    much neither none one other others several some such same two three four five six seven eight nine ten
    eleven twelve also only just even still already again ever never often always today tonight tomorrow
    yesterday monday tuesday wednesday thursday friday saturday sunday january february march april july
    september october november december spring summer fall autumn winter according asked voting joining
    besides despite except including like unlike per plus given minus however meanwhile moreover instead
    otherwise therefore thus indeed perhaps maybe last next more less another members residents officials
    city council councils opponents supporters correction update updates live editor's editors note photo
    photos by news more read watch listen related advertisement subscribe share story stories breaking
    exclusive opinion analysis video audio text email mr. mrs. ms. miss mx. sir madam dr. rev. hon.
    honorable prof. us u.s. ice aclu p.m. a.m. i'm i've i'd i'll we're we've we'll we'd you're they're he's
    she's it's that's there's let's don't can't won't isn't aren't wasn't didn't doesn't what's who's here's
    asked told said says yeas nays ayes noes aye nay yea present absent abstain abstaining abstained recused
    excused motion second for against undecided opposed nobody everybody everyone someone somebody police
    mayor chief house senate congress board commission democrats republicans democrat republican americans
    please thank thanks welcome good great hello well oh okay ok ah shame"""
)
HONORIFICS = vocabulary(
    "mr. mrs. ms. miss mx. dr. rev. hon. honorable prof. sir madam fr. sr. rabbi mr mrs ms dr rev the-rev"
)
# Of the private nouns, those that make an organisation private whatever else its name says.
PRIVATE_FOR_SURE = vocabulary(
    """realtors merchants brokers
    association union coalition alliance chamber foundation llc inc inc. league club church brotherhood
    fraternal pac party partners ministries holdings enterprises realty company corp corp. project network
    teamsters university college society institute federation neighbors friends"""
)
# Words of an organisation's name that make it a public one.
PUBLIC_ORG = BODY_NOUNS | vocabulary(
    "state federal municipal public schools school commissioners trustees supervisors aldermen unified"
)
