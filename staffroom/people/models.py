"""Accounts belong to teachers. An employer may know an account; it never owns one."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock, keystore
from staffroom.kit.rows import Row


class Accounts(BaseUserManager):
    """Makes accounts; finds them by code."""

    def make(self, *, email: str = "", name: str = "", password: str | None = None, **fields) -> "Account":
        account = self.model(email=self.normalize_email(email), name=name, **fields)
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

    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=40, default="UTC")
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    password_held_by = models.CharField(max_length=4, choices=PasswordHeldBy, default=PasswordHeldBy.SELF)
    seen_welcome_at = models.DateTimeField(null=True)

    objects = Accounts()
    USERNAME_FIELD = "code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    known = {"email": "owner", "name": "members", "zone": "owner", "language": "owner", "is_active": "never", "is_demo": "public",
             "password_held_by": "owner", "seen_welcome_at": "owner", "password": "never", "last_login": "owner"}
    owned_by = "pk"

    def __str__(self) -> str:
        return self.name or str(_("A teacher"))

    def get_username(self) -> str:
        return self.code


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
