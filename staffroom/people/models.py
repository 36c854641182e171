"""Accounts belong to teachers. An employer may know an account; it never owns one."""

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock, keystore, order, words
from staffroom.kit.rows import Derived, Row

NAME_LIMIT = 60


class Accounts(BaseUserManager):
    """Makes accounts; finds them by code."""

    def make(self, *, email: str = "", name: str = "", password: str | None = None, **fields) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        if password is None:
            account.set_unusable_password()
        else:
            account.set_password(password)
        keystore.make(account.pk)
        account.save(using=self._db)
        return account


class Account(Row, AbstractBaseUser):
    """A person here. `email` is the address mail goes to; several people may type the same unproved one."""

    class PasswordHeldBy(models.TextChoices):
        SELF = "self", _("the teacher")
        ORG = "org", _("whoever reads a mailbox of the employer")

    class Theme(models.TextChoices):
        SYSTEM = "", _("as this device has it")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(blank=True, db_index=True)
    name = models.CharField(max_length=120, blank=True)
    name_shape = Derived(of="name", by=words.skeleton, max_length=160, blank=True, db_index=True)
    name_key = Derived(of="name", by=order.key, max_length=240, blank=True)
    zone = models.CharField(max_length=40, default="UTC")
    language = models.CharField(max_length=10, default="en")
    theme = models.CharField(max_length=5, choices=Theme, blank=True)
    keys_off = models.BooleanField(default=False)
    suggestions_off = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    password_held_by = models.CharField(max_length=4, choices=PasswordHeldBy, default=PasswordHeldBy.SELF)
    kept_password = models.CharField(max_length=128, blank=True)
    own_from_at = models.DateTimeField(null=True, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    seen_welcome_at = models.DateTimeField(null=True)

    objects = Accounts()
    USERNAME_FIELD = "code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    known = {"email": "owner", "name": "members", "name_shape": "never", "name_key": "never", "zone": "owner", "language": "owner", "theme": "owner",
             "keys_off": "owner", "suggestions_off": "owner", "is_active": "never", "is_demo": "public", "password_held_by": "owner",
             "kept_password": "never", "own_from_at": "owner", "epoch": "never", "seen_welcome_at": "owner", "password": "never",
             "last_login": "owner"}
    owned_by = "pk"

    def __str__(self) -> str:
        return self.name or str(_("A teacher"))

    def get_username(self) -> str:
        return self.code

    def set_password(self, raw_password) -> None:
        """Hash a password and end every session. The salt belongs to the address: see `backends`."""
        salt = salted_hmac("people.salt", self.email.lower()).hexdigest()[:22] if self.email else None
        self.password, self._password = make_password(raw_password, salt=salt), raw_password
        self.epoch += 1

    def _get_session_auth_hash(self, secret=None) -> str:
        """Sessions end with the epoch, also when somebody sets the password that was there before."""
        return salted_hmac("people.session", f"{self.password}|{self.epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def password_is_own(self) -> bool:
        """Is the password one that the teacher alone set, long enough ago to count?"""
        own = self.has_usable_password() and self.password_held_by == self.PasswordHeldBy.SELF
        return own and (self.own_from_at is None or self.own_from_at <= clock.now())


class Proof(Row):
    """A mailbox was opened with this address: since when. Resets and codes go to proved addresses alone."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    address = models.OneToOneField(EmailAddress, on_delete=models.CASCADE, related_name="proof")

    known = {"person": "owner", "address": "owner"}
    owned_by = "person"


class Profile(Row):
    """What a teacher tells about themselves. Each field has readers of its own; at first nobody but the teacher."""

    class Years(models.TextChoices):
        UNSAID = "", _("not said")
        TRAINING = "training", _("still training")
        FIRST = "1-3", _("1 to 3 years")
        SOME = "4-9", _("4 to 9 years")
        MANY = "10-19", _("10 to 19 years")
        MOST = "20", _("20 years or more")
        RETIRED = "retired", _("retired from the classroom")

    class Locale(models.TextChoices):
        UNSAID = "", _("not said")
        RURAL = "rural", _("rural")
        TOWN = "town", _("town")
        SUBURB = "suburb", _("suburb")
        CITY = "city", _("city")

    class Seen(models.IntegerChoices):
        ME = 0, _("only me")
        BODIES = 1, _("members of my bodies")
        SIGNED_IN = 2, _("people who are signed in")
        ANYONE = 3, _("anyone")

    FIELDS = ("about", "years", "subjects", "stages", "pupils", "place", "locale", "languages")

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="profile")
    about = models.TextField(blank=True)
    years = models.CharField(max_length=10, choices=Years, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    stages = models.JSONField(default=list, blank=True)
    pupils = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=160, blank=True)
    locale = models.CharField(max_length=6, choices=Locale, blank=True)
    languages = models.JSONField(default=list, blank=True)
    in_directory = models.BooleanField(default=False)
    seen = models.JSONField(default=dict, blank=True)
    widest = models.PositiveSmallIntegerField(default=Seen.ME, db_index=True)

    known = {"person": "owner", "about": "owner", "years": "owner", "subjects": "owner", "stages": "owner", "pupils": "owner", "place": "owner",
             "locale": "owner", "languages": "owner", "in_directory": "owner", "seen": "owner", "widest": "never"}
    owned_by = "person"

    def level(self, field: str) -> int:
        """Who may know this field: a value of Seen."""
        return int(self.seen.get(field, self.Seen.ME))

    def widest_now(self) -> int:
        """The widest circle that may know anything of this profile; an empty field shows nothing to anybody."""
        told = [self.level(field) for field in self.FIELDS if getattr(self, field)]
        return max([*told, self.Seen.SIGNED_IN if self.in_directory else self.Seen.ME])


class AccessLine(models.Model):
    """An office, assessor or support looked at something of this account: its owner reads this list."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=160)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=200)
    how = models.CharField(max_length=40)

    known = {"id": "never", "person": "owner", "at": "owner", "by_name": "owner", "by": "owner", "what": "owner", "how": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_person")]
