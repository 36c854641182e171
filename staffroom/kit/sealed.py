"""Text and files that only their owner's key opens: AES-256-GCM, one key per account (see keystore).

A sealed value is `1 | 16 bytes account | 12 bytes nonce | ciphertext`; it is bound to its field and its row, so moving
it elsewhere makes it unreadable. In memory a sealed field reads as text; in the database it is bytes that can neither
be searched nor ordered.
"""

import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from staffroom.kit import keystore

VERSION = b"\x01"


class Unreadable(str):
    """Stands where sealed text can no longer be opened. Saving the row leaves the stored bytes alone."""


def seal_bytes(account: UUID, label: str, data: bytes) -> bytes:
    """Seal `data` with the account's key, bound to `label` (such as "record.Evidence.file:<row id>")."""
    nonce = secrets.token_bytes(12)
    return VERSION + account.bytes + nonce + AESGCM(keystore.get(account)).encrypt(nonce, data, label.encode())


def open_bytes(label: str, sealed: bytes) -> bytes:
    """The data sealed under `label`. Raises keystore.KeyGone or ValueError (damaged, moved, or not ours)."""
    if sealed[:1] != VERSION or len(sealed) < 45:
        raise ValueError("This is not a sealed value.")
    account = UUID(bytes=sealed[1:17])
    try:
        return AESGCM(keystore.get(account)).decrypt(sealed[17:29], sealed[29:], label.encode())
    except InvalidTag:
        raise ValueError("This sealed value was damaged or moved.") from None


class _Opened(DeferredAttribute):
    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, bytes | memoryview):
            return value
        opened = self.field.open(instance, bytes(value))  # type: ignore[attr-defined]  # the descriptor of SealedText alone
        if not isinstance(opened, Unreadable):
            instance.__dict__[self.field.attname] = opened
        return opened

    def __set__(self, instance, value):
        if isinstance(value, Unreadable):
            return
        instance.__dict__[self.field.attname] = value


class SealedText(models.BinaryField):
    """Text under the key of the account in `owner` (the name of the foreign key, or "self" on the account itself)."""

    descriptor_class = _Opened
    empty_strings_allowed = True

    def __init__(self, *args, owner: str = "person", **kwargs):
        self.owner = owner
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.owner != "person":
            kwargs["owner"] = self.owner
        return name, path, args, kwargs

    def get_default(self):
        return ""

    def label(self, instance: models.Model) -> str:
        return f"{instance._meta.label}.{self.attname}:{instance.pk}"

    def open(self, instance: models.Model, data: bytes) -> str:
        if not data:
            return ""
        try:
            return open_bytes(self.label(instance), data).decode()
        except keystore.KeyGone:
            return Unreadable(_("This can no longer be read: its key is gone."))
        except ValueError:
            return Unreadable(_("This can no longer be read: it was damaged."))

    def pre_save(self, model_instance, add) -> Any:
        return self.sealed(model_instance)

    def sealed(self, model_instance: models.Model) -> Any:
        """As the column takes it (`kit.statement` asks this itself)."""
        value = model_instance.__dict__.get(self.attname, "")
        if not isinstance(value, str):
            return value
        if not value:
            return b""
        account = model_instance.pk if self.owner == "self" else getattr(model_instance, f"{self.owner}_id")
        return seal_bytes(account, self.label(model_instance), value.encode())

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str) and value:
            raise TypeError(f"{self.name} is sealed: save the row, do not write it by a query.")
        return super().get_db_prep_value(b"" if value == "" else value, connection, prepared)

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is sealed and cannot be searched.")

    def value_to_string(self, obj):
        return getattr(obj, self.attname)
