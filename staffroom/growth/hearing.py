"""What is heard in a sentence: the stems of those of its words that tell something. Pure, and English."""

import re

ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "edly", "ed", "ly", "es", "s", "ment", "ness")
GENERIC_WORDS = (
    "pupil student kid kids child children class classroom teacher teach school lesson learn learner year years week weeks day days "
    "time times thing things way ways help use make work good bad start stop new old first last next one two three never always also "
    "still just only back come came give take look tell told try ask find put let say said people person someone everyone nobody anyone "
    "everything nothing something anything today tomorrow yesterday idea best better worse bit lot kind sort really well able same "
    "other others half spend five six seven eight nine ten without between during alive cannot think want wants written must again "
    "enough whole going getting gets seem seems room rooms form olds aged four three seven twenty thirty forty twelve ten her him his she "
    "hers himself herself myself ones little went end ends turn turns turning change changed don doesn didn isn aren wasn won couldn wouldn "
    "shouldn haven hate hates love loves hard true real decent single entire swear already yet around away whatever actually simply quite please "
    "minute minutes see"
)
SHORT = {"ai", "pe", "ta"}
# Words that mean the same in a staffroom, by their stems: what others say, and what the lists of words say.
SAME = {
    "mum": "moth", "mums": "moth", "mom": "moth", "moms": "moth", "dad": "fath", "dads": "fath", "math": "maths", "mathematic": "maths",
    "cellphon": "phon", "smartphon": "phon", "behavior": "behaviour", "kindergartn": "kindergarten", "preschool": "nursery",
    "preschooler": "nursery", "recess": "playtim", "headteach": "principal", "paraprofessional": "assistant", "aide": "assistant", "ta": "assistant",
    "vocab": "vocabulary", "observed": "observ", "observation": "observ", "impostor": "fraud", "impost": "fraud", "argument": "argu",
    "discussion": "discuss", "expert": "experienc", "collaborat": "collabor", "forgotten": "forget", "forgett": "forget", "teenag": "teen",
}
# Days, hours, and who or what stands in every room: they are said of everything, so two of them are not yet a matter in common.
WEAK_WORDS = (
    "monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday sunday sundays weekend morning mornings "
    "afternoon evening evenings night nights hour hours month months january february march april june july august september october november "
    "december term autumn spring summer winter boy boys girl girls door desk data home"
)
# A few plain words that together mean one thing, or nothing about the thing itself.
EXPRESSIONS = (
    (r"\b(sick and tired|tired|sick|fed up|weary) (of|with)\b|\bi swear\b|\bout of (my|his|her|their) (skull|mind)s?\b|\bend(ed|s|ing)? up\b", " "),
    (r"\b(\d+(st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade(r|rs|s)?\b", " "),
    (r"\bag(ed|es)( of)? \d+ (to|and|-) \d+\b|\b(several|many|mixed|two|three|four|five|six) (grades|ages|year groups|classes) in one\b"
     r"|\bgrades? \w+ to \w+\b|\bmulti-?grade\b|\bone[ -]room(ed)? school\b", "manyages"),
    (r"\b(say|says|saying|said|admit|admits|admitting) (that )?(i|you|we) (do not|don.?t) know\b", "dontknow"),
    (r"\b(school|start|starts|started|begin|begins|began) (to start |to begin )?(at \w+ )?(later|instead of \d+|instead of eight)\b"
     r"|\blater (school )?start\b", "laterstart"),
    (r"\bgrades? \d+\b", " "),
    (r"\b(clean|tidy|pack)(ing|s)?[ -](up|away)\b", "tidy"),
    (r"\b(melt|melts|melting|melted)[ -]downs?\b", "meltdown"),
    (r"\b(gone|lost|vanished|forgotten) (again )?(by|the next|next|after|over)\b", "forget"),
    (r"\bcold[ -]call(s|ed|ing)?\b|\bcall(s|ed|ing)? on\b", "coldcall"),
    (r"\b(first|1st) (few )?(year|years|term|months|weeks)\b", "firstyear"),
    (r"\b(new|newly qualified|trainee|student|beginning) teachers?\b", "newteacher"),
    (r"\b(who|whether they|if they|what they) (have |has |really )?(got|gets?|understood|understands?|learned|learnt) (it|this|that)\b", "whogotit"),
)


def stem(word: str) -> str:
    """A crude stem: enough to let "marking" meet "mark" and "classes" meet "class"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not (ending == "s" and word.endswith("ss")):
            word = word[: -len(ending)]
            break
    word = word[:-1] if len(word) > 4 and word.endswith("e") else word
    return SAME.get(word, word)


GENERIC = frozenset(stem(word) for word in GENERIC_WORDS.split())
WEAK = frozenset(stem(word) for word in WEAK_WORDS.split())
DAYS = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")


def plain(text: str) -> str:
    """A folded text without manners of speaking that say nothing of the thing."""
    for expression, word in EXPRESSIONS:
        text = text if word.strip() else re.sub(expression, word, text)
    return DAYS.sub(" ", text)


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a folded text, without words that every sentence about teaching holds."""
    for expression, word in EXPRESSIONS:
        text = re.sub(expression, word, text)
    found = {stem(word) for word in re.findall(r"\w+", text) if len(word) > 2 or word in SHORT}
    return frozenset(found - GENERIC)
