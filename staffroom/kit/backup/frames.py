"""A file in pieces of 256 kB, each bound to all before it: any change, cut or rearrangement shows when it is read.

    STAFFROOM BACKUP 1 | length of head | head (JSON) | pieces
    piece: 4 bytes length and a bit for "last" | bytes | proof

Under a passphrase a piece is AES-256-GCM (the key by scrypt, the nonce counts, the head and the place are bound in). Without one the
proof is SHA-256 over the proof before, so damage shows; whoever changes the file on purpose can make new proofs: keep it where only you write.
"""

import hashlib
import json
import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"STAFFROOM BACKUP 1\n"
PIECE = 262_144
LAST = 0x8000_0000
SCRYPT = {"n": 32_768, "r": 8, "p": 1}
MOST_HEAD = 4_096


class Damaged(Exception):
    """The file is cut short, changed, or not a backup; the words say which."""


class NeedsPassphrase(Exception):
    """The file is under a passphrase and none, or another, was given."""


def _key(passphrase: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase, salt=salt, dklen=32, maxmem=128 * 1024 * 1024, **SCRYPT)


class _Proofs:
    """Makes and checks the proof of each piece, in their order."""

    def __init__(self, head: bytes, key: bytes | None):
        self.count = 0
        self.cipher = AESGCM(key) if key else None
        self.state = hashlib.sha256(MAGIC + head).digest()

    def _place(self, length: int) -> tuple[bytes, bytes]:
        self.count += 1
        return self.count.to_bytes(12, "big"), self.state + struct.pack(">I", length)

    def seal(self, data: bytes, length: int) -> bytes:
        nonce, bound = self._place(length)
        if self.cipher:
            return self.cipher.encrypt(nonce, data, bound)
        self.state = hashlib.sha256(bound + data).digest()
        return data + self.state

    def open(self, sealed: bytes, length: int) -> bytes:
        nonce, bound = self._place(length)
        if self.cipher:
            try:
                return self.cipher.decrypt(nonce, sealed, bound)
            except InvalidTag:
                if self.count == 1:
                    raise NeedsPassphrase("the passphrase does not open this backup, or its first bytes were changed.") from None
                raise Damaged("this backup was changed or damaged after it was made.") from None
        data, proof = sealed[:-32], sealed[-32:]
        self.state = hashlib.sha256(bound + data).digest()
        if proof != self.state:
            raise Damaged("this backup was changed or damaged after it was made.")
        return data

    @property
    def overhead(self) -> int:
        return 16 if self.cipher else 32


class Writer:
    """A file to write to, from beginning to end."""

    def __init__(self, file: BinaryIO, passphrase: bytes | None = None):
        salt = secrets.token_bytes(16)
        head = json.dumps({"sealed": "aes-256-gcm, scrypt" if passphrase else "", "salt": salt.hex()}).encode()
        self.file, self.waiting = file, bytearray()
        self.proofs = _Proofs(head, _key(passphrase, salt) if passphrase else None)
        file.write(MAGIC + struct.pack(">I", len(head)) + head)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:
            self._piece(bytes(self.waiting[:PIECE]), 0)
            del self.waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece. Without this call the file counts as cut short."""
        self._piece(bytes(self.waiting), LAST)
        self.waiting.clear()

    def _piece(self, data: bytes, last: int) -> None:
        length = len(data) | last
        self.file.write(struct.pack(">I", length) + self.proofs.seal(data, length))


class Reader:
    """The bytes that were written, in their order. Raises Damaged, NeedsPassphrase as soon as it is known."""

    def __init__(self, file: BinaryIO, passphrase: bytes | None = None):
        self.file, self.ready, self.ended = file, bytearray(), False
        if file.read(len(MAGIC)) != MAGIC:
            raise Damaged("this is not a Staffroom backup, or its beginning was changed.")
        length = struct.unpack(">I", self._exactly(4))[0]
        head = self._exactly(length) if length <= MOST_HEAD else b""
        try:
            facts = json.loads(head)
            sealed, salt = facts["sealed"], bytes.fromhex(facts["salt"])
        except (ValueError, KeyError, TypeError):
            raise Damaged("the head of this backup was changed or damaged.") from None
        if sealed and not passphrase:
            raise NeedsPassphrase("this backup is under a passphrase; name the file that holds it with --key-file.")
        self.proofs = _Proofs(head, _key(passphrase, salt) if sealed and passphrase else None)

    def _exactly(self, count: int) -> bytes:
        data = self.file.read(count)
        if len(data) != count:
            raise Damaged("this backup is cut short.")
        return data

    def read(self, count: int = -1) -> bytes:
        while not self.ended and (count < 0 or len(self.ready) < count):
            self._piece()
        count = len(self.ready) if count < 0 else count
        data = bytes(self.ready[:count])
        del self.ready[:count]
        return data

    def _piece(self) -> None:
        length = struct.unpack(">I", self._exactly(4))[0]
        size = length & ~LAST
        if size > PIECE:
            raise Damaged("this backup was changed or damaged after it was made.")
        self.ready += self.proofs.open(self._exactly(size + self.proofs.overhead), length)
        if length & LAST:
            self.ended = True
            if self.file.read(1):
                raise Damaged("there is more in this file than the backup.")
