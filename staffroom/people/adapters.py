"""How signing in and up works here, where it differs from the library's own way."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class Accounts(DefaultAccountAdapter):
    """Accounts that belong to teachers."""


class Bodies(DefaultSocialAccountAdapter):
    """Sign-in by a body's own identity provider."""
