"""Sentences that no sum may answer: a child in danger, a teacher who does not want to live, a death.

What is like them by its words is never shown beside them: only the few pieces of our own that are for exactly this, and for danger the page
first says whom to tell. Only the page of the sentence's own teacher asks, each time it is shown; nothing of it is kept, counted or told.
It is meant to speak up once too often rather than once too seldom. Texts are folded: no capitals, no accents.
"""

import re

from staffroom.kit.words import fold

HARM, ABUSE, THREAT, WORRY, OWN, GRIEF = "harm", "abuse", "threat", "worry", "own", "grief"
A_CHILD = frozenset({HARM, ABUSE, THREAT, WORRY})
# The pieces for each, by their keys without the language, in order.
ANSWERS = {
    HARM: ("a-pupil-hurts-herself", "when-a-pupil-tells-you"),
    ABUSE: ("when-a-pupil-tells-you",),
    THREAT: (),
    WORRY: ("a-pupil-has-gone-quiet",),
    OWN: ("crying-after-school",),
    GRIEF: ("somebody-has-died", "hospice-grieving-pupils", "edweek-students-grieve"),
}

_PUPIL = (r"(he|she|they|who|girls?|boys?|pupils?|students?|child|children|kids?|teens?|teenagers?|daughter|son|friend"
    r"|one of \w+( \w+)?( \w+)?|(year|grade) \w+s?|\w+ graders?)")
_FAMILY = (r"((step|grand|foster)[ -]?)?(dad|daddy|father|mum|mummy|mom|mommy|mother|pa|ma|parents?|uncle|aunt|auntie|carers?|guardians?|brother"
           r"|(mum|mom|mother)'?s (boyfriend|partner))")
_BODY = r"(arms?|wrists?|forearms?|legs?|thighs?|skin|stomach|back|neck|face|body)"
_KIN = r"(papa|padre|padrastro|mama|madre|madrastra|tio|tia|abuel[oa]|herman[oa] mayor|padres|novio de (la|su) (mama|madre))"
_CUERPO = r"(brazos?|antebrazos?|munecas?|piernas?|muslos?|piel|venas|espalda|cuello|cuerpo|cara)"
_HURTS = (r"(hits?|hitting|beats?|beating|beaten|slaps?|slapped|punche[sd]|kicks?|kicked|whips?|whipped|touche[sd]|touching|hurts?"
    r"|burns?|burned|burnt|chokes?|choked)")
_PEGA = (r"(pega|pegan|pego|pegaba|pegaron|golpea|golpean|golpeo|golpeaba|maltrata|maltratan|toca|tocaba|manosea|quema"
    r"|quemo|azota|castiga con)(?! gritos)")
_REPORTED = re.compile(r"\b(she|he|they|pupil|student|girl|boy|child|kid|friend|alumn\w+|nin[oa]s?|chic[oa]s?|estudiante|el|ella)\b( [\w']+){0,6}? "
                       r"(said|says|saying|told|tells|wrote|writes|whisper\w*|dijo|dice|escribio|conto|confeso)\b|\bme (dijo|dice|conto|escribio"
    r"|confeso)\b")

_HARM = (
    # to hurt oneself
    r"suicid\w*|suisid\w*|sucid\w*",
    r"self[ -]?(harm|injur|mutilat)\w*",
    r"(kill|hurt|cut|harm|starv|burn|hang)(s|ed|t|ing|ting|es|e)? (him|her|them)sel(f|ves)(?! (out|off))",
    r"overdos(e|ed|es|ing)", r"unaliv\w*",
    _PUPIL + r"('?s| is| are| was| were| has been| have been| had been|'?ve been| started| starts| keeps| kept| admitted| might be"
    r"| may be)?( \w+)? cutting"
    r"(?! (paper|card|cardboard|shapes?|fabric|wood|fruit|vegetables|class|classes|lessons?|school|corners?|into?|in (line|front"
    r"|on|half)|out|up|off|down|across"
    r"|through|the|a|an|along|on|with|it|things|straight|practice|skills?|and (sticking|pasting|gluing)|his (hair|meat|food)"
    r"|her (hair|meat|food))\b)",
    r"(cut|cuts|cutting|burn|burns|burning|scratch|scratches|scratching|slit|slits) (up )?(at )?(his|her|their|my) (own )?" + _BODY,
    r"(cuts?|scars?|burns?|burn marks|scratches|marks) (all )?(on|up|down|over|along|inside) (his|her|their) (\w+ )?" + _BODY,
    r"(showed|shows|show|showing|seen|saw|see|hid|hides|hiding|noticed|found) (me )?((that|the|his|her|their|some|fresh|new"
    r"|old) )+(cuts|scars)(?! scene)",
    r"razor ?blades?|blades? (from|out of) (a|the|his|her) (\w+ )?sharpeners?",
    # not to want to live
    r"(wants?|wanted|wanting|wishe[sd]|wish|would rather|threaten\w*|going|plans?|planning|tried|trying) (to|2) (die|be dead"
    r"|kill (him|her|them|my)sel(f|ves)|disappear for(ever| good)|end (it all|everything))",
    r"(wish\w*|wants?)( that)? (he|she|they|i) (was|were|had) (dead|never been born)",
    r"(don'?t|do not|doesn'?t|does not|didn'?t|did not|no longer|not) want(s|ed)? to (live|be alive|exist|go on living"
    r"|be here any ?more|wake up)(?! (in|with|at|near|here|there|on|off|together|by|like|early|up)\b)",
    r"(no|any) (reason|point)( \w+)? (to live|in living|to go on living|in (his|her|their|my) life)|nothing to live for"
    r"|tired of (living|life|being alive)|not worth living|life is(n'?t| not) worth",
    r"(every(one|body)|the world|(his|her|their|my) (family|parents|mum|mom)) ('d|would|will|is|are|were)?( all"
    r"| both)? ?be(tter)? (better )?off (without|if)",
    r"(tak(e|es|ing)|took|end(s|ed|ing)?) (his|her|their|my) (own )?li(fe|ves)|end it all",
    r"jump(s|ed|ing)? (off|from|out of) (a|the|that) (bridge|roof|building)|in front of (a|the) (train|car)",
    r"(he|she|they|boy|girl|pupil|student|child|kid)( always| often| constantly)? (talks?|talked|keeps talking|is talking|spoke"
    r"|speaks|writes?|wrote|draws?|joke[sd]?) (about|of) (dying|wanting to die|death|killing)",
    r"goodbye note|nota de despedida|(no ?body|no one) (would|'d|will) (miss|notice if|care if) (him|her|them|me|he"
    r"|she|they|i)|wants? (everything|it all) to (stop|end)",
    r"(cuts|scars) (all )?(on|up|down|over) (a|one|my) ([\w']+ )?" + _BODY,
    r"(brazos|munecas|piernas|muslos) llen[oa]s de (cortes|cicatrices|marcas|heridas)",
    r"wanna (die|be dead)", r"(alumn[oa]|chic[oa]|estudiante|adolescente|nin[oa]) (que )?se lastima(?! (jugando|en|con|corriendo|al|cuando)\b)",
    # the same in Spanish
    r"autoles\w*|autoagre\w*|autoflagel\w*|se ((hace|hacen|hizo|esta haciendo|ha hecho) dano|lastima|lesiona) (sol[oa]"
    r"|a si mism[oa]|ell[oa] mism[oa]|a proposito)|se hace dano",
    r"se (esta|estan|estaba|anda|ha estado|viene|sigue) (cortando|lastimando|lesionando|haciendo dano|quemando)(?! (la luz"
    r"|el (pelo|cabello|internet|agua|video|audio)|la (conexion|senal|llamada|comunicacion)))",
    r"(?<!me )(?<!nos )(?<!les )se (corta|cortaba|cortan)(?! (la|las|el|los|cada|a cada|siempre|todo|por|mucho|y vuelve|internet"
    r"|cuando llueve|hablando|al hablar|en (la )?(zoom|meet|videollamada))\b)",
    r"(se )?(corta|corto|cortan|cortaba|cortado|cortarse|cortandose|quema|quemarse|rasguna)( en)? (los|las|sus|su|el|la) " + _CUERPO,
    r"cortarse( \w+)? (cuando|porque|para|a escondidas|en el bano)|(quiere|querer|intento|intenta|volvio a|dejar de"
    r"|empezo a) cortarse(?! el (pelo|cabello))",
    r"(cortes|cicatrices|marcas|heridas|quemaduras)( \w+)? en (los|las|el|la|su|sus) " + _CUERPO,
    r"(mostro|muestra|enseno|ensena|vi|ve|vio|visto|tiene|esconde|oculta|tapa|tapan) (los|las|unos|unas|sus|varios|muchas) (cortes"
    r"|cicatrices|cortadas)",
    r"no (quiere|queria|quisiera|quiero|tiene ganas de|tenia ganas de|vale la pena)( mas| ya)? (seguir )?(vivir|viviendo|existir"
    r"|estar viv[oa])(?! (con|en|alli|ahi|aqui|sin|cerca|lejos|junto)\b)",
    r"(quier\w+|queria|prefier\w+|preferiria|ganas de|intent\w+|pens\w+ en|piens\w+ en|amenaz\w+ con|habla de|hablo de|dibuja)( \w+)? ?"
    r"(morir|morirse|morirme|matarse|matarme|suicidar\w*|desaparecer del mundo|quitarse la vida|quitarme la vida|no vivir"
    r"|estar muert[oa]|no haber nacido)",
    r"se (quiere|queria|quiso|intento) (morir|matar|quitar la vida)|(me|se) (quiero|quiere) (morir|matar)\b|quitar(se|me"
    r"|le)? la vida|se quito la vida|mejor muert[oa]|quiere (desaparecer|dormirse y no despertar)",
    r"(estarian|estaria|estan|seria) mejor(es)? sin (el|ella|mi)\b|no le (ve|encuentra) sentido a (la|su) vida|no tiene sentido vivir",
)
_WORRY = (
    r"(stopp?ed|stops|refuses|not|never|no longer|doesn.?t|isn.?t)( to)? eat(s|ing)?(?! (breakfast|the school"
    r"|school|vegetables|fruit|meat|paper|in (my|the|our))\b)", r"anorexi\w*|bulimi\w*",
    r"(throws?|throwing) up after (lunch|meals|eating|every)|makes? (her|him|them)sel(f|ves) (sick|vomit|throw up)",
    r"(dejo de|deja de|no|nunca) (come|comer|comia)\b(?! (con la boca|chicle|en clase))|se (provoca|induce) (el )?vomit\w*|vomita despues de",
)
_ABUSE = (
    r"bruis\w*|moreton\w*|moret[eo]s|molest(ed|s|ing|er|ation)|incest\w*|raped?|rapist",
    r"(sexual|physical|verbal|drug|child|emotional)\w* abus\w*|abus(ed|ive)|(being|getting|is|was) abused|abus(es|ing) (him|her"
    r"|them|his|her|their|a child)",
    r"(domestic|family) violence|violence at home|violent (at home|father|dad|stepdad|mother|home|stepfather)",
    _FAMILY + r"('s)?( [\w']+){0,2} " + _HURTS + r" (on )?(him|her|them|his|the (boy|girl|kids?|child|children)|when)(?! (feelings|by"
    r" surprise|at (?!home)))",
    r"my (step ?)?(dad|father|mum|mom|mother|uncle)( \w+){0,2} " + _HURTS + r" me",
    r"(is|was|gets?|got|getting|being|been|be) (\w+ )?(beaten|hit|slapped|touched|starved|whipped|punched|locked (in|out"
    r"|up))( \w+)? (at home|by (his|her|their|the|a) " + _FAMILY + r")",
    r"(is|was|gets|got|being) (beaten|starved) (at home|by)|hits? (him|her|them) at home|(beaten|hit) (up )?at home",
    r"touch(es|ed|ing) (her|him|them) (at night|there|down there|where|inappropriate\w*)|inappropriate(ly)? touch\w*|(comes"
    r"|came) (in)?to (her|his) (bed|bedroom|room) (at|in the) night",
    r"(afraid|scared|terrified|frightened|refuses?|(doesn'?t|does not|didn'?t|did not|never) want) (of (going|being)|to (go"
    r"|be))( back)? home\b(?! ?work)(?! (before|until|because (it|they|the class)))",
    r"told me (\w+ ){0,4}(about|at) home|sleeps? (in a car|on the street|rough)|(parents|mum|mom|dad|mother|father) (leaves?|left"
    r"|locks?|locked) (him|her|them) (alone|in|out)",
    r"(he|she|child|boy|girl|pupil|student|kid)( \w+)? (is|are|looks|being|seems) (badly )?neglected|neglected at home",
    r"forced marriage|marry(ing)? (her|him) off|fgm|genital mutilation|traffick(ed|ing)|being groomed|groomed by|naked (photos?"
    r"|pictures?|selfies?)|nudes?|sexting",
    r"(comes?|came|gets?|got|climbs?|climbed) into (her|his) bed",
    r"(her|his|their|the|my) (husband|wife|partner|boyfriend) (hits|beats|hit|beat)|sexual(ly)? (assault|harass|violen|attack)\w*",
    r"(boyfriend|partner|stepdad|stepfather|dad|father|mother|uncle) (scares|frightens|terrifies) (him|her|them)"
    r"|(he|she|they)( will| would|'ll|'d|'s going to| is going to) be (hit|beaten)(?! (at|in))",
    r"(llega|viene|llego|vino) (golpead[oa]|lastimad[oa]|con golpes|con marcas)|(deja|dejan|dejaron) (encerrad[oa]|sin comer|sol[oa] en (la )?casa)",
    # secrecy asked
    r"(asked|asks|begged|begs|begging|made|makes|told|tells|wants|wanted|pleaded|swore|said|says)( \w+)?( to)?( promise"
    r"| swear)?( i| that i)?( (would|should|could|must))? ?"
    r"(not to|to not|never to|don'?t|do not|not|wouldn'?t|please don'?t|you can'?t|you must not) (tell|say anything|say a word"
    r"|tell on)(?! (them|us|me) )( (it|this))?( to)? ?"
    r"(any ?one|any ?body|a soul|nobody|no one|(my|her|his|their|the) (mum|mom|dad|mother|father|parents|family|office|counsellor"
    r"|counselor|school)|about)",
    r"(promised|promise|swore|swear)( (him|her|them|me))?( that)?( i)?( (would|wouldn'?t|won'?t|will"
    r"|not))*( to)?( not)?( to)? (tell|keep (it|this|that|her|his|their|the|a) (a )?secrets?)",
    r"(asked|begged|wants|wanted|made|told) (me )?(to )?keep (it|this|that|her|his|their|the|a) (a )?secrets?|told me (a|his|her|their) secrets?",
    # the same in Spanish
    r"maltrat(o|ad[oa]s?|an|a) (en|infantil|fisic\w+|famil\w+|por)|maltratad[oa]s?|violencia (en (la |su )?casa|domestica|familiar|intrafamiliar)",
    _KIN + r"( [\w']+){0,3} (le|la|lo|les|los|las|me) " + _PEGA,
    r"(le|la|lo|les|los|las|me) " + _PEGA + r"( \w+){0,2} (su|el|la|mi|en (la |su )?)? ?(" + _KIN + r"|casa)\b",
    r"le (pegan|golpean)(?! (chicle|un |una |papel|sticker|cartel))|la golpean|lo golpean|(en|de) (su |la )?casa (le|la|lo|les|los|las) " + _PEGA,
    r"(conto|sufre|sufrio|revelo|denuncio|sospecho)( de)?( un)? abusos?|abuso sexual|abuso infantil|abusad[oa]s?|abusaron|abus(a"
    r"|an|o|aba) (sexualmente )?de (ella|el\b|mi alumn\w+|la ni\w+|un ni\w+|una ni\w+|su\b)|(la|lo) (violo|violaron|manose\w+)"
    r"|fue violad[oa]|tocamientos",
    r"(miedo (de|a)|no quiere|no queria) (ir|volver|regresar|llegar|irse) a (la |su )?casa|la (van a|quieren) casar",
    r"(pidio|pide|rogo|ruega|suplico|dijo|dice|hizo prometer|hizo jurar|prometi|jure) (que )?(por favor )?no (se lo |le |lo "
    r"|les )*(dijera|diga|diria|dire|dijese|digas|cuente|contara|contaria|contase|cuentes|avise|avisara|decir|contar)",
    r"no (se lo|le|lo) (digas?|cuentes?|dijera|contara) a (nadie|mi|su|sus)|(guard\w+|guardarle|guardara) (el |un |su )?secreto"
    r"|me (conto|confio) (un|su) secreto|le prometi (no|que no)",
    r"(fotos?|imagenes) (suyas )?(desnud[oa]s?|intimas)|desnudos por",
)
_THREAT = (
    r"(brought|brings?|bringing|pulled|pulls|carries|carrying|threaten\w*( \w+)? with) (a |the |his |her )?(\w+ )?(knife|knives"
    r"|gun|guns|weapon|weapons|blade)(?! skills)",
    r"(shoot|shooting|blow(ing)?) up (the|our|this|his|her) (school|class)|threaten\w* to (kill|stab|shoot)|school shoot\w*",
    r"(trajo|trae|saco|lleva|llevo|llego con|amenaz\w+ con) (un |una )?(cuchillo|navaja|arma|pistola)|amenaz\w+ (con|de) (matar|muerte)",
)
_OWN = (
    r"(i|i'?m|i'?ve)( \w+){0,5} (don'?t|do not|no longer|not) want to (live|be alive|exist|go on living|wake up)(?! (in|with|at"
    r"|near|here|there|on|off|together|by|like|early)\b)",
    r"i (\w+ )?(don'?t|do not|no longer) want to (live|be alive|exist|go on living|wake up|be here any ?more)(?! (in|with|at|near"
    r"|here|there|like|early)\b)",
    r"i('?ve| have)? (\w+ )?(want|wanted|wish|would like|feel like|think of|think about|thought of|thought about|thinking of"
    r"|thinking about|am thinking of|am thinking about|plan)( to)? "
    r"(die|dying|be dead|suicide|kill(ing)? myself|end(ing)? (it|it all|my life|everything)|not being (here"
    r"|alive))(?! (it all )?for the (day|week|year))",
    r"i wish (that )?i (was|were|had) (dead|never been born)|i (feel|am|felt|'?m|have been)( \w+)? suicidal|i (have|had"
    r"|keep having|get) suicidal (thoughts?|ideas?)|hurt(ing)? myself|harm(ing)? myself|i (cut|am cutting"
    r"|have been cutting) (myself|my (arms?|wrists?|legs?))",
    r"(no|any) (reason|point) (to live|in living|in my life)|nothing to live for|tired of (living|being alive)|(cannot"
    r"|can'?t) go on living|better off without me|my life is(n'?t| not) worth",
    r"i (can'?t|cannot|can not|don'?t|do not) see (a|any) way out|driv(e|ing) (my car )?(into|off) (a|the) (tree|wall|bridge|road"
    r"|lorry|truck)|i wanna die",
    r"no (quiero|tengo ganas de|quisiera)( ya| mas)? (seguir )?(vivir|viviendo|existir|despertar)(?! (con|en|alli|ahi|aqui|sin"
    r"|cerca)\b)|(quiero|ganas de) (morir|morirme|desaparecer del mundo|matarme|no despertar)|me quiero (morir|matar)\b",
    r"(pienso|pense|pensado|pensando) en (morir\w*|matarme|suicid\w+|quitarme la vida)|quitarme la vida|mejor sin mi\b|seria mejor no (estar|existir)"
    r"|no (le )?(veo|encuentro) sentido a (nada|la vida|mi vida)",
)
_WHO = (r"(mum|mummy|mom|mother|dad|daddy|father|brother|sister|parent|nan|nana|gran|granny|grandma|grandpa|grandmother|grandfather"
    r"|grandad|granddad|baby|husband|wife|son|daughter"
        r"|pupil|student|classmate|colleague|teacher|headteacher|principal|boy|girl|child|kid|friend|uncle|aunt|cousin|twin|partner|caretaker)")
_QUIEN = (r"(mama|papa|madre|padre|herman[oa]|herman\w+|abuel[oa]|abuelit[oa]|hij[oa]|espos[oa]|marido|mujer|tio|tia|prim[oa]|bebe"
    r"|alumn[oa]|estudiante|companer[oa]|colega|amig[oa]|nin[oa]"
          r"|director|directora|profesor|profesora|maestr[oa])")
_GRIEF = (
    _WHO + r"('s)?( \w+){0,2} (died|has died|had died|is dying|passed away|has passed|was killed|were killed|is dead|was murdered"
    r"|drowned)(?! (laughing|down|out|on me|inside|of (laugh|boredom|embarrass|shame)))",
    _WHO + r" (of|in)( [\w']+){1,6} (died|has died|passed away|was killed|is dying|is dead)(?! (laughing|down|out))",
    r"(two|three|four|five|our|my) (of (my|our|the) )?(students|pupils|kids|children|parents|grandparents) (have |were "
    r"|was )?(died|been killed|killed)\b",
    r"(death|funeral|loss|dying) of (a|an|his|her|their|our|my|the|one of \w+) (\w+('s)? )?" + _WHO,
    r"(lost|loses|losing|buried|bury) (his|her|their|our|my|both|a) (own |little |older "
    r"|younger |dear )?(\w+ )?" + _WHO + r"s?\b(?!'s? \w+|\w| (tongue|phone|number|book|group|to (the|another)))",
    r"bereave\w*|(?<!me )(?<!us )(?<!good )(?<!of )grief\b|griev(e|es|ing)\b|mourn(s|ing)?\b|funerals?|(died|death|dead) in (a"
    r"|the) (accident|crash|fire|war|car|earthquake)",
    _QUIEN + r"( [\w']+){0,3} (se )?(murio|fallecio|ha muerto|ha fallecido|acaba de morir|acaba de fallecer|se esta muriendo)(?! de (risa"
    r"|verguenza))",
    r"(murio|fallecio|ha muerto|ha fallecido)( ayer| hoy| anoche| el \w+)? (el|la|su|un|una|mi|nuestr[oa]) (\w+ )?" + _QUIEN,
    r"se (le|les|nos|me) (murio|ha muerto)(?! (el|la) (celular|movil|computadora|ordenador|bateria|pila|proyector|planta|pez))",
    r"(muerte|fallecimiento|perdida|funeral|entierro|velorio) (de|del|de la|de un|de una|de su"
    r"|de mi|de sus) (\w+ )?(" + _QUIEN + r"|familiar|ser querido)",
    r"(perdio|perdi|perdimos|enterro|enterramos) a (su|un|una|mi|sus|nuestr[oa]) (\w+ )?" + _QUIEN,
    r"(esta|estoy|estan|estamos) (de luto|en duelo)|duelo (infantil|por|en)|(el|un|su) duelo de (un|una|mi|los|las|su)",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern:
    return re.compile("|".join(rf"\b(?:{one})(?!\w)" for one in patterns))


_SPEAKS = {HARM: _any(_HARM), ABUSE: _any(_ABUSE), THREAT: _any(_THREAT), WORRY: _any(_WORRY), GRIEF: _any(_GRIEF)}
_MINE = _any(_OWN)


def heard(text: str) -> str:
    """What no sum may answer, in English or Spanish: "harm", "abuse", "threat", "worry" (a child in danger), "own", "grief"; else ""."""
    said = fold(text).replace("’", "'")
    if _MINE.search(said) and not _REPORTED.search(said):
        return OWN
    return next((matter for matter, speaks in _SPEAKS.items() if speaks.search(said)), "")


def may_be(text: str) -> bool:
    """Do these words, in English or Spanish, speak of a child who may be in danger?"""
    return heard(text) in A_CHILD
