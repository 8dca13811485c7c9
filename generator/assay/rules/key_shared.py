"""Two people, or a person and the forge, have one signing key.

Then a signature by it does not say who signed, and none of its signatures counts.
"""

from collections.abc import Iterator

from assay.assessment import SigningKey
from assay.problems import At, Severity
from assay.rules.view import Raised, View

ID = "key-shared"
SEVERITY = Severity.ERROR
_FORGE = "the forge"


def check(view: View) -> Iterator[Raised]:
    """Raise every key that stands at somebody else's name before."""
    owners: dict[str, str] = {}
    hint = "Leave it where it belongs; everybody signs with a key of their own."
    for at, owner, key in _keys(view):
        first = owners.setdefault(key.fingerprint, owner)
        if first != owner:
            yield Raised("assessment.yaml", at, f"this is the key of {first}, too: {key.fingerprint}", hint)


def _keys(view: View) -> Iterator[tuple[At, str, SigningKey]]:
    for place, person in enumerate(view.assessment.people.values()):
        for index, key in enumerate(person.keys):
            yield ("people", place, "keys", index), person.id, key
    for index, key in enumerate(view.assessment.policy.forge_keys):
        yield ("policy", "forge_keys", index), _FORGE, key
