"""What every request brings along, at the price of those that use it: its language, and what is said once on the next page."""

from django.contrib.messages.storage import default_storage
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import LazyObject, empty


def language(get_response):
    """The language of a reader, by cookie or by what the browser asks for. As Django's own, for addresses that name no language."""

    def run(request):
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return run


class _Said(LazyObject):
    """What is said once, by Django's own storage; made when somebody says or reads something."""

    def __init__(self, request):
        self.__dict__["_asks"] = request
        super().__init__()

    def _setup(self):
        self._wrapped = default_storage(self.__dict__["_asks"])


def said_once(get_response):
    """Messages, as Django keeps them: most acts neither say nor read one."""

    def run(request):
        request._messages = said = _Said(request)
        response = get_response(request)
        if said.__dict__["_wrapped"] is not empty:
            said.update(response)
        return response

    return run
