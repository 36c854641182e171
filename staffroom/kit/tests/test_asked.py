"""What a request brings along: its language, and what is said once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from staffroom.kit.asked import language, said_once


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.session = {}
    return request


def said_on(request: HttpRequest) -> list[str]:
    return [str(one) for one in messages.get_messages(request)]


def test_a_page_speaks_the_language_asked_for_and_says_so():
    spoken = []
    answer = language(lambda request: spoken.append((translation.get_language(), request.LANGUAGE_CODE)) or HttpResponse())(asked(accept_language="es"))
    assert (spoken, answer.headers["Content-Language"], answer.headers["Vary"]) == ([("es", "es")], "es", "Accept-Language")


def test_what_is_said_is_read_once_on_a_later_page():
    def say(request):
        messages.success(request, "Kept.")
        return HttpResponse()

    first = asked()
    answer = said_once(say)(first)
    later = asked()
    later.COOKIES = {name: morsel.value for name, morsel in answer.cookies.items()}
    heard = []
    last = said_once(lambda request: heard.extend(said_on(request)) or HttpResponse())(later)
    assert (heard, last.cookies["messages"]["max-age"]) == (["Kept."], 0)


def test_an_act_that_says_nothing_leaves_what_was_said_before():
    request = asked()
    request.COOKIES = {"messages": "whatever stands here"}
    assert not said_once(lambda request: HttpResponse())(request).cookies
