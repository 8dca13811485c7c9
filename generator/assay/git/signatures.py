"""What the signature of a commit is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Signed(StrEnum):
    """The state of a commit's signature.

    A signature is only as good as the key is known: `AUTHOR` is a good one by a key that the policy gives to
    the author of the commit, `OTHER` a good one by a key of somebody else, `FORGE` one by a key that the
    policy gives to the forge (as for merges made in its web interface). `UNCHECKED`: there is one, and nobody
    asked what it is worth.
    """

    AUTHOR = "author"
    OTHER = "other"
    FORGE = "forge"
    BAD = "bad"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of a commit: its state, whose key it is (a person's id, "" if unknown), and which key."""

    state: Signed
    signer: str = ""
    key: str = ""
