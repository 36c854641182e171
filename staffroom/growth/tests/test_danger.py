"""What no sum may answer: a child in danger, a teacher who does not want to live, a death. Heard in many wordings, and never in harmless ones."""

import json
from pathlib import Path

import pytest

from staffroom.growth import actions, danger, queries
from staffroom.sharing.viewers import SELF, Viewer
from tests import laid

A_CHILD = """\
I saw cuts on a boy's arm during PE
he says nobody would miss him
she wrote that she wants everything to stop
me enseñó los brazos llenos de cortes
un niño de mi salón llega golpeado
my student was sexually assaulted
he said if he goes home he will be hit
el papá la deja encerrada
his mum's new boyfriend scares him
A girl in my homeroom has stopped eating lunch and stopped talking.
He says he wants to die.
She hurts herself in the break.
A student told me something about home that I can't stop thinking about.
He comes with bruises every Monday
I think she is beaten at home
self-harm in my class
Una alumna dejó de comer
Un alumno se corta
Creo que le pegan en casa
He is scared to go home on Fridays
una niña de séptimo me mostró que se está cortando y me pidió que no le dijera a nadie
She showed me the cuts and begged me not to tell her mum
she showed me cuts on her arm
One of my year 9s is cutting again
A girl in my class cuts herself in the toilets
one of the girls is cutting
His dad hits him
her stepfather touches her
her mum's boyfriend hits her
She said my dad hits me when I get a B
Mother beats him with a belt when marks are bad
he flinches and says his uncle slaps him
He told me he doesn't want to live anymore
she doesn’t want to be alive
A boy wrote in his journal that everyone would be better off without him
he wishes he was dead
a pupil said she wants to kill herself
she tried to take her own life in the holidays
A student talks about dying all the time
he has scars on his wrists and wears long sleeves in June
I found a razor blade in her pencil case
a boy said he'd jump off the bridge
She made me promise not to tell anyone
he asked me not to tell anybody
A pupil made me swear I wouldn't tell
asked me to keep it a secret
she told me not to tell her parents
Me dijo que no quiere vivir
me dijo que no quiere seguir viviendo
una alumna dice que quiere morirse
un niño dice que se quiere morir
mi alumno escribió que quiere desaparecer
me pidió que no le dijera a nadie
me pidió que no se lo contara a sus papás
me hizo prometer que no diría nada
le prometí no decir nada
le vi los cortes en los brazos
tiene cortes en las muñecas
una chica se corta los brazos en el baño
mi alumna se hace daño
una alumna volvió a cortarse
su papá le pega
le pega su padrastro cuando toma
el padrastro la toca
en su casa la golpean
llega con moretones
tiene miedo de volver a su casa
no quiere ir a su casa los viernes
una niña me contó un abuso
creo que abusan de ella
trajo una navaja a la escuela
He threatened to kill another kid
a boy brought a knife
hay violencia en su casa
she makes herself sick after lunch
vomita después de comer en el baño
pensamientos suicidas de un alumno
She has been sending nudes to an older boy
her parents want to marry her off
intentó quitarse la vida
un alumno intentó matarse
she says there is no point in living
he was hit by his father
My pupil told me his dad chokes him when he is drunk
one of my students cuts her thighs, I saw it in PE
he said life isn't worth it
he sed he wants 2 die
she whispered that her grandfather comes into her bed
me enseñó las cortadas y lloró
a boy wrote suiside in his book
una alumna que se lastima a escondidas
""".splitlines()
OWN = """\
no aguanto más, a veces pienso que sería mejor no estar
I don't want to live anymore
i want to die most mornings
sometimes I think about killing myself
I feel suicidal and nobody at school knows
I wish I was dead
no quiero vivir
ya no quiero seguir viviendo así
a veces pienso en matarme
me quiero morir cada domingo
I think everyone would be better off without me
tengo ganas de morirme
Some mornings I think of driving into a tree
no le encuentro sentido a nada
I don't see any way out
""".splitlines()
A_DEATH = """\
One of my pupils lost her father on Saturday and she is back on Monday
The mother of a boy in my class died
His dad died and he comes back tomorrow. What do I say to the class?
A student's grandmother passed away
a colleague died last week and we share a class
my own mother died and I teach on Monday
How do I help a grieving child
A pupil in year 5 was killed in an accident
se murió el papá de una alumna y vuelve el lunes
falleció la mamá de un niño de mi clase
a mi alumno se le murió su abuela
un alumno perdió a su hermano
la muerte de un compañero de clase
estamos de duelo por un alumno
the funeral is on Friday and half the class will go
mi madre murió y el lunes tengo clase
""".splitlines()
HARMLESS = """\
los padres les pegan gritos a los maestros
se cortan hablando en público
my students never eat breakfast
she is cutting vegetables with the class
the lesson died on its feet
My slides are boring.
They kill time until the bell.
Transitions between activities eat up ten minutes.
He throws chairs when the timetable changes.
I hit a wall with fractions
They eat in my lab
The copier is broken again.
No comprendo el nuevo currículo
My four year olds find cutting paper impossible
They are cutting and sticking again and nobody learns anything
year 2 cutting skills
he keeps cutting in line
she is cutting class every Friday
My students cut corners in their lab reports
This marking is killing me
they were killing it in the debate
Wondering whether you can grade a sketchbook without killing it
My feet are killing me by Wednesday
no saben cortar papel con tijeras
recortar y pegar
se corta el internet cada diez minutos
se corta la luz en medio de la clase
se me corta la voz
me muero de risa con ellos
me muero de vergüenza cuando me observan
The discussion dies after two minutes
I am dead tired on Fridays
the class died laughing
my projector died
dying to know how others do it
they don't want to be here
He doesn't want to live with the grade he got
I don't want to wake up early on Sundays
The head told us not to tell them about the new timetable yet
Don't tell anyone but I love marking
Romeo and Juliet bores them to death
How do I teach the death of Caesar
they beat me at my own game
The older boys hit each other in the break
He hits other children when he loses
the kids hit me with questions
knife skills in my cooking class
I'm good at outdoor days, fires and knives and nobody gets hurt
my department gives me grief about marking
I lost my voice
a mother lost her temper at the door
le pegan chicles a las sillas
ya no puedo más con este grupo
no quiero ir a la escuela el lunes
los padres no quieren venir a la escuela
pegan las hojas en el cuaderno
abusan del celular en clase
abuso de la paciencia de mis colegas
they copy and cheat and I promised them no test
abuse of the photocopier
He is burning himself out, our new teacher
We share a secret handshake at the door
they sit at the back
the knife and fork unit
My students want to disappear when I ask for volunteers
dead languages
parents hit us with emails
their brother beats them at maths
she refuses to go home before the floor is clean
quiero matar el tiempo de forma útil
no se come en clase
matar el aburrimiento
duelo de poemas en clase
Se cortan las tareas por falta de tiempo
The mum emailed at 10:40 last night, copied in the Head, about a B
The room is freezing and the windows do not open
My two year olds do not want to go home
corté el tema a la mitad
mi clase está muerta a las dos
el proyector se murió
I would kill for a quiet corridor
they cut me off
dead poets society
un niño se lastima jugando en el recreo
parents driving into the school yard at eight
they climb into the ball pit
""".splitlines()
SENTENCES = Path(__file__).resolve().parents[3] / "tests" / "suggestions" / "sentences.json"
# Said in the language of the sentence, whatever the language of the pages.
TELL = {"en": "tell the person in your school who is responsible for protecting children", "es": "protección"}
MINE = {"en": "If you think of not wanting to live", "es": "Si piensas en no querer vivir"}


def test_words_of_danger_are_heard():
    assert [text for text in A_CHILD if not danger.may_be(text)] == []


def test_a_teacher_who_does_not_want_to_live_is_heard_and_is_not_a_child_in_danger():
    assert [text for text in OWN if danger.heard(text) != danger.OWN] == []
    assert danger.heard("A boy said: i want to die") == danger.HARM


def test_a_death_is_heard_and_is_no_danger():
    assert [text for text in A_DEATH if danger.heard(text) != danger.GRIEF] == []


def test_ordinary_trouble_is_ordinary():
    assert [(text, danger.heard(text)) for text in HARMLESS if danger.heard(text)] == []


def test_of_ninety_ordinary_sentences_those_are_heard_that_speak_of_it():
    heard = [row["said"][:40] for row in json.loads(SENTENCES.read_text()) if danger.heard(row["said"])]
    assert heard == ["A student told me something about home t", "A girl in my homeroom has stopped eating"]


@pytest.mark.django_db
def test_beside_these_stands_only_what_is_for_exactly_this(as_ann, ann):
    laid.laid(laid.commons)
    every = {"pupil, self-harm": ("una niña me mostró que se está cortando", danger.HARM, "es"), "told": ("His dad hits him and he told me", danger.ABUSE, "en"),
             "worry": ("A girl has stopped eating lunch", danger.WORRY, "en"),
             "threat": ("he brought a knife", danger.THREAT, "en"), "own": ("I do not want to live any more", danger.OWN, "en"), "propia": ("ya no quiero seguir viviendo", danger.OWN, "es"),
             "grief": ("se murió el papá de una alumna", danger.GRIEF, "es"), "neither": ("My slides are boring.", "", "en")}
    for what, (text, matter, language) in every.items():
        assert danger.heard(text) == matter, what
        said = actions.say(by=ann, text=text, mood="bothering", minutes=15)
        found = queries.suggestions(Viewer(ann, SELF), said)
        page = as_ann.get(f"/practice/start/{said.code}/").content.decode()
        assert (TELL[language] in page, MINE[language] in page) == (matter in danger.A_CHILD, matter == danger.OWN), what
        if matter:
            wanted = [*danger.ANSWERS[matter]]
            assert [one.offer.key.removesuffix("-es") for one in found] == wanted, what
            assert [one.offer.key for one in found[:1] if one.offer.language != language] == [], what
            assert page.count("<h3>") == len(wanted) and (wanted or "We have nothing that fits" in page), what


@pytest.mark.django_db
def test_set_aside_or_planned_it_makes_room_for_nothing_else(ann):
    laid.laid(laid.commons)
    said = actions.say(by=ann, text="She showed me the cuts on her arm", mood="bothering", minutes=15)
    first, *others = queries.suggestions(Viewer(ann, SELF), said)
    actions.set_aside(by=ann, sentence=said, offer_code=first.offer.code)
    said.refresh_from_db()
    assert [one.offer for one in queries.suggestions(Viewer(ann, SELF), said)] == [one.offer for one in others]
