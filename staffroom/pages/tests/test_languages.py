"""Each reads in their own language: pages, letters, papers, and what is told."""

import re
from datetime import date

import pytest
from django.core import mail

from staffroom.kit.testing import make_account, sign_in
from staffroom.people import letters
from staffroom.record import actions as record
from staffroom.record import printed
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
SPANISH, ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9,en;q=0.5"}, {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}


def _language_and_heading(answer):
    page = answer.content.decode()
    return re.search(r'<html lang="([\w-]+)"', page)[1], re.search(r"<h1[^>]*>([^<]+)<", page)[1].strip()


@pytest.fixture
def luz(db):
    """A teacher who reads Spanish."""
    return make_account("Luz Example", language="es")


def test_signed_out_the_browser_chooses(client):
    assert _language_and_heading(client.get("/help/", **SPANISH)) == ("es", "Ayuda")
    assert _language_and_heading(client.get("/help/", **ENGLISH)) == ("en", "Help")
    assert client.get("/help/", **SPANISH).headers["Vary"].count("Accept-Language") == 1


def test_whoever_has_chosen_reads_that_everywhere(client, luz):
    sign_in(client, luz)
    assert _language_and_heading(client.get("/record/", **ENGLISH)) == ("es", "Registro")
    assert _language_and_heading(client.get("/nothing-here/", **ENGLISH)) == ("es", "No está aquí, o no es para ti")


def test_the_choice_is_made_in_the_settings_and_holds_at_once(as_ann, ann):
    from staffroom.kit.testing import op_id
    answer = as_ann.post("/me/settings/", {"op_id": op_id(), "zone": "UTC", "language": "es", "theme": ""}, follow=True)
    ann.refresh_from_db()
    assert ann.language == "es"
    assert "Desde ahora las páginas se ven así." in answer.content.decode()


def test_a_new_account_speaks_the_language_of_the_browser_it_was_opened_in(client, django_user_model):
    from staffroom.kit.testing import op_id
    client.post("/sign-up/", {"op_id": op_id(), "email": "nueva@home.example", "password1": "tres palabras raras juntas"}, **SPANISH)
    assert django_user_model.objects.get().language == "es"


def test_somebody_of_the_demo_world_speaks_the_language_of_whoever_looks_round(client):
    sign_in(client, make_account("Demo Person", is_demo=True))
    assert _language_and_heading(client.get("/record/", **SPANISH)) == ("es", "Registro")
    assert _language_and_heading(client.get("/record/", **ENGLISH)) == ("en", "Record")


def test_what_is_told_and_sent_is_in_the_language_of_its_reader(luz, ann):
    for account, subject in ((luz, "¿Es esta tu dirección?"), (ann, "Is this your address?")):
        letters._send("prove", account, "x@home.example", {"link": "https://here.example/"}, f"mark-{account.code}")
        assert mail.outbox[-1].subject == subject
    assert "Alguien, probablemente tú, dio x@home.example como su dirección en Staffroom." in mail.outbox[0].body


def test_the_paper_of_a_record_is_in_the_language_of_its_owner(client, luz):
    record.note(by=luz, title="A workshop", kind="read", minutes=90, on_on=date(2026, 2, 1))
    from django.utils import translation
    with translation.override("es"):
        made = printed.document(Viewer(account=luz, assurance=SELF))
    assert (made["lang"], made["title"]) == ("es", "Registro de aprendizaje profesional")
    assert [column["head"] for column in made["columns"]] == ["Día", "Qué", "Tiempo", "Comprobado"]
    assert made["rows"][0][0] == "1 feb 2026"


def test_days_stand_in_a_list_as_they_are_said(client, luz):
    record.note(by=luz, title="A workshop", kind="read", minutes=90, on_on=date(2025, 2, 1))
    page = sign_in(client, luz).get("/record/").content.decode()
    assert "febrero de 2025" in page
    assert "1 h 30 min" in page


def test_topics_are_named_in_the_language_of_the_reader(client, luz):
    from staffroom.topics import actions as topics
    topics.load(by=None)
    page = sign_in(client, luz).get("/record/new/").content.decode()
    assert "Una clase que no se calma" in page
    assert "A class that will not settle" not in page
