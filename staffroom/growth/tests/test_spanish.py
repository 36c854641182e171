"""What a sentence in Spanish is heard as, and what it finds."""

import pytest

from staffroom.catalogue import commons
from staffroom.growth import actions, queries, spanish
from staffroom.sharing.viewers import SELF, Viewer
from tests import laid


@pytest.mark.parametrize(("text", "is_so"), [("Mis alumnos no me escuchan.", True), ("¿Cómo enseño las fracciones?", True), ("No sé qué hacer", True),
                                             ("My pupils do not listen to me.", False), ("We read El Quijote and la Celestina with my class", False), ("", False)])
def test_a_spanish_sentence_is_known_by_its_everyday_words(text, is_so):
    assert spanish.is_spanish(text) == is_so


def test_it_is_heard_word_by_word_with_expressions_first_and_any_other_as_it_stands():
    assert spanish.english("Mis alumnos leen en voz alta y no entienden los textos.") == "pupil read aloud understand text"
    assert spanish.english("Read it aloud") == "Read it aloud"


def test_what_the_list_does_not_know_stays_where_it_is_long():
    assert spanish.in_english("una guitarra azul") == [("una", ""), ("guitarra", "guitarra"), ("azul", "")]
    assert spanish.in_english("Mi niño lee en voz alta") == [("Mi", ""), ("niño", "child"), ("lee", "read"), ("en voz alta", "aloud")]


def test_each_entry_is_folded_and_means_something():
    known = commons.spanish()
    assert [said for said, meant in known.items() if not meant or said != said.lower() or not said.replace(" ", "").replace("*", "").isascii()] == []


@pytest.mark.django_db
def test_a_spanish_sentence_finds_a_piece_in_spanish_and_an_english_one_says_its_language(ann):
    laid.laid(laid.commons)
    type(ann).objects.filter(pk=ann.pk).update(language="es")
    ann.refresh_from_db()
    found = []
    for text in ("Una alumna nueva no tiene amigas y come sola en el recreo.", "Mis alumnos olvidan las tablas de multiplicar."):
        said = actions.say(by=ann, text=text, mood="bothering", minutes=15)
        found.append(queries.suggestions(Viewer(ann, SELF), said)[0])
    assert [one.offer.key for one in found] == ["nobody-at-lunch-es", "five-facts-a-week"]
    assert all(one.is_clear for one in found)
    assert any("«amigas»" in reason or "“amigas”" in reason for reason in found[0].reasons)
