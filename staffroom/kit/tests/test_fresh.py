import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from staffroom.kit import fresh


@pytest.fixture(autouse=True)
def no_pages():
    fresh.forget()
    yield
    fresh.forget()


class World:
    """A page that counts how often it is made, and its version."""

    def __init__(self, answer=None):
        self.made, self.asked, self.now = 0, 0, "1"
        self.answer = answer or (lambda request: HttpResponse(f"page {self.now}"))
        self.view = fresh.public_page(version=self.version)(self._view)

    def version(self, request):
        self.asked += 1
        return self.now

    def _view(self, request):
        self.made += 1
        return self.answer(request)

    def get(self, path="/", user=None, cookies=None, **headers):
        request = RequestFactory().get(path, headers=headers)
        request.user = user or AnonymousUser()
        request.COOKIES.update(cookies or {})
        return self.view(request)


class SignedIn:
    is_authenticated = True


def later(seconds):
    for kept in fresh._pages.values():
        kept.sure -= seconds
        kept.made -= seconds


def test_a_page_is_made_once_and_its_version_asked_for_at_most_once_a_second():
    world = World()
    assert [world.get().content for _n in range(5)] == [b"page 1"] * 5
    assert (world.made, world.asked) == (1, 1)
    later(1.1)
    world.get()
    world.get()
    assert (world.made, world.asked) == (1, 2)


def test_an_edit_shows_within_a_second_and_anything_within_a_minute():
    world = World()
    world.get()
    world.now = "2"
    assert world.get().content == b"page 1"
    later(1.1)
    assert world.get().content == b"page 2"
    later(61)
    world.get()
    assert world.made == 3


def test_an_unchanged_page_is_not_sent_again():
    world = World()
    first = world.get()
    again = world.get(**{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert world.get(**{"If-None-Match": '"other"'}).status_code == 200
    assert "Cookie" in first["Vary"]


@pytest.mark.parametrize(
    "private",
    [{"cookies": {"session": "x"}}, {"cookies": {"messages": "x"}}, {"path": "/?q=1"}, {"Authorization": "Bearer x"}, {"HX-Request": "true"}],
)
def test_a_reader_who_brings_something_passes_by(private):
    world = World()
    world.get(**private)
    assert (world.made, world.asked, len(fresh._pages)) == (1, 0, 0)
    world.get()
    world.get(**private)
    assert world.made == 3


def _with_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        _with_cookie,
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse("x" * (fresh.MOST_BYTES + 1)),
    ],
)
def test_an_answer_that_might_be_private_is_never_kept(answer):
    world = World(answer)
    world.get()
    world.get()
    assert (world.made, len(fresh._pages)) == (2, 0)


def test_a_page_made_for_somebody_is_never_kept():
    world = World()
    world.get(user=SignedIn())
    assert len(fresh._pages) == 0


def test_paths_and_languages_are_kept_apart_and_the_shelf_has_an_end(monkeypatch):
    from django.utils import translation

    monkeypatch.setattr(fresh, "MOST_PAGES", 3)
    world = World(lambda request: HttpResponse(request.path + translation.get_language()))
    assert world.get("/a").content == b"/aen"
    with translation.override("ar-xb"):
        assert world.get("/a").content == b"/aar-xb"
    for n in range(5):
        world.get(f"/{n}")
    assert len(fresh._pages) == 3
