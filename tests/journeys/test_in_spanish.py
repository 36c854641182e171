"""The main job once more, by somebody whose browser asks for Spanish: every word that leads them is Spanish, offers keep their own language."""

from tests import browsing
from tests.journeys.walking import Walk

pytestmark = browsing.needed


def test_from_the_door_to_the_record_in_spanish(empty, seat):
    walk = Walk(seat(empty, locale="es-MX", **browsing.PHONE))
    page = walk.page
    walk.open("/").tap("Abrir un cuaderno", kind="link")
    walk.write("Una dirección tuya", "maestra@casa.example").write("Una contraseña", "tres palabras raras juntas").tap("Abrir mi cuenta")
    assert page.locator("html").get_attribute("lang") == "es"
    walk.tap("Buscar", kind="link", within="nav.places")
    offer = page.locator("main h3 a").first
    title = offer.inner_text()
    assert offer.get_attribute("lang"), "an offer says which language it is in"
    walk.tap(title, kind="link").tap("Planearlo en mi cuaderno")
    assert page.locator("h1").inner_text() == title
    walk.tap("Anotar cómo me fue", kind="link")
    if page.get_by_role("radio", name="Lo probé").is_visible():  # a piece is known to be for trying
        walk.choose("Lo probé")
    walk.write("Minutos", "10").write("Una línea, para ti", "Once minutos. Bastan dos pilas, ¡mañana otra vez!").tap("Guardar en mi registro")
    assert walk.sees("Once minutos. Bastan dos pilas, ¡mañana otra vez!")
    walk.tap("Registro", kind="link", within="nav.places")
    assert walk.sees("Lo probé en clase, tiempo propio")
    walk.tap("Hoy", kind="link", within="nav.places").write("¿Qué te preocupa", "Media clase asiente y no sé quién entendió.")
    walk.tap("Anotarlo y mostrarme lo que encaja")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.complaints == []
