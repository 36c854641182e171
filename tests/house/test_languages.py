"""Every language is whole: each message has its words, nothing is left over, and what a program puts in stands in both.

    script/words > /tmp/open.json        what is still without words; fill it in by docs/words.es.md
    script/words /tmp/open.json          takes the words in
"""

import re

import pytest

from staffroom.ui import languages, pseudo
from tests.house.rules import PACKAGE

TO_DO = "Run script/words > /tmp/open.json, fill that file in by docs/words.es.md, and run script/words /tmp/open.json."
PUT_IN = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w+[^>]*>")
SAME = {"%(day)s %(time)s, %(n)s min", "%(day)s, %(time)s", "%(h)s h %(m)s min", "%(n)s h", "%(n)s min", "%(role)s, %(body)s", "CSV", "Chat", "Edcamp", "ISBN", "JSON", "Juniper Valley",
        "No", "PDF", "Staffroom: %(search)s", "demo", "https", "min", "no", "rural", "video"}
WORDS = {  # where one stands in English, the other stands in Spanish: docs/words.es.md
    "notebooks?": "cuaderno", "passkeys?": "llaves? de acceso", "passwords?": "contraseña", "mailbox(es)?": "buz[óo]n", "drafts?": "borrador",
    "statements?": "enunciado", "frameworks?": "marco", "suggestions?": "sugerencia", "backups?": "respaldo", "districts?": "distrito",
    "schools?": "escuela", "unions?": "sindica", "codes?": "código|CODE", "sittings?": "rato", "minutes?": "minuto", "profile": "perfil",
    "feeds?": "canal|/feed|sin fin", "searches|search": "búsqueda|busca|buscó|buscar", "reports?|reported": "report|informe", "invitations?": "invitaci", "recovery": "recuperación", "copy|copies": "c[oó]pia",
}
ELSEWHERE = re.compile(r"\b(ordenador|vosotros|vuestr\w+|os habéis|ustedes|usted|envíen\w*|pregunten\w*|alumnos?|portafolio|capacitación|password|(?<!/)feed|conduzca|conduje|conducir|"
                       r"pedidos?|puntajes?|suburbios?|computación|papelógrafo|desean? que)\b", re.IGNORECASE)
BUTTON = re.compile(r"<(?:button|a)[^>]*class=\"btn[^>]*>(?:{% icon \"\w+\" %})?{% translate \"([^\"]+)\" %}")


def forms(message) -> list[tuple[str, str]]:
    """(English, its translation) for each form of a message."""
    if isinstance(message.id, tuple):
        return [(message.id[min(number, 1)], words) for number, words in enumerate(message.string)]
    return [(message.id, message.string)]


@pytest.fixture(scope="module", params=languages.sources(), ids=lambda po: po.parts[-3])
def language(request):
    return languages.read(request.param)


@pytest.fixture(scope="module")
def pairs(language):
    return [pair for message in language if message.id for pair in forms(message)]


def test_every_message_has_its_words_and_none_is_left_over(language):
    said = {(message.id, message.context) for message in language if message.id}
    program = {(message.id, message.context) for message in pseudo.messages(PACKAGE)}
    assert (sorted(map(str, program - said)), sorted(map(str, said - program)), languages.lacking(language)) == ([], [], {}), TO_DO


def test_no_translation_waits_for_somebody_to_look(language):
    assert [message.id for message in language if message.id and message.fuzzy] == []


def test_what_is_put_in_stands_in_both(language):
    wrong = []
    for message in language:
        for english, words in forms(message) if message.id else ():
            wanted, there = sorted(PUT_IN.findall(english)), sorted(PUT_IN.findall(words))
            few = isinstance(message.id, tuple) and set(there) <= set(wanted) | set(PUT_IN.findall(message.id[1]))
            if wanted != there and not few:
                wrong.append((english, words))
    assert wrong == []


def test_what_is_counted_has_as_many_forms_as_the_language(language):
    assert [message.id for message in language if isinstance(message.id, tuple) and len(message.string) != language.num_plurals] == []


def test_nothing_stays_english(pairs):
    assert sorted({english for english, words in pairs if english == words} - SAME) == []


def test_ends_are_those_of_the_english(pairs):
    assert [(english, words) for english, words in pairs if english[-1] in ".:?…" and words[-1] != english[-1]] == []


def test_spanish_keeps_to_its_words(pairs):
    strayed = [(here, english, words) for english, words in pairs for here, there in WORDS.items()
               if re.search(rf"\b({here})\b", PUT_IN.sub("", english), re.IGNORECASE) and not re.search(there, words, re.IGNORECASE)]
    assert strayed == []
    assert [(match[0], words) for _english, words in pairs if (match := ELSEWHERE.search(words))] == []


def test_questions_and_quotations_begin_as_they_do_in_spanish(pairs):
    assert [words for _english, words in pairs if re.sub(r"(^|[ ,n]) \? ", "", words).count("?") != words.count("¿")] == []
    assert [words for english, words in pairs if english.count("“") != words.count("«") + words.count("“") or words.count("«") != words.count("»")] == []


def test_the_words_of_a_button_fit_on_it(pairs):
    said = dict(pairs)
    pressed = {words for path in PACKAGE.rglob("templates/**/*.html") for words in BUTTON.findall(path.read_text())}
    assert sorted((english, said[english]) for english in pressed if len(said[english]) > max(1.9 * len(english), len(english) + 10)) == []
