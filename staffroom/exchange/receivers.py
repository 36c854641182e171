"""What this room hears from the sign-in library."""

from allauth.account.signals import user_logged_in
from django.contrib import messages
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.exchange import queries
from staffroom.people import factors


@receiver(user_logged_in)
def somebody_came_back(*, request, response, user, **more):
    """Who asked to be erased and signs in by a key of their own is led to where it can be undone."""
    if factors.of_session(request) == factors.SELF and queries.erasure_of(user) is not None:
        messages.warning(request, _("You asked to be erased. Until then you can undo it here."))
        response["Location"] = reverse("exchange:erase")
